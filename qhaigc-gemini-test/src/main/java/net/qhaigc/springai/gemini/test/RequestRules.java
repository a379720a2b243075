package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint demands of a request.
 */
interface RequestRules {

	/**
	 * Checks a request.
	 * @param request the request
	 * @return the refusal, or null if the request is valid
	 */
	@Nullable Rejection check(ReceivedRequest request);

}
