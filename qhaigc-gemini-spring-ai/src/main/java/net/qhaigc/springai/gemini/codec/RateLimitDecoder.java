package net.qhaigc.springai.gemini.codec;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.EmptyRateLimit;
import org.springframework.ai.chat.metadata.RateLimit;

/**
 * The {@code x-ratelimit-*} headers that gateways of this kind send.
 */
final class RateLimitDecoder {

	private static final String PREFIX = "x-ratelimit-";

	private static final List<String> NAMES = List.of(PREFIX + "limit-requests", PREFIX + "remaining-requests",
			PREFIX + "reset-requests", PREFIX + "limit-tokens", PREFIX + "remaining-tokens", PREFIX + "reset-tokens");

	/** Such as {@code 1h2m3.5s}, {@code 120ms} or, in seconds, {@code 30}. */
	private static final Pattern SPAN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|h|m|s|d)?");

	private RateLimitDecoder() {
	}

	/** The limits; empty where no header tells of one. */
	static RateLimit decode(Map<String, List<String>> headers) {
		if (Collections.disjoint(NAMES, headers.keySet())) {
			return new EmptyRateLimit();
		}
		return new Limits(count(headers, "limit-requests"), count(headers, "remaining-requests"),
				span(headers, "reset-requests"), count(headers, "limit-tokens"), count(headers, "remaining-tokens"),
				span(headers, "reset-tokens"));
	}

	private static Long count(Map<String, List<String>> headers, String name) {
		String value = first(headers, name);
		try {
			return (value != null) ? Long.valueOf(value) : 0L;
		}
		catch (NumberFormatException ex) {
			return 0L;
		}
	}

	private static Duration span(Map<String, List<String>> headers, String name) {
		String value = first(headers, name);
		Duration sum = Duration.ZERO;
		if (value == null) {
			return sum;
		}
		Matcher matcher = SPAN.matcher(value);
		int end = 0;
		while (end < value.length() && matcher.find(end) && matcher.start() == end) {
			end = matcher.end();
			sum = sum.plus(span(Double.parseDouble(matcher.group(1)), matcher.group(2)));
		}
		return (end == value.length()) ? sum : Duration.ZERO;
	}

	private static Duration span(double amount, @Nullable String unit) {
		double seconds = switch ((unit != null) ? unit : "s") {
			case "ms" -> amount / 1000;
			case "m" -> amount * 60;
			case "h" -> amount * 3600;
			case "d" -> amount * 86400;
			default -> amount;
		};
		return Duration.ofMillis(Math.round(seconds * 1000));
	}

	private static @Nullable String first(Map<String, List<String>> headers, String name) {
		List<String> values = headers.get(PREFIX + name);
		return (values == null || values.isEmpty()) ? null : values.get(0).strip();
	}

	/**
	 * What the headers say; 0 where they are silent.
	 */
	private record Limits(Long requestsLimit, Long requestsRemaining, Duration requestsReset, Long tokensLimit,
			Long tokensRemaining, Duration tokensReset) implements RateLimit {

		@Override
		public Long getRequestsLimit() {
			return this.requestsLimit;
		}

		@Override
		public Long getRequestsRemaining() {
			return this.requestsRemaining;
		}

		@Override
		public Duration getRequestsReset() {
			return this.requestsReset;
		}

		@Override
		public Long getTokensLimit() {
			return this.tokensLimit;
		}

		@Override
		public Long getTokensRemaining() {
			return this.tokensRemaining;
		}

		@Override
		public Duration getTokensReset() {
			return this.tokensReset;
		}

	}

}
