package net.qhaigc.springai.gemini.client;

import java.time.Duration;

/**
 * What holds for retries beside their policy.
 *
 * @param maxRetryAfter the longest wait that the gateway may ask for
 * @param callTimeout how long one question may take in all; zero for no limit
 * @param budget what all questions of a client may spend on retries
 */
record RetryRules(Duration maxRetryAfter, Duration callTimeout, RetryBudget budget) {

	static RetryRules defaults() {
		return new RetryRules(Duration.ofSeconds(60), Duration.ZERO, new RetryBudget(RetryBudget.DEFAULT_RETRIES));
	}

}
