package net.qhaigc.springai.gemini.client.error;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * The HTTP statuses of the error codes and error types that the gateway, Google and
 * OpenAI use.
 */
final class ErrorCodes {

	/**
	 * The HTTP status of each code and type, which is used if a successful response
	 * contains an error without a status.
	 */
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

	/**
	 * Return the HTTP status of an error. An HTTP status in the body of the error takes
	 * precedence over the status of the response, since gateways such as new-api can
	 * return a failure of the vendor with a status other than the vendor's. The error
	 * code and the error type are used only if the response is successful and its body
	 * contains no status.
	 * @param error the error; null if the response has none
	 * @param responseStatus the status of the response
	 */
	static int status(@Nullable ErrorEnvelope error, int responseStatus) {
		if (error == null) {
			return responseStatus;
		}
		if (error.status() != null && error.status() >= 400 && error.status() < 600) {
			return error.status();
		}
		boolean isSuccessful = responseStatus >= 200 && responseStatus < 300;
		return isSuccessful ? status(error.code(), status(error.type(), responseStatus)) : responseStatus;
	}

	private static int status(@Nullable String codeOrType, int defaultStatus) {
		return (codeOrType != null) ? STATUS.getOrDefault(codeOrType.toLowerCase(Locale.ROOT), defaultStatus)
				: defaultStatus;
	}

}
