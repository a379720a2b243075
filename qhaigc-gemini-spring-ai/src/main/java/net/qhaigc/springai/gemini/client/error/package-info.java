/**
 * The failures of a request. Users see two exceptions: {@link QhaigcTransientException},
 * and {@link QhaigcNonTransientException} with its subtype
 * {@link BudgetExceededException}. Both carry the {@linkplain GatewayProblem details}.
 * <p>
 * Two classes decide which of the two exceptions a failure becomes: {@link GatewayErrors}
 * if a response is an error or cannot be used, and {@link TransportErrors} if the network
 * fails, or the HTTP client or an {@code ApiKey} throws an exception. Both classes are
 * public, but only for internal use. The types of their parameters are public too: the
 * {@link ResponseHead}, which is the status and the parsed headers of a response, and the
 * {@link StatusRules}, which contain the statuses that a user has declared transient or
 * permanent. A {@link Redactor} removes the API key from everything that the client
 * returns, throws or logs.
 */
@NullMarked
package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.NullMarked;
