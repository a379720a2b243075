/**
 * Quotas for requests and tokens, and budgets for costs, in memory or shared by several
 * instances of an application.
 * {@link net.qhaigc.springai.gemini.quota.BucketRequestQuota} and
 * {@link net.qhaigc.springai.gemini.quota.CostBudget} are the entry points. All requests
 * for which a {@code QuotaKeyResolver} returns the same key belong to one tenant. A
 * {@code QuotaScope} contains the limits that the requests of a tenant share. A
 * {@code Reservation} is the quota that one request has acquired. {@code TenantSpending}
 * is what a tenant has spent, and a {@code BudgetCharge} is the cost that is charged for
 * one request.
 */
@NullMarked
package net.qhaigc.springai.gemini.quota;

import org.jspecify.annotations.NullMarked;
