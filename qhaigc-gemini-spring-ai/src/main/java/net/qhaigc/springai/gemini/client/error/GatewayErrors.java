package net.qhaigc.springai.gemini.client.error;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * Turns a response that is an error, or that cannot be used, into a transient or a
 * permanent failure. {@link TransportErrors} does the same with an exception of the
 * network, of the HTTP client or of an {@code ApiKey}.
 */
public final class GatewayErrors {

	private final ErrorClassifier classifier;

	/**
	 * Create an instance for one request.
	 * @param statusRules the statuses that the user declared transient or permanent
	 * @param model the requested model; null if the request has none
	 * @param keySource where the API key comes from, such as a property
	 * @param redaction removes the API key from a text
	 */
	public GatewayErrors(StatusRules statusRules, @Nullable String model, String keySource,
			UnaryOperator<String> redaction) {
		this.classifier = new ErrorClassifier(statusRules, model, keySource, redaction);
	}

	/**
	 * Return the failure of a request that cannot be sent.
	 * @param message what is wrong with the request
	 * @param cause the underlying failure, or null
	 * @return a permanent failure
	 */
	public static QhaigcNonTransientException invalidRequest(String message, @Nullable Throwable cause) {
		return new QhaigcNonTransientException(message, GatewayProblem.withoutResponse(null, message), cause);
	}

	/**
	 * Return the failure of a response, or of an event, that exceeds the maximum size.
	 * @param maxSize the maximum size, in bytes
	 * @return a permanent failure
	 */
	public static QhaigcNonTransientException responseTooLarge(long maxSize) {
		String message = "The gateway's response exceeds qhaigc.max-response-size (" + size(maxSize)
				+ "). Increase the limit, or request a shorter response";
		return new QhaigcNonTransientException(message, GatewayProblem.withoutResponse("response_too_large", message),
				null);
	}

	private static String size(long bytes) {
		DataSize size = DataSize.ofBytes(bytes);
		return DataSize.ofMegabytes(size.toMegabytes()).equals(size) ? size.toMegabytes() + " MB" : bytes + " bytes";
	}

	/**
	 * Return whether the gateway does not support {@code streamGenerateContent}. If the
	 * failure has one of Google's codes, such as {@code NOT_FOUND}, the gateway supports
	 * streaming, and the request failed for another reason.
	 * @param failure the failure of a streaming request
	 * @return true if the same request should be sent without streaming
	 */
	public static boolean isStreamingUnsupported(Throwable failure) {
		return failure instanceof GatewayFailure gatewayFailure
				&& StreamingSupport.isMissing(gatewayFailure.problem(), rule(failure));
	}

	/**
	 * Return whether the gateway does not serve the requested model, or the API key is
	 * {@linkplain #isModelNotAllowed not permitted} to use it.
	 * @param failure the failure of a request
	 * @return true if another model has to be requested
	 */
	public static boolean isModelNotServed(Throwable failure) {
		return rule(failure) == ErrorRule.MODEL_NOT_SERVED || isModelNotAllowed(failure);
	}

	/**
	 * Return whether the API key, or the group to which the gateway assigns the API key,
	 * is not permitted to use the requested model.
	 * @param failure the failure of a request
	 * @return true if another model has to be requested, or another API key used
	 */
	public static boolean isModelNotAllowed(Throwable failure) {
		return rule(failure) == ErrorRule.KEY_NOT_ALLOWED;
	}

	/**
	 * Return whether the account of the API key has credit, but less than the gateway
	 * reserves for the request.
	 * @param failure the failure of a request
	 * @return true if a shorter request can succeed
	 */
	public static boolean isReservationTooLarge(Throwable failure) {
		return rule(failure) == ErrorRule.RESERVATION_TOO_LARGE;
	}

	/**
	 * Return the failure of a request that is not sent because each API key was rejected
	 * or has reached its rate limit.
	 * @param source where the API keys come from
	 * @param remaining the time until one of the API keys can be used
	 * @param cause the failure of the last request, or null
	 * @return a transient failure
	 */
	public static QhaigcTransientException apiKeysLimited(String source, Duration remaining,
			@Nullable Throwable cause) {
		String message = "Each API key of %s was rejected by the gateway or has reached its rate limit. One of them is used again in %d s"
			.formatted(source, seconds(remaining));
		return new QhaigcTransientException(message, withRetryAfter("api_keys_limited", message, remaining), cause);
	}

	/**
	 * Return the failure of a request that is not sent because the gateway limits the
	 * rate of requests with the same API key and model.
	 * @param remaining the time until the rate limit ends
	 * @param cause the failure with which the gateway specified this time
	 * @return a transient failure
	 */
	public static QhaigcTransientException requestsPaused(Duration remaining, Throwable cause) {
		String message = "The gateway limits the rate of requests for another %d s, so the request was not sent"
			.formatted(seconds(remaining));
		return new QhaigcTransientException(message, withRetryAfter("requests_paused", message, remaining), cause);
	}

	/**
	 * Return the failure of a request that is not sent because all API keys were
	 * rejected.
	 * @param source where the API keys come from
	 * @param remaining the time until one of the API keys is tried again
	 * @return a permanent failure
	 */
	public static QhaigcNonTransientException apiKeysRejected(String source, Duration remaining) {
		String message = "The gateway rejected each API key of %s. Check them; one of them is tried again in %d s"
			.formatted(source, seconds(remaining));
		return new QhaigcNonTransientException(message, withRetryAfter("api_keys_rejected", message, remaining), null);
	}

	/** Return the seconds of a duration, rounded up. */
	private static long seconds(Duration duration) {
		return duration.plusMillis(999).toSeconds();
	}

