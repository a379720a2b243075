package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An error in any of the supported formats: Google's, OpenAI's, or a plain message.
 *
 * @param status the HTTP status in the error itself; null if absent
 * @param code OpenAI's {@code code} or Google's {@code status}; null if absent
 * @param type OpenAI's {@code type}; null if absent
 * @param param OpenAI's {@code param}, in which relays such as new-api send the status of
 * the vendor's response; null if absent
 * @param message the description; null if absent
 * @param details Google's {@code details}, each with an {@code @type}
 */
public record ErrorEnvelope(@Nullable Integer status, @Nullable String code, @Nullable String type,
		@Nullable String param, @Nullable String message, List<Map<String, Object>> details) {

	public ErrorEnvelope {
		details = List.copyOf(details);
	}

	/**
	 * Return an error without {@code type}, {@code param} and {@code details}.
	 * @param status the HTTP status in the error itself; null if absent
	 * @param code the error code; null if absent
	 * @param message a human-readable description
	 * @return the error
	 */
	public static ErrorEnvelope of(@Nullable Integer status, @Nullable String code, String message) {
		return new ErrorEnvelope(status, code, null, null, message, List.of());
	}

}
