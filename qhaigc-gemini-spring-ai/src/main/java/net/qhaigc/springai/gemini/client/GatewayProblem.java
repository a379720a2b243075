package net.qhaigc.springai.gemini.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a failure.
 *
 * @param status the HTTP status; 0 if there was no answer
 * @param code the gateway's or Google's code, such as {@code rate_limit_exceeded} or
 * {@code RESOURCE_EXHAUSTED}; null if it gave none
 * @param type the type that OpenAI-form errors have; null if there was none
 * @param message the gateway's own words, for people; null if it gave none
 * @param requestId the gateway's id of the request; null if it gave none
 * @param retryAfter how long the gateway asks to wait; null if it did not say
 * @param body the first 4 KB of the answer's body, without the key; null if there was
 * none
 */
public record GatewayProblem(int status, @Nullable String code, @Nullable String type, @Nullable String message,
		@Nullable String requestId, @Nullable Duration retryAfter, @Nullable String body) {

}
