/**
 * The failures of a request. Users see two exceptions: {@link QhaigcTransientException},
 * and {@link QhaigcNonTransientException} with its subtype
 * {@link BudgetExceededException}. Both carry the {@linkplain GatewayProblem details}.
 * <p>
 * Two classes decide which of the two exceptions a failure becomes. They are for internal
 * use by the client only: {@link GatewayErrors} if there is a response, and
 * {@link TransportErrors} if there is none. The types of their parameters are public as
 * well: the {@link ResponseHead}, which is the status and the parsed headers of a
 * response, and the {@link StatusRules}, by which a user declares statuses transient or
 * permanent. A {@link Redactor} removes the API key from everything that the client
 * returns, throws or logs.
 */
@NullMarked
package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.NullMarked;
