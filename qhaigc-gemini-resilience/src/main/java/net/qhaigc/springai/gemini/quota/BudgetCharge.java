package net.qhaigc.springai.gemini.quota;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.cost.ModelPrice;
import net.qhaigc.springai.gemini.cost.TokenCounts;

/**
 * The cost that one request has charged to the periods of its tenant: an estimate, until
 * the actual cost is known.
 */
final class BudgetCharge implements RequestQuota.Permit {

	private final List<PeriodSpending> periods;

	private final ModelPrice price;

	private final long estimate;

	private final Consumer<PeriodSpending> changed;

	/** The periods to which the estimate is charged. */
	private volatile List<PeriodSpending> charged = List.of();

	/** The periods to which nothing is charged yet, since the store was not available. */
	private List<PeriodSpending> missed = List.of();

	private boolean immediate;

	private boolean ended;

	BudgetCharge(List<PeriodSpending> periods, ModelPrice price, long estimate, Consumer<PeriodSpending> changed) {
		this.periods = periods;
		this.price = price;
		this.estimate = estimate;
		this.changed = changed;
	}

	/** Charge the estimate like {@link #charge()}, but at once, to counters in memory. */
	void chargeNow() {
		this.immediate = true;
		this.charged = this.periods;
		for (int i = 0; i < this.periods.size(); i++) {
			PeriodSpending period = this.periods.get(i);
			long total = period.addNow(this.estimate);
			if (total > period.limit()) {
				this.charged = this.periods.subList(0, i + 1);
				cancel();
				throw exceeded(period, total);
			}
		}
	}

	/** Charge the estimate to all periods, or to none if it exceeds the limit of one. */
	Mono<RequestQuota.Permit> charge() {
		return Flux.fromIterable(this.periods)
			.concatMap(this::charge)
			.then(Mono.<RequestQuota.Permit>just(this))
			.doOnError((failure) -> cancel())
			.doOnCancel(this::cancel);
	}

	/**
	 * A store may charge the estimate even if the request is cancelled before the store
	 * responds, so the response is awaited in any case.
	 */
	private Mono<Long> charge(PeriodSpending period) {
		return Mono
			.defer(() -> Mono
				.fromFuture(period.charge(this.estimate).doOnNext((total) -> charged(period, total)).toFuture(), true))
			.doOnNext((total) -> {
				if (total > period.limit()) {
					throw exceeded(period, total);
				}
			});
	}

	private void charged(PeriodSpending period, long total) {
		boolean missed = total == 0;
		if (!isInProgress(period, missed) && !missed) {
			settle(period, -this.estimate);
		}
	}

	/** Remember what is to be settled, unless the request has been cancelled. */
	private synchronized boolean isInProgress(PeriodSpending period, boolean missed) {
		if (this.ended) {
			return false;
		}
		List<PeriodSpending> more = new ArrayList<>(missed ? this.missed : this.charged);
		more.add(period);
		if (missed) {
			this.missed = more;
		}
		else {
			this.charged = more;
		}
		return true;
	}

	private BudgetExceededException exceeded(PeriodSpending period, long total) {
		return BudgetFailures.period(period, total - this.estimate, this.estimate, this.price.currency());
	}

	@Override
	public void cancel() {
		settle(0);
	}

	@Override
	public void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits) {
		settle((tokens != null) ? Micros.of(this.price.cost(tokens).amount()) : this.estimate);
	}

	private void settle(long cost) {
		if (end()) {
			this.charged.forEach((period) -> settle(period, cost - this.estimate));
			this.missed.forEach((period) -> settle(period, cost));
		}
	}

	private synchronized boolean end() {
		boolean first = !this.ended;
		this.ended = true;
		return first;
	}

	private void settle(PeriodSpending period, long difference) {
		if (difference == 0) {
			this.changed.accept(period);
		}
		else if (this.immediate) {
			period.addNow(difference);
			this.changed.accept(period);
		}
		else {
			period.add(difference).subscribe((total) -> this.changed.accept(period), (failure) -> {
			});
		}
	}

}
