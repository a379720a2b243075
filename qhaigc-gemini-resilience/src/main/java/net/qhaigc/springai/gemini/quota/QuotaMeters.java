package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.metadata.Cost;

/**
 * The metrics of a quota or a budget. The gauges describe only the requests without a
 * quota key, since gauges for every quota key could be too many. The counters for limits,
 * budgets and store failures are registered before they are incremented, so that a
 * monitoring system sees their first increment.
 */
final class QuotaMeters {

	static final String CONCURRENT_REQUESTS = "concurrent-requests";

	private final @Nullable MeterRegistry registry;

	private final Tags tags;

	private final @Nullable Timer wait;

	private QuotaMeters(@Nullable MeterRegistry registry, Tags tags, @Nullable Timer wait) {
		this.registry = registry;
		this.tags = tags;
		this.wait = wait;
	}

	/** Create the metrics of a quota; they do nothing if there is no registry. */
	static QuotaMeters ofQuota(@Nullable MeterRegistry registry, String quotaTag) {
		Tags tags = Tags.of("quota", quotaTag);
		return new QuotaMeters(registry, tags,
				(registry != null) ? Timer.builder("qhaigc.quota.wait")
					.description("Time that requests waited for quota")
					.tags(tags)
					.register(registry) : null);
	}

	/** Create the metrics of a budget; they do nothing if there is no registry. */
	static QuotaMeters ofBudget(@Nullable MeterRegistry registry) {
		return new QuotaMeters(registry, Tags.of("quota", "budget"), null);
	}

	/** Register the meters of each limit. */
	void registerLimits(QuotaScope scope) {
		if (this.registry == null) {
			return;
		}
		if (scope.slots() != null) {
			registerLimit(scope.slots(), Slots::available, CONCURRENT_REQUESTS, this.registry);
		}
		if (scope.requests() != null) {
			registerLimit(scope.requests(), TokenBucket::available, scope.requests().rate().name(), this.registry);
		}
		if (scope.tokens() != null) {
			registerLimit(scope.tokens(), TokenBucket::available, scope.tokens().rate().name(), this.registry);
		}
	}

	private <T> void registerLimit(T source, ToDoubleFunction<T> value, String limit, MeterRegistry registry) {
		Gauge.builder("qhaigc.quota.available", source, value)
			.description("Quota that requests can use immediately; negative while requests wait")
			.tags(this.tags)
			.tag("limit", limit)
			.register(registry);
		count("qhaigc.quota.refused", this.tags.and("limit", limit), 0);
	}

	/** Register the meters of a budget for a period. */
	void registerBudget(CostBudget budget, BudgetPeriod period, Cost limit) {
		if (this.registry != null) {
			Tags budgetTags = Tags.of("budget", period.property(), "currency", limit.currency());
			Gauge.builder("qhaigc.budget.limit", limit, (cost) -> cost.amount().doubleValue())
				.description("Amount of the budget")
				.tags(budgetTags)
				.strongReference(true)
				.register(this.registry);
			Gauge.builder("qhaigc.budget.spent", budget, (source) -> source.spent(period))
				.description("Amount spent in the current period")
				.tags(budgetTags)
				.register(this.registry);
			registerBudgetRefusals(period.property());
		}
	}

	/** Register the counter of requests that a budget refuses. */
	void registerBudgetRefusals(String budget) {
		count("qhaigc.budget.refused", Tags.of("budget", budget), 0);
	}

	/** Register the counter of the failures of a store. */
	void registerStoreFailures() {
		count("qhaigc.quota.store.failures", this.tags, 0);
	}

	void recordWait(long waitNanos) {
		if (this.wait != null) {
			this.wait.record(waitNanos, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Count a request that a quota refused.
	 * @param limit the exceeded limit, or {@code store} if the store failed
	 */
	void countQuotaRefusal(String limit) {
		count("qhaigc.quota.refused", this.tags.and("limit", limit), 1);
	}

	/** Count a request that a budget refused. */
	void countBudgetRefusal(String budget) {
		count("qhaigc.budget.refused", Tags.of("budget", budget), 1);
	}

	void countStoreFailure() {
		count("qhaigc.quota.store.failures", this.tags, 1);
	}

	private void count(String meter, Tags meterTags, int increment) {
		if (this.registry != null) {
			this.registry.counter(meter, meterTags).increment(increment);
		}
	}

}
