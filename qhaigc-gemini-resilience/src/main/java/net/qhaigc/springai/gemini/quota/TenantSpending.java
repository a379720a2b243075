package net.qhaigc.springai.gemini.quota;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The current periods of one tenant.
 */
final class TenantSpending {

	private final @Nullable String key;

	private final Map<BudgetPeriod, Long> limits;

	private final Counters counters;

	private final Map<BudgetPeriod, PeriodSpending> current = new EnumMap<>(BudgetPeriod.class);

	TenantSpending(@Nullable String key, Map<BudgetPeriod, Long> limits, Counters counters) {
		this.key = key;
		this.limits = limits;
		this.counters = counters;
	}

	@Nullable String key() {
		return this.key;
	}

	/** Return the periods at a time, the shortest one first. */
	synchronized List<PeriodSpending> at(ZonedDateTime time) {
		Instant now = time.toInstant();
		List<PeriodSpending> periods = new ArrayList<>(this.limits.size());
		this.limits.forEach((period, limit) -> {
			PeriodSpending spending = this.current.get(period);
			if (spending == null || !now.isBefore(spending.end())) {
				ZonedDateTime start = period.start(time);
				spending = new PeriodSpending(period, limit, period.end(start).toInstant(),
						this.counters.create(this.key, period, start.toInstant()));
				this.current.put(period, spending);
			}
			periods.add(spending);
		});
		return periods;
	}

	/** Creates the counter of a period. */
	interface Counters {

		SpendingCounter create(@Nullable String key, BudgetPeriod period, Instant start);

	}

}
