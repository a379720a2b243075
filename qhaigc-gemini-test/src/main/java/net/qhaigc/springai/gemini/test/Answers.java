package net.qhaigc.springai.gemini.test;

import reactor.core.publisher.Mono;

/**
 * Where answers to valid requests come from.
 */
interface Answers {

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the answer
	 */
	Mono<Answer> to(ReceivedRequest request);

}
