package net.qhaigc.springai.gemini.test;

import reactor.core.publisher.Mono;

/**
 * Where answers to valid requests come from.
 */
interface RequestHandler {

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the answer
	 */
	Mono<EncodedResponse> to(ReceivedRequest request);

}
