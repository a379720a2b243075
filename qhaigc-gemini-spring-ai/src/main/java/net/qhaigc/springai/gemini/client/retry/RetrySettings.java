package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;

/**
 * The limits of retries.
 *
 * @param maxRetryAfter the maximum retry delay; if the gateway specifies a longer one,
 * the request is not retried
 * @param budget the retry budget: the number of retries that can be made without waiting,
 * for each pair of API key and model; zero for no limit
 * @param maxRetryWait the maximum time that a retry waits for the retry budget, and the
 * maximum time that a request waits for the end of a rate limit; zero for no wait
 * @param afterTimeout whether a request that was sent is retried after a timeout
 */
public record RetrySettings(Duration maxRetryAfter, int budget, Duration maxRetryWait, boolean afterTimeout) {

	/** The default of {@link #budget()}. */
	public static final int DEFAULT_BUDGET = 100;

}