	private static GatewayProblem withRetryAfter(String code, String message, Duration retryAfter) {
		return new GatewayProblem(0, code, null, message, null, retryAfter, null);
	}

	/**
	 * Return the maximum number of retries after a failure. A request is not sent again
	 * if the vendor has received it and may charge for it, or if a quota of the
	 * application rejected it.
	 * @param failure the failure of the request
	 * @return the maximum number; the retry policy can specify a lower one
	 */
	public static int maxRetries(QhaigcTransientException failure) {
		if (failure.problem().status() == 0 && GatewayProblem.QUOTA_EXCEEDED.equals(failure.problem().code())) {
			return 0;
		}
		return (failure.rule() != null) ? failure.rule().outcome().maxRetries() : Integer.MAX_VALUE;
	}

	private static @Nullable ErrorRule rule(Throwable failure) {
		if (failure instanceof QhaigcTransientException ex) {
			return ex.rule();
		}
		return (failure instanceof QhaigcNonTransientException ex) ? ex.rule() : null;
	}

	/**
	 * Add a sentence to the message of a permanent failure.
	 * @param failure the failure
	 * @param advice the sentence
	 * @return the failure with a longer message
	 */
	public static QhaigcNonTransientException withAdvice(QhaigcNonTransientException failure, String advice) {
		return new QhaigcNonTransientException(ErrorMessages.append(String.valueOf(failure.getMessage()), advice),
				failure.problem(), failure.getCause(), failure.rule());
	}

	/**
	 * Add to the message of a failure the reason why its request is not retried.
	 * @param failure the failure
	 * @param reason the reason, which names the property that prevents the retry
	 * @return a failure with a longer message, whose cause is the given failure
	 */
	public static QhaigcTransientException notRetried(QhaigcTransientException failure, String reason) {
		String message = ErrorMessages.append(String.valueOf(failure.getMessage()), "Not retried, since " + reason);
		return new QhaigcTransientException(message, failure.problem(), failure);
	}

	/**
	 * Return whether a response with a successful status, or an event, is an error.
	 * @param response the response or event
	 * @return true if there is an error in place of a response
	 */
	public static boolean isError(GenerateContentResponse response) {
		return ErrorReader.read(response) != null;
	}

	/**
	 * Return the failure of a response whose status is not successful.
	 * @param head the status and the headers
	 * @param body the body, or the beginning of a long one
	 * @return a transient or a permanent failure
	 */
	public RuntimeException forStatus(ResponseHead head, byte[] body) {
		byte[] utf8 = head.utf8(body);
		return this.classifier.failure(head, ErrorReader.read(utf8), new String(utf8, StandardCharsets.UTF_8));
	}

	/**
	 * Return the failure of a response or an event that {@linkplain #isError is an
	 * error}.
	 * @param head the status and the headers
	 * @param response the response or event
	 * @param json the JSON of the response or event, or the beginning of the JSON
	 * @return a transient or a permanent failure
	 */
	public RuntimeException forError(ResponseHead head, GenerateContentResponse response, String json) {
		return this.classifier.failure(head, ErrorReader.read(response), json);
	}

	/**
	 * Return the failure of a body that does not have the expected format. Such a body
	 * can be an error.
	 * @param head the status, which is successful, and the headers
	 * @param body the body
	 * @param message what is wrong with the body; not used if the body is an error
	 * @return a transient or a permanent failure
	 */
	public RuntimeException forUnreadableBody(ResponseHead head, byte[] body, String message) {
		ErrorEnvelope error = ErrorReader.read(body);
		String text = new String(body, 0, Math.min(body.length, ErrorClassifier.MAX_BODY_CHARS),
				StandardCharsets.UTF_8);
		return (error != null) ? this.classifier.failure(head, error, text)
				: forInvalidResponse(head, "malformed_response", message, text);
	}

	/**
	 * Return the failure of a response that is incomplete or cannot be read.
	 * @param head the status, which is successful, and the headers
	 * @param code the code of the problem
	 * @param message what is wrong with the response
	 * @param body the body, or the beginning of it
	 * @return a permanent failure for an HTML page and for a compressed body, and a
	 * transient one otherwise
	 */
	public RuntimeException forInvalidResponse(ResponseHead head, String code, String message, String body) {
		if (isHtml(body)) {
			return this.classifier.failure(head, null, body);
		}
		if (head.contentEncoding() != null) {
			return compressedResponse(head, head.contentEncoding());
		}
		return new QhaigcTransientException(message,
				GatewayProblem.of(head, code, message, this.classifier.excerpt(body)), null);
	}

	/**
	 * Return the failure of a stream that ended before the model had finished.
	 * @param head the status, which is successful, and the headers
	 * @param tail the text after the last event, which can be empty
	 * @return a transient failure, unless the response is compressed
	 */
	public RuntimeException forIncompleteStream(ResponseHead head, String tail) {
		String message = "The gateway's stream is incomplete: it ended before the model had finished";
		return (head.contentEncoding() != null) ? compressedResponse(head, head.contentEncoding())
				: new QhaigcTransientException(message,
						GatewayProblem.of(head, "incomplete_stream", message, this.classifier.excerpt(tail)), null);
	}

	private static QhaigcNonTransientException compressedResponse(ResponseHead head, String encoding) {
		String message = "The gateway's response is compressed (Content-Encoding: " + encoding
				+ "), and the HTTP connector does not decompress it. Disable compression in the gateway, or use the "
				+ "connector of Reactor Netty";
		return new QhaigcNonTransientException(message, GatewayProblem.of(head, "compressed_response", message, null),
				null);
	}

	private static boolean isHtml(String body) {
		return body.stripLeading().startsWith("<");
	}

}
