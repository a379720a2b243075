package net.qhaigc.springai.gemini.quota;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.scheduler.VirtualTimeScheduler;

import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.TokenCounts;
import net.qhaigc.springai.gemini.options.ModelPrice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a {@link BudgetCharge} with a store that fails or responds late.
 */
class BudgetStoreFailureTests {

	private static final long ESTIMATE = 100;

	/** One millionth of a dollar for each token. */
	private static final ModelPrice PRICE = new ModelPrice(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, "USD",
			1_000_000);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final TestBucketStore store = new TestBucketStore(() -> this.time.now(TimeUnit.NANOSECONDS));

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final List<Long> totals = new ArrayList<>();

	@ParameterizedTest
	@EnumSource
	void correctsChargeWhenStoreIsUsedAgain(StoreFailurePolicy whenStoreFails) {
		PeriodSpending period = period(whenStoreFails);
		RequestQuota.Permit permit = charge(period);
		failStore(period);
		permit.release(new TokenCounts(30, 0, 0, 30), null);
		assertThat(this.totals).isEmpty();
		this.time.advanceTimeBy(SECOND);
		assertThat(spent()).isEqualTo(30);
		assertThat(this.totals).as("totals for which a warning may be due").containsExactly(30L);
		assertThat(period.total()).isEqualTo(30);
	}

	@Test
	void doesNotCountPendingCorrectionAsRefusedRequest() {
		PeriodSpending period = period(StoreFailurePolicy.REFUSE);
		RequestQuota.Permit permit = charge(period);
		failStore(period);
		double refused = refused();
		permit.release(new TokenCounts(30, 0, 0, 30), null);
		assertThat(refused()).isEqualTo(refused);
	}

	@Test
	void countsFullCostOfRequestThatWasSentWithoutStore() {
		PeriodSpending period = period(StoreFailurePolicy.ALLOW);
		failStore(period);
		charge(period).release(new TokenCounts(30, 0, 0, 30), null);
		this.time.advanceTimeBy(SECOND);
		assertThat(spent()).isEqualTo(30);
	}

	@ParameterizedTest
	@EnumSource
	void refundsChargeThatStoreCountsAfterEndOfRequest(StoreFailurePolicy whenStoreFails) {
		PeriodSpending period = period(whenStoreFails);
		List<Object> results = new ArrayList<>();
		this.store.delay();
		budgetCharge(period).charge().subscribe(results::add, results::add);
		this.time.advanceTimeBy(SECOND);
		assertThat(results).hasSize(1);
		if (results.get(0) instanceof RequestQuota.Permit permit) {
			permit.cancel();
		}
		this.store.respond();
		this.time.advanceTimeBy(SECOND);
		assertThat(spent()).isZero();
	}

	@Test
	void correctsChargeThatStoreCountsDuringRequest() {
		PeriodSpending period = period(StoreFailurePolicy.ALLOW);
		List<RequestQuota.Permit> permits = new ArrayList<>();
		this.store.delay();
		budgetCharge(period).charge().subscribe(permits::add);
		this.time.advanceTimeBy(SECOND);
		this.store.respond();
		assertThat(spent()).isEqualTo(ESTIMATE);
		permits.get(0).release(new TokenCounts(30, 0, 0, 30), null);
		this.time.advanceTimeBy(SECOND);
		assertThat(spent()).isEqualTo(30);
	}

	private RequestQuota.Permit charge(PeriodSpending period) {
		return Objects.requireNonNull(budgetCharge(period).charge().block());
	}

	/**
	 * Charge a request while the store fails, so that the store is not used for the next
	 * second.
	 */
	private void failStore(PeriodSpending period) {
		this.store.fail();
		budgetCharge(period).charge().subscribe((permit) -> {
		}, (failure) -> {
		});
		this.store.respond();
	}

	private BudgetCharge budgetCharge(PeriodSpending period) {
		return new BudgetCharge(List.of(period), PRICE, ESTIMATE, (changed) -> this.totals.add(changed.total()));
	}

	private PeriodSpending period(StoreFailurePolicy whenStoreFails) {
		return new PeriodSpending(BudgetPeriod.DAY, 1000, Instant.MAX, counter(whenStoreFails));
	}

	private SpendingCounter counter(StoreFailurePolicy whenStoreFails) {
		StoreGuard guard = new StoreGuard(whenStoreFails, () -> this.time.now(TimeUnit.NANOSECONDS), this.time,
				QuotaMeters.ofBudget(this.registry));
		return new RemoteSpendingCounter(BudgetPeriod.DAY.capacity(),
				new RemoteBucket(BucketStore.of(this.store), "day", BudgetPeriod.DAY::configuration), guard);
	}

	/** Return the total in the store, as another application instance reads it. */
	private long spent() {
		return counter(StoreFailurePolicy.REFUSE).charge(0, () -> {
		}).block();
	}

	private double refused() {
		return this.registry.find("qhaigc.quota.refused").counters().stream().mapToDouble(Counter::count).sum();
	}

}
