package net.qhaigc.springai.gemini.options;

/**
 * How a request is prioritized and billed: Google's {@code serviceTier}.
 */
public enum ServiceTier {

	/** The standard tier. */
	STANDARD,

	/** Lower price, higher latency. */
	FLEX,

	/** Higher price, lower latency. */
	PRIORITY

}
