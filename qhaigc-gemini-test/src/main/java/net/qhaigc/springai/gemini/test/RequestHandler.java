package net.qhaigc.springai.gemini.test;

import reactor.core.publisher.Mono;

/**
 * Returns the response to a request.
 */
interface RequestHandler {

	Mono<EncodedResponse> handle(ReceivedRequest request);

}
