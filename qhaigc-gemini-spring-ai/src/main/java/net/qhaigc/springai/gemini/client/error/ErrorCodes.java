package net.qhaigc.springai.gemini.client.error;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * The error codes and error types that the gateway, Google and OpenAI use.
 */
final class ErrorCodes {

	/** Codes and types of permanent failures, whatever the HTTP status. */
	private static final Set<String> PERMANENT_CODES = Set.of("invalid_api_key", "api_key_invalid",
			"authentication_error", "unauthenticated", "permission_error", "permission_denied", "account_deactivated",
			"insufficient_quota", "insufficient_user_quota", "insufficient_balance", "insufficient_credits",
			"content_filter", "content_policy_violation", "prohibited_content", "sensitive_words_detected",
			"model_not_found", "not_found_error", "not_found", "invalid_argument", "failed_precondition");

	/** The HTTP status of each code and type, for errors that have no status. */
	private static final Map<String, Integer> STATUS = Map.ofEntries(Map.entry("invalid_argument", 400),
			Map.entry("failed_precondition", 400), Map.entry("out_of_range", 400),
			Map.entry("invalid_request_error", 400), Map.entry("unauthenticated", 401),
			Map.entry("invalid_api_key", 401), Map.entry("authentication_error", 401),
			Map.entry("permission_denied", 403), Map.entry("permission_error", 403), Map.entry("not_found", 404),
			Map.entry("not_found_error", 404), Map.entry("model_not_found", 404), Map.entry("aborted", 409),
			Map.entry("resource_exhausted", 429), Map.entry("rate_limit_exceeded", 429),
			Map.entry("rate_limit_error", 429), Map.entry("cancelled", 499), Map.entry("internal", 500),
			Map.entry("server_error", 500), Map.entry("unavailable", 503), Map.entry("overloaded_error", 503),
			Map.entry("deadline_exceeded", 504));

	private ErrorCodes() {
	}

	/** Whether the code or the type of the error is one of a permanent failure. */
	static boolean isPermanent(ErrorEnvelope error) {
		return isPermanent(error.code()) || isPermanent(error.type()) || isInvalidApiKey(error);
	}

	private static boolean isPermanent(@Nullable String code) {
		return code != null && (PERMANENT_CODES.contains(lower(code)) || lower(code).startsWith("billing_"));
	}

	static boolean isInvalidApiKey(ErrorEnvelope error) {
		return "invalid_api_key".equals(error.code()) || ErrorDetails.isInvalidApiKey(error);
	}

	/** Whether a code says that the account has insufficient credit. */
	static boolean isBillingError(@Nullable String code) {
		return code != null && (lower(code).startsWith("insufficient_") || lower(code).startsWith("billing_"));
	}

	/**
	 * Return the status of an error that was received in a response with a successful
	 * status.
	 * @param error the error
	 * @param responseStatus the status of the response, for an error that has none
	 */
	static int status(ErrorEnvelope error, int responseStatus) {
		if (error.status() != null && error.status() >= 400 && error.status() < 600) {
			return error.status();
		}
		return status(error.code(), status(error.type(), responseStatus));
	}

	private static int status(@Nullable String code, int otherwise) {
		return (code != null) ? STATUS.getOrDefault(lower(code), otherwise) : otherwise;
	}

	private static String lower(String code) {
		return code.toLowerCase(Locale.ROOT);
	}

}
