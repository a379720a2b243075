package net.qhaigc.springai.gemini.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Reads an error in any of the forms that the gateway and what stands behind it use:
 * Google's, OpenAI's, a bare text, a bare message, and each of these in an array.
 */
final class ErrorReader {

	private ErrorReader() {
	}

	/** The error in a body, or null if the body holds none. */
	static @Nullable ErrorEnvelope read(byte[] body) {
		try {
			return envelope(WireJson.readValue(body));
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/** The error that stands in the place of an answer, or null if there is none. */
	static @Nullable ErrorEnvelope read(GenerateContentResponse answer) {
		if (answer.error() != null) {
			return error(answer.error(), answer.extra());
		}
		boolean answers = !answer.candidates().isEmpty() || !answer.promptFeedback().isEmpty()
				|| answer.usageMetadata() != null;
		return answers ? null : bare(answer.extra());
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

	private static @Nullable ErrorEnvelope error(Object error, Map<?, ?> around) {
		if (error instanceof Map<?, ?> map) {
			return map.isEmpty() ? null : of(map);
		}
		if (error instanceof String text && !text.isBlank()) {
			String message = text(around, "message", "error_description", "detail");
			return (message == null) ? new ErrorEnvelope(number(around), word(around), null, text, List.of())
					: new ErrorEnvelope(number(around), text, null, message, List.of());
		}
		return null;
	}

	private static @Nullable ErrorEnvelope bare(Map<?, ?> map) {
		return (text(map, "message", "detail", "msg") != null) ? of(map) : null;
	}

	private static ErrorEnvelope of(Map<?, ?> error) {
		return new ErrorEnvelope(number(error), word(error), text(error, "type"),
				text(error, "message", "detail", "msg"), details(error));
	}

	private static @Nullable Integer number(Map<?, ?> error) {
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

	private static @Nullable String word(Map<?, ?> error) {
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
