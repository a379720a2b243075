package net.qhaigc.springai.gemini.quota;

import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one tenant has spent in the current minute, day and month. Only periods that have
 * a limit are included. The requests without a quota key count as one tenant, whose key
 * is null.
 */
final class TenantSpending {

	private final @Nullable String key;

	private final Map<BudgetPeriod, Long> limits;

	private final CounterFactory counters;

	private final Map<BudgetPeriod, PeriodSpending> byPeriod = new EnumMap<>(BudgetPeriod.class);

	private volatile Periods cached = new Periods(List.of(), Long.MIN_VALUE);

	TenantSpending(@Nullable String key, Map<BudgetPeriod, Long> limits, CounterFactory counters) {
		this.key = key;
		this.limits = limits;
		this.counters = counters;
	}

	@Nullable String key() {
		return this.key;
	}

	/**
	 * Return the spending in each period that is current according to the clock, the
	 * shortest period first.
	 */
	List<PeriodSpending> periodsAt(Clock clock) {
		Periods cached = this.cached;
		return (clock.millis() < cached.firstEnd()) ? cached.periods() : periodsAt(ZonedDateTime.now(clock));
	}

	private synchronized List<PeriodSpending> periodsAt(ZonedDateTime time) {
		Instant now = time.toInstant();
		List<PeriodSpending> periods = new ArrayList<>(this.limits.size());
		this.limits.forEach((period, limit) -> {
			PeriodSpending spending = this.byPeriod.get(period);
			if (spending == null || !now.isBefore(spending.end())) {
				ZonedDateTime start = period.start(time);
				spending = new PeriodSpending(period, limit, period.end(start).toInstant(),
						this.counters.create(this.key, period, start.toInstant()));
				this.byPeriod.put(period, spending);
			}
			periods.add(spending);
		});
		this.cached = Periods.of(periods);
		return periods;
	}

	/**
	 * The spending in the current periods, used until the first of the periods ends.
	 *
	 * @param periods the spending in each period
	 * @param firstEnd when the first of the periods ends, in milliseconds since the epoch
	 */
	private record Periods(List<PeriodSpending> periods, long firstEnd) {

		private static Periods of(List<PeriodSpending> periods) {
			return new Periods(periods,
					periods.stream().mapToLong((period) -> period.end().toEpochMilli()).min().orElse(Long.MAX_VALUE));
		}

	}

	/** Creates the counter of a period. */
	interface CounterFactory {

		SpendingCounter create(@Nullable String key, BudgetPeriod period, Instant start);

	}

}
