package net.qhaigc.springai.gemini.quota;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.TokenCounts;
import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.options.ModelPrice;

/**
 * The cost of one request, which is added to the amount that its tenant has spent in each
 * period (the current minute, day or month) that has a budget. The cost is an estimate
 * until the actual cost is known.
 */
final class BudgetCharge implements RequestQuota.Permit {

	private final List<PeriodCharge> charges;

	private final ModelPrice price;

	private final long estimate;

	BudgetCharge(List<PeriodSpending> periods, ModelPrice price, long estimate, Consumer<PeriodSpending> onChange) {
		this.charges = periods.stream().map((period) -> PeriodCharge.of(period, estimate, onChange)).toList();
		this.price = price;
		this.estimate = estimate;
	}

	/**
	 * Charge the estimate as {@link #charge()} does, but before this method returns. This
	 * requires counters in memory.
	 */
	void chargeNow() {
		for (PeriodCharge charge : this.charges) {
			long total = charge.period().addNow(this.estimate);
			charge.amount().markCounted();
			if (total > charge.period().limit()) {
				cancel();
				throw exceeded(charge.period(), total);
			}
		}
	}

	/**
	 * Charge the estimate to all periods, or to none of them if the budget of any period
	 * would be exceeded.
	 */
	Mono<RequestQuota.Permit> charge() {
		return Flux.fromIterable(this.charges)
			.concatMap(this::chargePeriod)
			.then(Mono.<RequestQuota.Permit>just(this))
			.doOnError((failure) -> cancel())
			.doOnCancel(this::cancel);
	}

	private Mono<Long> chargePeriod(PeriodCharge charge) {
		return charge.period().charge(this.estimate, charge.amount()::markCounted).doOnNext((total) -> {
			if (total > charge.period().limit()) {
				throw exceeded(charge.period(), total);
			}
		});
	}

	private BudgetExceededException exceeded(PeriodSpending period, long total) {
		return BudgetFailures.overPeriodBudget(period, total - this.estimate, this.estimate, this.price.currency());
	}

	@Override
	public void cancel() {
		settle(0);
	}

	@Override
	public void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits) {
		settle((tokens != null) ? actualCost(tokens) : this.estimate);
	}

	private long actualCost(TokenCounts tokens) {
		return Micros.of(this.price.amount(tokens.input(), tokens.cachedInput(), tokens.output()));
	}

	private void settle(long cost) {
		this.charges.forEach((charge) -> charge.amount().settle(cost, cost));
	}

	/**
	 * The amount that is charged to one period.
	 *
	 * @param period what the tenant has spent in the period
	 * @param amount the estimate, which is replaced with the actual cost
	 */
	private record PeriodCharge(PeriodSpending period, EstimatedAmount amount) {

		static PeriodCharge of(PeriodSpending period, long estimate, Consumer<PeriodSpending> onChange) {
			return new PeriodCharge(period, new EstimatedAmount(estimate,
					(difference) -> period.add(difference, () -> onChange.accept(period))));
		}

	}

}
