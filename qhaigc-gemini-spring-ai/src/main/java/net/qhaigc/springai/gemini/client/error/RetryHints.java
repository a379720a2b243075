package net.qhaigc.springai.gemini.client.error;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import net.qhaigc.springai.gemini.wire.ErrorEnvelope;

/**
 * Reads the delay (the hint) that the gateway requests before a retry, in any of the
 * formats in use.
 */
final class RetryHints {

	/** Limits the hint, so that arithmetic on it does not overflow. */
	private static final double MAX_SECONDS = Duration.ofDays(365).toSeconds();

	/** A duration in the text of an error, such as "Please retry in 1m3.5s". */
	private static final Pattern TEXT = Pattern.compile("(?i)\\b(?:retry|try again|resets?|available)(?: again)? "
			+ "(?:in|after) (?:about )?((?:\\d+(?:\\.\\d+)? *(?:days?|d|hours?|h|minutes?|min|ms|m|seconds?|secs?|s)(?![a-z]) *)+)");

	private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?) *([a-z]+)");

	private RetryHints() {
	}

	/** Return the longer of the hints in the headers; null if there is none. */
	static @Nullable Duration read(HttpHeaders headers) {
		return longer(milliseconds(headers.getFirst("retry-after-ms")), secondsOrDate(headers));
	}

	/**
	 * Return the longest of a given hint and the hints in an error; null if there is
	 * none. The text of the error is read only if there is no other hint.
	 * @param hint the hint in the headers, or null
	 * @param error the error, or null
	 * @param status the status of the error; the text is ignored if a failure with this
	 * status is permanent
	 */
	static @Nullable Duration max(@Nullable Duration hint, @Nullable ErrorEnvelope error, int status) {
		Duration longest = hint;
		if (error != null) {
			for (Map<String, Object> info : ErrorDetails.ofType(error, "RetryInfo")) {
				longest = longer(longest, duration(info.get("retryDelay")));
			}
		}
		String text = (error != null && longest == null) ? error.message() : null;
		return (text != null && StatusRules.isTransient(status)) ? ofText(text) : longest;
	}

	private static @Nullable Duration ofText(String message) {
		Matcher text = TEXT.matcher(message);
		if (!text.find()) {
			return null;
		}
		double seconds = 0;
		Matcher amount = AMOUNT.matcher(text.group(1).toLowerCase(Locale.ROOT));
		while (amount.find()) {
			seconds += Double.parseDouble(amount.group(1)) * secondsPer(amount.group(2));
		}
		return ofSeconds(seconds);
	}

	private static double secondsPer(String unit) {
		if (unit.equals("ms")) {
			return 0.001;
		}
		return switch (unit.charAt(0)) {
			case 'd' -> 86_400;
			case 'h' -> 3_600;
			case 'm' -> 60;
			default -> 1;
		};
	}

	private static @Nullable Duration milliseconds(@Nullable String text) {
		Double number = number(text);
		return (number != null) ? ofSeconds(number / 1000) : null;
	}

	private static @Nullable Duration secondsOrDate(HttpHeaders headers) {
		String text = headers.getFirst("retry-after");
		if (text == null) {
			return null;
		}
		Double seconds = number(text);
		if (seconds != null) {
			return ofSeconds(seconds);
		}
		try {
			return Duration.ofMillis(Math.max(0, date(text) - System.currentTimeMillis()));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Parse a date in one of the three formats of RFC 9110. The format of {@code asctime}
	 * pads a day of one digit with a space, which Spring does not accept.
	 */
	private static long date(String text) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.DATE, text.replace("  ", " 0"));
		return headers.getFirstDate(HttpHeaders.DATE);
	}

	/**
	 * Parse a protocol buffer duration: a string such as {@code 34.4s}, or an object with
	 * {@code seconds} and {@code nanos}.
	 */
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
