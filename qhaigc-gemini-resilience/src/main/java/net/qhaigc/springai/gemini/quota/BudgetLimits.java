package net.qhaigc.springai.gemini.quota;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The limits of a budget, as amounts in the currency of the prices. Null means no limit.
 *
 * @param perRequest the maximum estimated cost of a request
 * @param perMinute the maximum estimated cost of the requests in a minute
 * @param perDay the maximum estimated cost of the requests in a day
 * @param perMonth the maximum estimated cost of the requests in a month
 * @param timeZone the time zone in which days and months begin
 */
public record BudgetLimits(@Nullable BigDecimal perRequest, @Nullable BigDecimal perMinute, @Nullable BigDecimal perDay,
		@Nullable BigDecimal perMonth, ZoneId timeZone) {

	/**
	 * Create limits.
	 * @throws IllegalArgumentException if an amount is negative or too large; the message
	 * contains the name of the configuration property
	 */
	public BudgetLimits {
		check("per-request", perRequest, Micros.MAX);
		check("per-minute", perMinute, BudgetPeriod.MINUTE.maxLimit());
		check("per-day", perDay, BudgetPeriod.DAY.maxLimit());
		check("per-month", perMonth, BudgetPeriod.MONTH.maxLimit());
	}

	private static void check(String name, @Nullable BigDecimal amount, BigDecimal max) {
		if (amount != null && (amount.signum() < 0 || amount.compareTo(max) > 0)) {
			throw new IllegalArgumentException("qhaigc.budget.%s must be from 0 to %s, but is %s".formatted(name,
					max.toPlainString(), amount.toPlainString()));
		}
	}

	/**
	 * Return whether there is no limit.
	 * @return true if each amount is null
	 */
	public boolean isEmpty() {
		return this.perRequest == null && byPeriod().isEmpty();
	}

	/** Return the limits of the periods that have a limit, the shortest period first. */
	Map<BudgetPeriod, BigDecimal> byPeriod() {
		Map<BudgetPeriod, BigDecimal> periods = new EnumMap<>(BudgetPeriod.class);
		add(BudgetPeriod.MINUTE, this.perMinute, periods);
		add(BudgetPeriod.DAY, this.perDay, periods);
		add(BudgetPeriod.MONTH, this.perMonth, periods);
		return periods;
	}

	private static void add(BudgetPeriod period, @Nullable BigDecimal amount, Map<BudgetPeriod, BigDecimal> periods) {
		if (amount != null) {
			periods.put(period, amount);
		}
	}

}
