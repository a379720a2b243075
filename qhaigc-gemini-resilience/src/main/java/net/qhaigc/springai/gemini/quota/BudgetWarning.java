package net.qhaigc.springai.gemini.quota;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.metadata.Cost;

/**
 * A warning that at least 80 % of the budget for a period, such as a day, has been spent.
 * It is emitted once for each tenant, period and instance of the application. With Spring
 * Boot, it is published as an application event.
 *
 * @param budget the name of the budget: the property that sets it
 * @param key the quota key of the tenant; null for requests without a quota key
 * @param limit the amount of the budget
 * @param spent the amount that has been spent in the period, including the estimated
 * costs of requests in progress
 * @param renewedAt when the budget is renewed
 */
public record BudgetWarning(String budget, @Nullable String key, Cost limit, Cost spent, Instant renewedAt) {

}
