package net.qhaigc.springai.gemini.client;

import java.time.Duration;

/**
 * How long to wait for the gateway; zero waits for ever.
 *
 * @param response until the answer begins
 * @param streamIdle between two pieces of the answer
 * @param deadline until all is done
 */
record Timeouts(Duration response, Duration streamIdle, Duration deadline) {

	static final Timeouts DEFAULT = new Timeouts(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ZERO);

}
