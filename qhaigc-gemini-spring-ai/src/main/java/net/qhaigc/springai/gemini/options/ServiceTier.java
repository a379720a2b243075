package net.qhaigc.springai.gemini.options;

/**
 * How a request is served and charged.
 */
public enum ServiceTier {

	/** The ordinary tier. */
	STANDARD,

	/** Cheaper and slower. */
	FLEX,

	/** Dearer and faster. */
	PRIORITY

}
