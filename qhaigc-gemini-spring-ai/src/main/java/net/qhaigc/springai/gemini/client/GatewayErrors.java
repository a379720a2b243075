package net.qhaigc.springai.gemini.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * Turns what went wrong in one attempt into one of the two exceptions. The one place that
 * decides what may pass by itself, and says what to do where it may not.
 */
final class GatewayErrors {

	/** How much of an answer's body is read for an error. */
	static final int READ_LIMIT = 256 * 1024;

	private static final int BODY_LIMIT = 4 * 1024;

	/** Codes and types that no retry will change, whatever the status beside them. */
	private static final Set<String> PERMANENT_CODES = Set.of("invalid_api_key", "api_key_invalid",
			"authentication_error", "unauthenticated", "permission_error", "permission_denied", "account_deactivated",
			"insufficient_quota", "insufficient_user_quota", "insufficient_balance", "insufficient_credits",
			"content_filter", "content_policy_violation", "prohibited_content", "sensitive_words_detected",
			"model_not_found", "not_found_error", "not_found", "invalid_argument", "failed_precondition");

	/** The status that a word stands for, where an error came without one. */
	private static final Map<String, Integer> STATUS_OF_WORD = Map.ofEntries(Map.entry("invalid_argument", 400),
			Map.entry("failed_precondition", 400), Map.entry("out_of_range", 400),
			Map.entry("invalid_request_error", 400), Map.entry("unauthenticated", 401),
			Map.entry("invalid_api_key", 401), Map.entry("authentication_error", 401),
			Map.entry("permission_denied", 403), Map.entry("permission_error", 403), Map.entry("not_found", 404),
			Map.entry("not_found_error", 404), Map.entry("model_not_found", 404), Map.entry("aborted", 409),
			Map.entry("resource_exhausted", 429), Map.entry("rate_limit_exceeded", 429),
			Map.entry("rate_limit_error", 429), Map.entry("cancelled", 499), Map.entry("internal", 500),
			Map.entry("server_error", 500), Map.entry("unavailable", 503), Map.entry("overloaded_error", 503),
			Map.entry("deadline_exceeded", 504));

	private final StatusRules rules;

	private final @Nullable String model;

	private final Secret secret;

	GatewayErrors(StatusRules rules, @Nullable String model, Secret secret) {
		this.rules = rules;
		this.model = model;
		this.secret = secret;
	}

	/** A request that cannot be sent. */
	static QhaigcNonTransientException badRequest(String message, @Nullable Throwable cause) {
		return new QhaigcNonTransientException(message, new GatewayProblem(0, null, null, message, null, null, null),
				cause);
	}

	/** An answer or an event that is larger than is let in. */
	static QhaigcNonTransientException tooLarge(long limit) {
		String message = "The gateway's answer is larger than qhaigc.max-response-size (" + size(limit)
				+ "): raise it, or ask for less";
		return new QhaigcNonTransientException(message, TransportErrors.problem("response_too_large", message), null);
	}

	private static String size(long bytes) {
		DataSize size = DataSize.ofBytes(bytes);
		return DataSize.ofMegabytes(size.toMegabytes()).equals(size) ? size.toMegabytes() + " MB" : bytes + " bytes";
	}

	/** A gateway that does not know streaming says so without Google's own words. */
	static boolean isStreamingUnknown(Throwable failure) {
		GatewayProblem problem = (failure instanceof QhaigcNonTransientException ex) ? ex.problem() : null;
		return problem != null && (problem.status() == 404 || problem.status() == 405)
				&& (problem.code() == null || !problem.code().matches("[A-Z_]+"));
	}

	/** An answer with a status that is no success. */
	RuntimeException ofAnswer(ResponseHead head, byte[] body) {
		return of(head, head.status(), ErrorReader.read(body), new String(body, StandardCharsets.UTF_8));
	}

	/** An error in the place of an answer or of an event. */
	RuntimeException ofEvent(ResponseHead head, ErrorEnvelope error, String json) {
		return of(head, ownStatus(error, head.status()), error, json);
	}

