package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;

/**
 * The rules that the requests to an endpoint must comply with.
 */
interface RequestRules {

	/**
	 * Check a request.
	 * @param request the request
	 * @return the error response, or null if the request is valid
	 */
	@Nullable ErrorResponse check(ReceivedRequest request);

}
