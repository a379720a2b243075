package net.qhaigc.springai.gemini.client.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * Merges the error of a vendor into the gateway's error that contains it, either as JSON
 * in the message or in a separate field.
 */
final class NestedErrors {

	private NestedErrors() {
	}

	/**
	 * Merge into an error the errors that it contains.
	 * @param error the error
	 * @param source the object that the error was read from
	 * @param parent the object that contains {@code source}, or {@code source} itself
	 */
	static ErrorEnvelope merge(ErrorEnvelope error, Map<?, ?> source, Map<?, ?> parent) {
		ErrorEnvelope merged = mergeErrorInMessage(error);
		for (Map<?, ?> map : (source == parent) ? List.of(source) : List.of(source, parent)) {
			ErrorEnvelope inner = upstreamError(map.get("upstreamResponse"));
			if (inner != null) {
				merged = merge(merged, inner, merged.message());
			}
			if (map.get("upstreamStatus") instanceof Number status) {
				merged = new ErrorEnvelope(status.intValue(), merged.code(), merged.type(), merged.param(),
						merged.message(), merged.details());
			}
		}
		return merged;
	}

	private static @Nullable ErrorEnvelope upstreamError(@Nullable Object response) {
		return (response instanceof String json) ? ErrorReader.read(json) : ErrorReader.envelope(response);
	}

	/** The message can contain an error as JSON, with text before and after the JSON. */
	private static ErrorEnvelope mergeErrorInMessage(ErrorEnvelope error) {
		String message = error.message();
		int start = (message != null) ? startOfJson(message) : -1;
		int end = (message != null) ? Math.max(message.lastIndexOf('}'), message.lastIndexOf(']')) : -1;
		if (message == null || start < 0 || end < start) {
			return error;
		}
		ErrorEnvelope inner = ErrorReader.read(message.substring(start, end + 1));
		return (inner != null) ? merge(error, inner, message.substring(0, start).strip()) : error;
	}

	private static int startOfJson(String message) {
		int object = message.indexOf('{');
		int array = message.indexOf("[{");
		return (array >= 0 && array < object) ? array : object;
	}

	private static ErrorEnvelope merge(ErrorEnvelope outer, ErrorEnvelope inner, @Nullable String text) {
		List<Map<String, Object>> details = new ArrayList<>(outer.details());
		details.addAll(inner.details());
		return new ErrorEnvelope(firstNonNull(inner.status(), outer.status()), firstNonNull(inner.code(), outer.code()),
				firstNonNull(outer.type(), inner.type()), firstNonNull(outer.param(), inner.param()),
				join(text, inner.message()), details);
	}

	private static @Nullable String join(@Nullable String text, @Nullable String more) {
		if (text == null || text.isEmpty() || more == null || text.contains(more)) {
			return (more != null && (text == null || text.isEmpty())) ? more : text;
		}
		return text.endsWith(":") ? text + " " + more : text + ": " + more;
	}

	private static <T> @Nullable T firstNonNull(@Nullable T one, @Nullable T other) {
		return (one != null) ? one : other;
	}

}
