package net.qhaigc.springai.gemini.client.error;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The rate limits in the {@code x-ratelimit-*} headers of a response. Counts and times
 * are 0 where the header is missing or invalid.
 *
 * @param requestsLimit the maximum number of requests
 * @param requestsRemaining the number of requests that are left
 * @param requestsReset the time until the number of requests is reset
 * @param tokensLimit the maximum number of tokens
 * @param tokensRemaining the number of tokens that are left
 * @param tokensReset the time until the number of tokens is reset
 */
public record RateLimits(long requestsLimit, long requestsRemaining, Duration requestsReset, long tokensLimit,
		long tokensRemaining, Duration tokensReset) {

	private static final String LIMIT_REQUESTS = "x-ratelimit-limit-requests";

	private static final String REMAINING_REQUESTS = "x-ratelimit-remaining-requests";

	private static final String RESET_REQUESTS = "x-ratelimit-reset-requests";

	private static final String LIMIT_TOKENS = "x-ratelimit-limit-tokens";

	private static final String REMAINING_TOKENS = "x-ratelimit-remaining-tokens";

	private static final String RESET_TOKENS = "x-ratelimit-reset-tokens";

	private static final List<String> NAMES = List.of(LIMIT_REQUESTS, REMAINING_REQUESTS, RESET_REQUESTS, LIMIT_TOKENS,
			REMAINING_TOKENS, RESET_TOKENS);

	/**
	 * One amount with its unit in a duration such as {@code 1h2m3.5s} or {@code 120ms}.
	 * An amount without a unit is in seconds.
	 */
	private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|h|m|s|d)?");

	/** Return the rate limits; null if there is no {@code x-ratelimit-*} header. */
	static @Nullable RateLimits of(HttpHeaders headers) {
		for (String name : NAMES) {
			if (headers.containsHeader(name)) {
				return new RateLimits(count(headers, LIMIT_REQUESTS), count(headers, REMAINING_REQUESTS),
						duration(headers, RESET_REQUESTS), count(headers, LIMIT_TOKENS),
						count(headers, REMAINING_TOKENS), duration(headers, RESET_TOKENS));
			}
		}
		return null;
	}

	private static long count(HttpHeaders headers, String name) {
		String value = headers.getFirst(name);
		try {
			return (value != null) ? Long.parseLong(value.strip()) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static Duration duration(HttpHeaders headers, String name) {
		String value = headers.getFirst(name);
		Duration sum = Duration.ZERO;
		if (value == null) {
			return sum;
		}
		String text = value.strip();
		Matcher matcher = AMOUNT.matcher(text);
		int end = 0;
		while (end < text.length() && matcher.find(end) && matcher.start() == end) {
			end = matcher.end();
			sum = sum.plus(duration(Double.parseDouble(matcher.group(1)), matcher.group(2)));
		}
		return (end == text.length()) ? sum : Duration.ZERO;
	}

	private static Duration duration(double amount, @Nullable String unit) {
		double seconds = switch ((unit != null) ? unit : "s") {
			case "ms" -> amount / 1000;
			case "m" -> amount * 60;
			case "h" -> amount * 3600;
			case "d" -> amount * 86400;
			default -> amount;
		};
		return Duration.ofMillis(Math.round(seconds * 1000));
	}

}
