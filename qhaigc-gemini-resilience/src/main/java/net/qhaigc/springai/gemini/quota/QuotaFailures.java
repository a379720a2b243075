package net.qhaigc.springai.gemini.quota;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Creates the exceptions for requests for which no quota is available in time.
 */
final class QuotaFailures {

	private static final long MILLIS_PER_SECOND = 1000;

	private QuotaFailures() {
	}

	static QhaigcTransientException rateExceeded(Rate rate, long waitNanos, Duration maxWait) {
		Duration wait = Duration.ofNanos(waitNanos);
		return failure(("The quota of %s per minute is used up (qhaigc.quota.%s-per-minute). Quota is available in %s,"
				+ " which is longer than qhaigc.quota.max-wait (%s)")
			.formatted(rate.description(), rate.name(), text(wait), text(maxWait)), wait);
	}

	static QhaigcTransientException tooManyConcurrentRequests(int max, Duration maxWait) {
		return failure(
				("The maximum number of requests in progress (%d) is reached (qhaigc.quota.concurrent-requests), "
						+ "and this request could not start within %s (qhaigc.quota.max-wait)")
					.formatted(max, text(maxWait)),
				null);
	}

	private static QhaigcTransientException failure(String message, @Nullable Duration retryAfter) {
		return new QhaigcTransientException(message,
				new GatewayProblem(0, GatewayProblem.QUOTA_EXCEEDED, null, message, null, retryAfter, null), null);
	}

	/** The time is rounded up, so that a request after this time is not too early. */
	private static String text(Duration time) {
		long millis = time.plusNanos(999_999).toMillis();
		return (millis < MILLIS_PER_SECOND) ? millis + " ms"
				: (millis + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND + " s";
	}

}
