package net.qhaigc.springai.gemini.quota;

import java.time.Duration;

/**
 * The limits of a quota.
 *
 * @param requestsPerMinute the maximum number of requests in any minute; 0 for no limit
 * @param tokensPerMinute the maximum number of tokens per minute; 0 for no limit
 * @param concurrentRequests the maximum number of requests in progress in this instance
 * of the application; 0 for no limit
 * @param maxWait the maximum time that a request waits for quota; a request that would
 * have to wait longer fails
 */
public record QuotaLimits(long requestsPerMinute, long tokensPerMinute, int concurrentRequests, Duration maxWait) {

	/** Bucket4j adds at most one request or token to a bucket per nanosecond. */
	private static final long MAX = 60_000_000_000L;

	private static final Duration MAX_WAIT = Duration.ofDays(1);

	/**
	 * Create limits.
	 * @throws IllegalArgumentException if a limit is negative or too large; the message
	 * names the property
	 */
	public QuotaLimits {
		check("requests-per-minute", requestsPerMinute);
		check("tokens-per-minute", tokensPerMinute);
		check("concurrent-requests", concurrentRequests);
		if (maxWait.isNegative() || maxWait.compareTo(MAX_WAIT) > 0) {
			throw new IllegalArgumentException("qhaigc.quota.max-wait must be from 0 to 1 day, but is " + maxWait);
		}
	}

	private static void check(String property, long limit) {
		if (limit < 0 || limit > MAX) {
			throw new IllegalArgumentException(
					"qhaigc.quota." + property + " must be from 0 to " + MAX + ", but is " + limit);
		}
	}

	/**
	 * Return whether there is no limit.
	 * @return true if each limit is 0
	 */
	public boolean isEmpty() {
		return this.requestsPerMinute == 0 && this.tokensPerMinute == 0 && this.concurrentRequests == 0;
	}

}
