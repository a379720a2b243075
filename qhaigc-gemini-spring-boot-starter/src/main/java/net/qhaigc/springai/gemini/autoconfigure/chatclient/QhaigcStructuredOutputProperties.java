package net.qhaigc.springai.gemini.autoconfigure.chatclient;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of structured output with {@code ChatClient}.
 */
@ConfigurationProperties("qhaigc.structured-output")
public class QhaigcStructuredOutputProperties {

	/**
	 * Whether entity() of a ChatClient from the auto-configured ChatClient.Builder
	 * ignores text around JSON, and throws an EntityResponseException if the response is
	 * empty, blocked or incomplete.
	 */
	private boolean checkResponses = true;

	public boolean isCheckResponses() {
		return this.checkResponses;
	}

	public void setCheckResponses(boolean checkResponses) {
		this.checkResponses = checkResponses;
	}

}
