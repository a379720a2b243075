package net.qhaigc.springai.gemini.client;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.wire.GatewayRequest;
import net.qhaigc.springai.gemini.wire.GatewayResponse;

/**
 * The gateway over HTTP. Every failure is a {@link QhaigcTransientException}, which may
 * pass by itself, or a {@link QhaigcNonTransientException}, which needs a change. Safe
 * for use by many threads.
 */
public interface QhaigcClient {

	/**
	 * Asks for a whole answer.
	 * @param request what to ask
	 * @return the answer; nothing is sent before the subscription
	 */
	Mono<GatewayResponse> generate(GatewayRequest request);

	/**
	 * Asks for an answer as a stream. Cancelling closes the connection.
	 * @param request what to ask
	 * @return the events as they come; a stream that was cut ends with a
	 * {@link QhaigcTransientException} after what had come
	 */
	Flux<GatewayResponse> stream(GatewayRequest request);

	/**
	 * Lists the models that the gateway offers ({@code GET /v1/models}).
	 * @return model ids, which are case-sensitive
	 */
	Mono<List<String>> models();

	/**
	 * The same client, which tries again what may pass.
	 * @param retryTemplate the template, of which policy and listeners are used
	 * @return a client that retries; a stream only before its first element
	 */
	default QhaigcClient retrying(RetryTemplate retryTemplate) {
		return this;
	}

}
