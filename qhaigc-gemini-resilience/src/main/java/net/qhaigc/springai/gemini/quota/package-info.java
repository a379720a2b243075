/**
 * Quotas of requests and tokens, and budgets of costs, in memory or shared by several
 * instances of an application.
 * {@link net.qhaigc.springai.gemini.quota.BucketRequestQuota} and
 * {@link net.qhaigc.springai.gemini.quota.CostBudget} are the API. A {@code QuotaScope}
 * is what the requests of one key share, and a {@code Reservation} what one of them has
 * acquired. A {@code TenantSpending} is what the requests of one key have spent, and a
 * {@code BudgetCharge} what one of them has charged.
 */
@NullMarked
package net.qhaigc.springai.gemini.quota;

import org.jspecify.annotations.NullMarked;
