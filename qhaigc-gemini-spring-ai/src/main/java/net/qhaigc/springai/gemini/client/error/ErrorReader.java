package net.qhaigc.springai.gemini.client.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Reads an error in each of the formats that the gateway and its upstreams use: Google's,
 * OpenAI's, a string, an object with a message, and each of these in an array.
 */
final class ErrorReader {

	private ErrorReader() {
	}

	/** Return the error in a body; null if there is none. */
	static @Nullable ErrorEnvelope read(byte[] body) {
		try {
			return envelope(WireJson.readValue(body));
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/** Return the error in place of a response; null if there is none. */
	static @Nullable ErrorEnvelope read(GenerateContentResponse response) {
		if (response.error() != null) {
			return error(response.error(), response.extra());
		}
		boolean isResponse = !response.candidates().isEmpty() || !response.promptFeedback().isEmpty()
				|| response.usageMetadata() != null;
		return isResponse ? null : bare(response.extra());
	}

	private static @Nullable ErrorEnvelope envelope(@Nullable Object json) {
		if (json instanceof List<?> list) {
			return list.isEmpty() ? null : envelope(list.get(0));
		}
		if (json instanceof Map<?, ?> map) {
			Object error = map.get("error");
			return (error != null) ? error(error, map) : bare(map);
		}
		return null;
	}

	private static @Nullable ErrorEnvelope error(Object error, Map<?, ?> parent) {
		if (error instanceof Map<?, ?> map) {
			return map.isEmpty() ? null : of(map);
		}
		if (error instanceof String text && !text.isBlank()) {
			String message = text(parent, "message", "error_description", "detail");
			return (message == null) ? ErrorEnvelope.of(status(parent), code(parent), text)
					: ErrorEnvelope.of(status(parent), text, message);
		}
		return null;
	}

	private static @Nullable ErrorEnvelope bare(Map<?, ?> map) {
		return (text(map, "message", "detail", "msg") != null) ? of(map) : null;
	}

	private static ErrorEnvelope of(Map<?, ?> error) {
		return new ErrorEnvelope(status(error), code(error), text(error, "type"),
				text(error, "message", "detail", "msg"), details(error));
	}

	private static @Nullable Integer status(Map<?, ?> error) {
		for (String name : List.of("code", "status", "statusCode")) {
			Object value = error.get(name);
			if (value instanceof Number number) {
				return number.intValue();
			}
			if (value instanceof String text && text.matches("[1-5]\\d\\d")) {
				return Integer.valueOf(text);
			}
		}
		return null;
	}

	private static @Nullable String code(Map<?, ?> error) {
		for (String name : List.of("code", "status")) {
			if (error.get(name) instanceof String text && !text.isBlank() && !text.matches("[1-5]\\d\\d")) {
				return text;
			}
		}
		return null;
	}

	private static @Nullable String text(Map<?, ?> map, String... names) {
		for (String name : names) {
			if (map.get(name) instanceof String text && !text.isBlank()) {
				return text;
			}
		}
		return null;
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> details(Map<?, ?> error) {
		List<Map<String, Object>> details = new ArrayList<>();
		if (error.get("details") instanceof List<?> list) {
			for (Object detail : list) {
				if (detail instanceof Map<?, ?> map) {
					details.add((Map<String, Object>) map);
				}
			}
		}
		return details;
	}

}
