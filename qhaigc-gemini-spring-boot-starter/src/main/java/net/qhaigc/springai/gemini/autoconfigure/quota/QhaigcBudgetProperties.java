package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.math.BigDecimal;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import net.qhaigc.springai.gemini.quota.BudgetLimits;

/**
 * Properties of the budget of the application, or of each tenant. The amounts are in the
 * currency of the prices; there is no limit by default.
 *
 * @param perRequest Maximum estimated cost of a request.
 * @param perMinute Maximum estimated cost of the requests in a minute.
 * @param perDay Maximum estimated cost of the requests in a day.
 * @param perMonth Maximum estimated cost of the requests in a month.
 * @param timeZone Time zone in which days and months begin.
 */
@ConfigurationProperties("qhaigc.budget")
public record QhaigcBudgetProperties(@Nullable BigDecimal perRequest, @Nullable BigDecimal perMinute,
		@Nullable BigDecimal perDay, @Nullable BigDecimal perMonth, @DefaultValue("UTC") ZoneId timeZone) {

	BudgetLimits toLimits() {
		return new BudgetLimits(this.perRequest, this.perMinute, this.perDay, this.perMonth, this.timeZone);
	}

}
