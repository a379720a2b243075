package net.qhaigc.springai.gemini.quota;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * What one request has charged to the periods of its tenant: its estimated cost, until
 * its cost is known.
 */
final class BudgetCharge implements RequestQuota.Permit {

	private final List<PeriodSpending> periods;

	private final ModelPrice price;

	private final long estimate;

	private final Consumer<PeriodSpending> changed;

	private volatile List<PeriodSpending> charged = List.of();

	private boolean immediate;

	private final AtomicBoolean ended = new AtomicBoolean();

	BudgetCharge(List<PeriodSpending> periods, ModelPrice price, long estimate, Consumer<PeriodSpending> changed) {
		this.periods = periods;
		this.price = price;
		this.estimate = estimate;
		this.changed = changed;
	}

	/** Charge the estimate as {@link #charge()}, to counters in memory. */
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

	/** Charge the estimate to all periods, or to none if one of them does not suffice. */
	Mono<RequestQuota.Permit> charge() {
		return Flux.fromIterable(this.periods)
			.concatMap(this::charge)
			.then(Mono.<RequestQuota.Permit>just(this))
			.doOnError((failure) -> cancel())
			.doOnCancel(this::cancel);
	}

	private Mono<Long> charge(PeriodSpending period) {
		return period.add(this.estimate).doOnNext((total) -> {
			charged(period);
			if (total > period.limit()) {
				throw exceeded(period, total);
			}
		});
	}

	/** It can be cancelled at the same time. */
	private synchronized void charged(PeriodSpending period) {
		List<PeriodSpending> more = new ArrayList<>(this.charged);
		more.add(period);
		this.charged = more;
	}

	private BudgetExceededException exceeded(PeriodSpending period, long total) {
		return BudgetExceeded.period(period, total - this.estimate, this.estimate, this.price.currency());
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
		if (this.ended.compareAndSet(false, true)) {
			for (PeriodSpending period : this.charged) {
				if (cost == this.estimate) {
					this.changed.accept(period);
				}
				else if (this.immediate) {
					period.addNow(cost - this.estimate);
					this.changed.accept(period);
				}
				else {
					period.add(cost - this.estimate).subscribe((total) -> this.changed.accept(period), (failure) -> {
					});
				}
			}
		}
	}

}
