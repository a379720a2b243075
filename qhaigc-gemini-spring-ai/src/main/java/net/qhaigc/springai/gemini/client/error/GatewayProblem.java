package net.qhaigc.springai.gemini.client.error;

import java.io.Serializable;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The details of a failure. None of them contains the API key.
 *
 * @param status the HTTP status that the error in the body of the response specifies,
 * otherwise the status of the response; 0 if there is no response, or if receiving the
 * response failed
 * @param code the error code of the gateway or of Google, such as
 * {@code rate_limit_exceeded} or {@code RESOURCE_EXHAUSTED}, or a code of this library,
 * such as {@code connect_timeout}; null if there is none
 * @param type the {@code error.type} of an error in OpenAI's format; null if there was
 * none
 * @param message the message of the gateway or, for a failure that this library detected,
 * the message of the exception; null if there is none
 * @param requestId the gateway's ID of the request; null if there was none
 * @param retryAfter the delay that the gateway requested before a retry; null if it did
 * not request one
 * @param body the first 4,096 characters of the response's body; null if it had none
 * @param partialResponse the received part of a long response, if the request for the
 * next part failed: JSON in Google's format, with the {@code continuationToken} of the
 * candidate; null for other failures
 */
public record GatewayProblem(int status, @Nullable String code, @Nullable String type, @Nullable String message,
		@Nullable String requestId, @Nullable Duration retryAfter, @Nullable String body,
		@Nullable String partialResponse) implements Serializable {

	/**
	 * The code of the failure if a quota of the application rejected the request. The
	 * status is 0, and the request is not retried.
	 */
	public static final String QUOTA_EXCEEDED = "quota_exceeded";

	/**
	 * Create the details of a failure without a partial response.
	 * @param status the HTTP status; 0 if there is none
	 * @param code the error code, or null
	 * @param type the type of an error in OpenAI's format, or null
	 * @param message the message of the gateway, or null
	 * @param requestId the gateway's ID of the request, or null
	 * @param retryAfter the delay that the gateway requested before a retry, or null
	 * @param body the beginning of the response's body, or null
	 */
	public GatewayProblem(int status, @Nullable String code, @Nullable String type, @Nullable String message,
			@Nullable String requestId, @Nullable Duration retryAfter, @Nullable String body) {
		this(status, code, type, message, requestId, retryAfter, body, null);
	}

	/**
	 * Return these details with a partial response.
	 * @param partialResponse the part of the response that was received before the
	 * failure, as JSON
	 * @return the details
	 */
	public GatewayProblem withPartialResponse(String partialResponse) {
		return new GatewayProblem(this.status, this.code, this.type, this.message, this.requestId, this.retryAfter,
				this.body, partialResponse);
	}

	/** Return the details of a failure without a response. */
	static GatewayProblem withoutResponse(@Nullable String code, String message) {
		return new GatewayProblem(0, code, null, message, null, null, null);
	}

	/** Return these details without the API key. */
	GatewayProblem redact(Redactor redactor) {
		return new GatewayProblem(this.status, redactor.redactNullable(this.code), redactor.redactNullable(this.type),
				redactor.redactNullable(this.message), redactor.redactNullable(this.requestId), this.retryAfter,
				redactor.redactNullable(this.body), redactor.redactNullable(this.partialResponse));
	}

	/** Return the details of a failure that this library detected in a response. */
	static GatewayProblem of(ResponseHead head, String code, String message, @Nullable String body) {
		return new GatewayProblem(head.status(), code, null, message, head.requestId(), null, body);
	}

}
