package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;

/**
 * The rules of an endpoint for requests.
 */
interface RequestRules {

	/**
	 * Check a request.
	 * @param request the request
	 * @return the error response, or null if the request is valid
	 */
	@Nullable ErrorResponse check(ReceivedRequest request);

}
