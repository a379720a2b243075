/**
 * Quotas for requests and tokens, and budgets for costs, in memory or shared by several
 * instances of an application.
 * {@link net.qhaigc.springai.gemini.quota.BucketRequestQuota} and
 * {@link net.qhaigc.springai.gemini.quota.CostBudget} are the API. A tenant is all
 * requests with the same key of a {@code QuotaKeyResolver}. A {@code QuotaScope} contains
 * the limits that the requests of a tenant share, and a {@code Reservation} the quota
 * that one request has acquired. {@code TenantSpending} is what a tenant has spent, and a
 * {@code BudgetCharge} what one request has charged.
 */
@NullMarked
package net.qhaigc.springai.gemini.quota;

import org.jspecify.annotations.NullMarked;
