package net.qhaigc.springai.gemini.options;

/**
 * The endpoint of the gateway that a request goes to.
 */
public enum Endpoint {

	/** Google's own {@code generateContent}; the default. */
	NATIVE,

	/**
	 * {@code /v1/chat/completions}, which serves models of every vendor and answers in
	 * Gemini's format.
	 */
	UNIFIED

}