	/** An answer that lacks what it must have, or cannot be read. */
	RuntimeException ofBrokenAnswer(ResponseHead head, String code, String message, String body) {
		if (isHtml(body)) {
			return of(head, head.status(), null, body);
		}
		String compression = head.compression();
		if (compression != null) {
			return compressed(head, compression);
		}
		GatewayProblem problem = new GatewayProblem(head.status(), code, null, message, head.requestId(), null,
				cut(body));
		return new QhaigcTransientException(message, problem, null);
	}

	private static QhaigcNonTransientException compressed(ResponseHead head, String compression) {
		String message = "The gateway compressed its answer (Content-Encoding: " + compression
				+ "), and the HTTP connector does not undo that: keep the gateway from it, or take Reactor Netty's connector";
		return new QhaigcNonTransientException(message,
				new GatewayProblem(head.status(), "compressed_response", null, message, head.requestId(), null, null),
				null);
	}

	private RuntimeException of(ResponseHead head, int status, @Nullable ErrorEnvelope error, String body) {
		Duration retryAfter = RetryHints.read(head.headers(), error);
		GatewayProblem problem = new GatewayProblem(status, hide(error != null ? error.code() : null),
				hide(error != null ? error.type() : null), hide(error != null ? error.message() : null),
				head.requestId(), retryAfter, cut(body));
		boolean page = (error == null && isHtml(body));
		String message = ErrorMessages.message(problem, error, this.model, page,
				this.secret.hide(String.valueOf(head.headers().getFirst(HttpHeaders.LOCATION))));
		boolean passes = isTransient(status, error, retryAfter) && !(page && status < 300);
		return passes ? new QhaigcTransientException(message, problem, null)
				: new QhaigcNonTransientException(message, problem, null);
	}

	private boolean isTransient(int status, @Nullable ErrorEnvelope error, @Nullable Duration retryAfter) {
		Boolean override = this.rules.override(status);
		if (override != null) {
			return override;
		}
		if (retryAfter != null) {
			return true;
		}
		if (error != null && (isLasting(error) || isDailyQuota(error))) {
			return false;
		}
		return StatusRules.isTransient(status);
	}

	/** Google answers 400 to a key that it does not know. */
	static boolean isInvalidKey(ErrorEnvelope error) {
		return "invalid_api_key".equals(error.code()) || RetryHints.ofType(error, "ErrorInfo")
			.stream()
			.anyMatch((info) -> "API_KEY_INVALID".equals(info.get("reason")));
	}

	private static boolean isLasting(ErrorEnvelope error) {
		return isLasting(error.code()) || isLasting(error.type()) || isInvalidKey(error);
	}

	private static boolean isLasting(@Nullable String word) {
		return word != null && (PERMANENT_CODES.contains(lower(word)) || lower(word).startsWith("billing_"));
	}

	private static boolean isDailyQuota(ErrorEnvelope error) {
		return RetryHints.ofType(error, "QuotaFailure")
			.stream()
			.map((failure) -> failure.get("violations"))
			.filter(List.class::isInstance)
			.flatMap((violations) -> ((List<?>) violations).stream())
			.anyMatch((violation) -> violation instanceof Map<?, ?> map
					&& String.valueOf(map.get("quotaId")).contains("PerDay"));
	}

	/** The status of an error that came inside an answer with a status of success. */
	private static int ownStatus(ErrorEnvelope error, int status) {
		if (error.status() != null && error.status() >= 400 && error.status() < 600) {
			return error.status();
		}
		int ofType = statusOf(error.type(), status);
		return statusOf(error.code(), ofType);
	}

	private static int statusOf(@Nullable String word, int otherwise) {
		return (word != null) ? STATUS_OF_WORD.getOrDefault(lower(word), otherwise) : otherwise;
	}

	private static boolean isHtml(String body) {
		return body.stripLeading().startsWith("<");
	}

	private @Nullable String cut(String body) {
		String hidden = this.secret.hide(body);
		return hidden.isBlank() ? null : hidden.substring(0, Math.min(hidden.length(), BODY_LIMIT));
	}

	private @Nullable String hide(@Nullable String text) {
		return (text != null) ? this.secret.hide(text) : null;
	}

	private static String lower(String word) {
		return word.toLowerCase(Locale.ROOT);
	}

}
