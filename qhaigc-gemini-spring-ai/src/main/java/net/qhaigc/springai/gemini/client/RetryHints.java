package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * How long the gateway asks to wait, in all the spellings that are in use.
 */
final class RetryHints {

	/** More is as good as never, and keeps arithmetic on it from overflowing. */
	private static final double MAX_SECONDS = Duration.ofDays(365).toSeconds();

	private RetryHints() {
	}

	/** The longest of the hints, or null if there is none. */
	static @Nullable Duration read(HttpHeaders headers, @Nullable ErrorEnvelope error) {
		Duration hint = milliseconds(headers.getFirst("retry-after-ms"));
		hint = longer(hint, secondsOrDate(headers));
		if (error != null) {
			for (Map<String, Object> info : ofType(error, "RetryInfo")) {
				hint = longer(hint, duration(info.get("retryDelay")));
			}
		}
		return hint;
	}

	static List<Map<String, Object>> ofType(ErrorEnvelope error, String name) {
		return error.details()
			.stream()
			.filter((detail) -> String.valueOf(detail.get("@type")).endsWith("." + name))
			.toList();
	}

	private static @Nullable Duration milliseconds(@Nullable String text) {
		Double number = number(text);
		return (number != null) ? ofSeconds(number / 1000) : null;
	}

	private static @Nullable Duration secondsOrDate(HttpHeaders headers) {
		String text = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (text == null) {
			return null;
		}
		Double seconds = number(text);
		if (seconds != null) {
			return ofSeconds(seconds);
		}
		try {
			long then = headers.getFirstDate(HttpHeaders.RETRY_AFTER);
			return Duration.ofMillis(Math.max(0, then - System.currentTimeMillis()));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** A duration as protocol buffers write it in JSON, such as {@code 34.4s}. */
	private static @Nullable Duration duration(@Nullable Object value) {
		if (value instanceof String text && text.endsWith("s")) {
			Double seconds = number(text.substring(0, text.length() - 1));
			return (seconds != null) ? ofSeconds(seconds) : null;
		}
		if (value instanceof Map<?, ?> map) {
			Double seconds = number(map.get("seconds"));
			Double nanos = number(map.get("nanos"));
			return (seconds == null && nanos == null) ? null
					: ofSeconds(((seconds != null) ? seconds : 0) + ((nanos != null) ? nanos / 1e9 : 0));
		}
		return null;
	}

	private static @Nullable Double number(@Nullable Object value) {
		try {
			double number = (value != null) ? Double.parseDouble(value.toString().strip()) : Double.NaN;
			return (number >= 0) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static Duration ofSeconds(double seconds) {
		return Duration.ofMillis((long) Math.ceil(Math.min(seconds, MAX_SECONDS) * 1000));
	}

	private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
