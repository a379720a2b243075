package net.qhaigc.springai.gemini.client;

import java.time.Duration;

/**
 * How long to wait for the gateway; zero waits for ever.
 *
 * @param response until the answer begins
 * @param streamIdle between two pieces of the answer
 */
record Timeouts(Duration response, Duration streamIdle) {

	/** Longer is for ever, and more than arithmetic on it can hold. */
	static final Duration LONGEST = Duration.ofDays(36500);

}
