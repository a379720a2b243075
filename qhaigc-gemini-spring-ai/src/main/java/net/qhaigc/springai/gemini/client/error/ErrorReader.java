package net.qhaigc.springai.gemini.client.error;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Reads an error in any of the formats that the gateway and the vendors of its models
 * use: the formats of Google, OpenAI and FastAPI, an {@code error} field that is a
 * string, or an object with a message. Each of these can also be in an array, in a
 * server-sent event or inside another error. A response in the format of another API is
 * also read as an error.
 */
final class ErrorReader {

	/**
	 * Numbers that are HTTP statuses. All other numbers except 0 are error codes of the
	 * gateway.
	 */
	private static final String HTTP_STATUS = "[1-5]\\d\\d";

	private ErrorReader() {
	}

	/** Return the error in a body; null if there is none. */
	static @Nullable ErrorEnvelope read(byte[] body) {
		try {
			return envelope(WireJson.readValue(body));
		}
		catch (JacksonException ex) {
			return ServerSentErrorReader.read(new String(body, StandardCharsets.UTF_8));
		}
	}

	/** Return the error in JSON; null if there is none. */
	static @Nullable ErrorEnvelope read(String json) {
		try {
			return envelope(WireJson.readValue(json));
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Return the error that was received in place of a response; null if there is none.
	 */
	static @Nullable ErrorEnvelope read(GenerateContentResponse response) {
		if (response.error() != null) {
			return error(response.error(), response.extra());
		}
		boolean isResponse = !response.candidates().isEmpty() || !response.promptFeedback().isEmpty()
				|| response.usageMetadata() != null;
		if (isResponse || response.extra().isEmpty()) {
			return null;
		}
		return topLevelError(response.extra());
	}

	/** Return the error in a JSON value; null if there is none. */
	static @Nullable ErrorEnvelope envelope(@Nullable Object json) {
		if (json instanceof List<?> list) {
			return list.isEmpty() ? null : envelope(list.get(0));
		}
		if (json instanceof Map<?, ?> map) {
			Object error = map.get("error");
			return (error != null) ? error(error, map) : topLevelError(map);
		}
		return null;
	}

	private static @Nullable ErrorEnvelope error(Object error, Map<?, ?> parent) {
		if (error instanceof Map<?, ?> map) {
			return map.isEmpty() ? null : NestedErrors.merge(fromFields(map), map, parent);
		}
		if (error instanceof String text && !text.isBlank()) {
			String message = text(parent, "message", "error_description", "detail");
			ErrorEnvelope envelope = (message == null) ? ErrorEnvelope.of(status(parent), code(parent), text)
					: ErrorEnvelope.of(status(parent), text, message);
			return NestedErrors.merge(envelope, parent, parent);
		}
		return null;
	}

	/**
	 * Return the error in an object without the field {@code error}; null if there is
	 * none.
	 */
	private static @Nullable ErrorEnvelope topLevelError(Map<?, ?> map) {
		ErrorEnvelope unconverted = UnconvertedResponses.findError(map);
		if (unconverted != null) {
			return unconverted;
		}
		ErrorEnvelope error = fromFields(map);
		return (error.message() != null) ? NestedErrors.merge(error, map, map) : null;
	}

	private static ErrorEnvelope fromFields(Map<?, ?> error) {
		String type = text(error, "type");
		boolean isProblemDetail = type != null && type.matches("(?i)https?:.*|about:blank");
		String message = isProblemDetail ? text(error, "title", "detail") : text(error, "message", "detail", "msg");
		String code = code(error);
		if (code == null && Boolean.FALSE.equals(error.get("success"))) {
			code = "unsuccessful";
		}
		return new ErrorEnvelope(status(error), code, isProblemDetail ? null : type, param(error),
				(message != null) ? message : validationErrors(error.get("detail")), details(error));
	}

	private static @Nullable Integer status(Map<?, ?> error) {
		for (String name : List.of("code", "status", "statusCode")) {
			String text = scalar(error.get(name));
			if (text != null && text.matches(HTTP_STATUS)) {
				return Integer.valueOf(text);
			}
		}
		// Some gateways report the status of the vendor's response in the field "param".
		String param = param(error);
		boolean isStatus = param != null && "bad_response_status_code".equals(error.get("code"))
				&& param.matches(HTTP_STATUS);
		return isStatus ? Integer.valueOf(param) : null;
	}

	private static @Nullable String code(Map<?, ?> error) {
		for (String name : List.of("code", "status")) {
			String text = scalar(error.get(name));
			if (text != null && !text.isBlank() && !text.matches(HTTP_STATUS + "|0")) {
				return text;
			}
		}
		return null;
	}

	private static @Nullable String param(Map<?, ?> error) {
		String param = scalar(error.get("param"));
		return (param == null || param.isBlank()) ? null : param;
	}

	private static @Nullable String scalar(@Nullable Object value) {
		return (value instanceof String || value instanceof Number) ? value.toString() : null;
	}

	private static @Nullable String text(Map<?, ?> map, String... names) {
		for (String name : names) {
			if (map.get(name) instanceof String text && !text.isBlank()) {
				return text;
			}
		}
		return null;
	}

	/** Return FastAPI's validation errors as text; null if there are none. */
	private static @Nullable String validationErrors(@Nullable Object detail) {
		if (!(detail instanceof List<?> list)) {
			return null;
		}
		StringJoiner texts = new StringJoiner("; ").setEmptyValue("");
		for (Object element : list) {
			if (element instanceof Map<?, ?> map && map.get("msg") instanceof String text) {
				String location = (map.get("loc") instanceof List<?> path)
						? String.join(".", path.stream().map(String::valueOf).toList()) + ": " : "";
				texts.add(location + text);
			}
		}
		return (texts.length() > 0) ? texts.toString() : null;
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
