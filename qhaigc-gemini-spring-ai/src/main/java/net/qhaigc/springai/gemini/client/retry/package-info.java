/**
 * Decides when the requests of a client are sent, and retries them. The entry point is
 * {@link Retries}. Its limits are {@link RetrySettings}, and its {@link RetryRules}
 * contain the policy of the application. These public types are only for internal use.
 * <p>
 * Internally, {@code Admission} decides when requests are sent. It uses a
 * {@code Throttle}, which is the state that the requests of one API key and model share,
 * including their {@code RetryBudget} and {@code EarlyRetries}, and a
 * {@code ConcurrencyLimit}, which limits the number of requests in progress. A
 * {@code RetriedRequest} is a request with its retries, and {@code RetryExecution} is the
 * state of these retries.
 */
@NullMarked
package net.qhaigc.springai.gemini.client.retry;

import org.jspecify.annotations.NullMarked;
