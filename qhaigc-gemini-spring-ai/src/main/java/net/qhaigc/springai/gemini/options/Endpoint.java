package net.qhaigc.springai.gemini.options;

/**
 * The endpoint of the gateway to which a request is sent.
 */
public enum Endpoint {

	/**
	 * Google's {@code generateContent} and {@code streamGenerateContent}; the default.
	 */
	NATIVE,

	/**
	 * {@code /v1/chat/completions}, which serves models of every vendor. The request is
	 * in OpenAI's format, the response in Gemini's.
	 */
	UNIFIED

}
