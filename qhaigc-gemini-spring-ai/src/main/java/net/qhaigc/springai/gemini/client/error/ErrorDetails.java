package net.qhaigc.springai.gemini.client.error;

import java.util.List;
import java.util.Map;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * Reads the {@code details} of an error in Google's format, which are Protobuf messages
 * of the package {@code google.rpc}.
 */
final class ErrorDetails {

	private ErrorDetails() {
	}

	/** Return the details of a given type, such as {@code RetryInfo}. */
	static List<Map<String, Object>> ofType(ErrorEnvelope error, String type) {
		return error.details()
			.stream()
			.filter((detail) -> String.valueOf(detail.get("@type")).endsWith("." + type))
			.toList();
	}

	/** Whether a daily quota is exhausted. */
	static boolean isDailyQuotaExhausted(ErrorEnvelope error) {
		return ofType(error, "QuotaFailure").stream()
			.map((failure) -> failure.get("violations"))
			.filter(List.class::isInstance)
			.flatMap((violations) -> ((List<?>) violations).stream())
			.anyMatch((violation) -> violation instanceof Map<?, ?> map
					&& String.valueOf(map.get("quotaId")).contains("PerDay"));
	}

}
