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
 * permanent failure. {@link TransportErrors} does so if there is no response.
 */
public final class GatewayErrors {

	private static final int MAX_BODY_CHARS = 4 * 1024;

	private final StatusRules statusRules;

	private final @Nullable String model;

	private final String keySource;

	private final UnaryOperator<String> redaction;

	/**
	 * Create an instance for one request.
	 * @param statusRules the statuses that the user declared transient or permanent
	 * @param model the requested model; null if the request has none
	 * @param keySource where the API key comes from, such as a property
	 * @param redaction removes the API key from a text
	 */
	public GatewayErrors(StatusRules statusRules, @Nullable String model, String keySource,
			UnaryOperator<String> redaction) {
		this.statusRules = statusRules;
		this.model = model;
		this.keySource = keySource;
		this.redaction = redaction;
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
	 * Whether the gateway does not support {@code streamGenerateContent}. Google's own
	 * codes, such as {@code NOT_FOUND}, mean that it does not know the model.
	 * @param failure the failure of a streaming request
	 * @return true if the same request should be sent without streaming
	 */
	public static boolean isStreamingUnsupported(Throwable failure) {
		GatewayProblem problem = (failure instanceof QhaigcNonTransientException ex) ? ex.problem() : null;
		return problem != null && (problem.status() == 404 || problem.status() == 405)
				&& (problem.code() == null || !problem.code().matches("[A-Z_]+"));
	}

	/**
	 * Whether a response with a successful status, or an event, is an error.
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
	public RuntimeException ofStatus(ResponseHead head, byte[] body) {
		return failure(head, head.status(), ErrorReader.read(body), new String(body, StandardCharsets.UTF_8));
	}

	/**
	 * Return the failure of a response or an event that {@linkplain #isError is an
	 * error}.
	 * @param head the status and the headers
	 * @param response the response or event
	 * @param json its JSON, or the beginning of it
	 * @return a transient or a permanent failure
	 */
	public RuntimeException ofError(ResponseHead head, GenerateContentResponse response, String json) {
		return ofSuccess(head, ErrorReader.read(response), json);
	}

	/**
	 * Return the failure of a body that is not a response: an error in another format, or
	 * data that cannot be read.
	 * @param head the status, which is successful, and the headers
	 * @param body the body
	 * @param message what is wrong with the body; not used if it is an error
	 * @return a transient or a permanent failure
	 */
	public RuntimeException ofUnreadableBody(ResponseHead head, byte[] body, String message) {
		ErrorEnvelope error = ErrorReader.read(body);
		String text = new String(body, 0, Math.min(body.length, MAX_BODY_CHARS), StandardCharsets.UTF_8);
		return (error != null) ? ofSuccess(head, error, text)
				: ofInvalidResponse(head, "malformed_response", message, text);
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
	public RuntimeException ofInvalidResponse(ResponseHead head, String code, String message, String body) {
		if (isHtml(body)) {
			return failure(head, head.status(), null, body);
		}
		if (head.contentEncoding() != null) {
			return compressed(head, head.contentEncoding());
		}
		return new QhaigcTransientException(message, GatewayProblem.of(head, code, message, excerpt(body)), null);
	}

	private static QhaigcNonTransientException compressed(ResponseHead head, String encoding) {
		String message = "The gateway's response is compressed (Content-Encoding: " + encoding
				+ "), and the HTTP connector does not decompress it. Disable compression in the gateway, or use the "
				+ "connector of Reactor Netty";
		return new QhaigcNonTransientException(message, GatewayProblem.of(head, "compressed_response", message, null),
				null);
	}

	private RuntimeException ofSuccess(ResponseHead head, @Nullable ErrorEnvelope error, String json) {
		int status = (error != null) ? ErrorCodes.status(error, head.status()) : head.status();
		return failure(head, status, error, json);
	}

	private RuntimeException failure(ResponseHead head, int status, @Nullable ErrorEnvelope error, String body) {
		Duration retryAfter = RetryHints.max(head.retryAfter(), error);
		GatewayProblem problem = new GatewayProblem(status, redact(error != null ? error.code() : null),
				redact(error != null ? error.type() : null), redact(error != null ? error.message() : null),
				head.requestId(), retryAfter, excerpt(body));
		boolean html = (error == null && isHtml(body));
		String message = new ErrorMessages(this.model, this.keySource).message(problem, error, html,
				this.redaction.apply(String.valueOf(head.location())));
		boolean isTransient = isTransient(status, error, retryAfter) && !(html && status < 300);
		return isTransient ? new QhaigcTransientException(message, problem, null)
				: new QhaigcNonTransientException(message, problem, null);
	}

	private boolean isTransient(int status, @Nullable ErrorEnvelope error, @Nullable Duration retryAfter) {
		Boolean override = this.statusRules.override(status);
		if (override != null) {
			return override;
		}
		if (retryAfter != null) {
			return true;
		}
		if (error != null && (ErrorCodes.isPermanent(error) || ErrorDetails.isDailyQuota(error))) {
			return false;
		}
		return StatusRules.isTransient(status);
	}

	private static boolean isHtml(String body) {
		return body.stripLeading().startsWith("<");
	}

	/** Redacts before it truncates, so that no part of the API key remains. */
	private @Nullable String excerpt(String body) {
		String redacted = this.redaction.apply(body);
		return redacted.isBlank() ? null : redacted.substring(0, Math.min(redacted.length(), MAX_BODY_CHARS));
	}

	private @Nullable String redact(@Nullable String text) {
		return (text != null) ? this.redaction.apply(text) : null;
	}

}
