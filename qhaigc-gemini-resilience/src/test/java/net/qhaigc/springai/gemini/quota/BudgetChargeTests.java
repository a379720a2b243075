package net.qhaigc.springai.gemini.quota;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.TokenCounts;
import net.qhaigc.springai.gemini.options.ModelPrice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BudgetCharge}, with a store that responds late or is not available.
 */
class BudgetChargeTests {

	private static final long ESTIMATE = 100;

	/** One millionth of a dollar for each token. */
	private static final ModelPrice PRICE = new ModelPrice(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, "USD",
			1_000_000);

	private final DelayedCounter minute = new DelayedCounter();

	private final DelayedCounter day = new DelayedCounter();

	private final List<PeriodSpending> periods = List.of(
			new PeriodSpending(BudgetPeriod.MINUTE, 1000, Instant.MAX, this.minute),
			new PeriodSpending(BudgetPeriod.DAY, 1000, Instant.MAX, this.day));

	private final List<PeriodSpending> periodsWithWarning = new ArrayList<>();

	@Test
	void refundsEstimateIfStoreRespondsAfterCancellation() {
		this.day.delayed = true;
		Disposable request = budgetCharge().charge().subscribe();
		assertThat(this.minute.spent).isEqualTo(ESTIMATE);
		assertThat(this.day.spent).isEqualTo(ESTIMATE);
		request.dispose();
		assertThat(this.minute.spent).isZero();
		this.day.respond();
		assertThat(this.day.spent).isZero();
	}

	@Test
	void doesNotChargeDayIfRequestIsCancelledWhileMinuteIsCharged() {
		this.minute.delayed = true;
		budgetCharge().charge().subscribe().dispose();
		this.minute.respond();
		assertThat(this.minute.spent).isZero();
		assertThat(this.day.operations).isZero();
	}

	@Test
	void countsFullCostIfStoreHasNotCountedEstimate() {
		this.day.available = false;
		RequestQuota.Permit permit = budgetCharge().charge().block();
		assertThat(permit).isNotNull();
		this.day.available = true;
		permit.release(new TokenCounts(30, 0, 0, 30), null);
		assertThat(this.minute.spent).isEqualTo(30);
		assertThat(this.day.spent).isEqualTo(30);
	}

	@Test
	void doesNotRefundEstimateThatStoreHasNotCounted() {
		this.day.available = false;
		RequestQuota.Permit permit = budgetCharge().charge().block();
		assertThat(permit).isNotNull();
		this.day.available = true;
		permit.cancel();
		assertThat(this.minute.spent).isZero();
		assertThat(this.day.spent).isZero();
	}

	@Test
	void keepsLastKnownTotalWhileStoreIsNotAvailable() {
		budgetCharge().charge().block();
		this.day.available = false;
		budgetCharge().charge().block();
		assertThat(this.periods).extracting(PeriodSpending::total).containsExactly(2 * ESTIMATE, ESTIMATE);
	}

	/**
	 * A warning is due at 80 % of the limit, that is, at 800. An estimate does not cause
	 * a warning.
	 */
	@Test
	void emitsWarningBasedOnTotalInStore() {
		this.minute.spent = 700;
		RequestQuota.Permit permit = budgetCharge().charge().block();
		assertThat(permit).isNotNull();
		permit.release(new TokenCounts(99, 0, 0, 99), null);
		assertThat(this.periodsWithWarning).isEmpty();
		permit = budgetCharge().charge().block();
		assertThat(permit).isNotNull();
		permit.release(new TokenCounts(1, 0, 0, 1), null);
		assertThat(this.periodsWithWarning).containsExactly(this.periods.get(0));
	}

	private BudgetCharge budgetCharge() {
		return new BudgetCharge(this.periods, PRICE, ESTIMATE, (period) -> {
			if (period.markWarnedIfDue()) {
				this.periodsWithWarning.add(period);
			}
		});
	}

	/**
	 * A counter that adds each amount immediately, but can delay the response to a
	 * charge. While the counter is not available, charges are not added.
	 */
	private static final class DelayedCounter implements SpendingCounter {

		private final Sinks.Empty<Void> response = Sinks.empty();

		private boolean delayed;

		private boolean available = true;

		private int operations;

		private long spent;

		@Override
		public Mono<Long> charge(long micros, Runnable onCounted) {
			return Mono.defer(() -> {
				this.operations++;
				if (!this.available) {
					return Mono.empty();
				}
				this.spent += micros;
				Mono<Long> total = Mono.just(this.spent);
				if (!this.delayed) {
					onCounted.run();
					return total;
				}
				this.response.asMono().subscribe((nothing) -> {
				}, (failure) -> {
				}, onCounted);
				return this.response.asMono().then(total);
			});
		}

		@Override
		public void add(long micros, LongConsumer onAdded) {
			this.operations++;
			this.spent += micros;
			onAdded.accept(this.spent);
		}

		private void respond() {
			this.delayed = false;
			this.response.tryEmitEmpty();
		}

	}

}
