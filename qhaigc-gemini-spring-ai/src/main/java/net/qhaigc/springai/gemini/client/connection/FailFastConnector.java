package net.qhaigc.springai.gemini.client.connection;

import java.net.URI;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Fails a request that cannot be written or whose connection is lost before the response,
 * and cancels the request before Reactor Netty notices the failure. Otherwise, Reactor
 * Netty would log the failure with a stack trace, although the exception is also thrown.
 *
 * @param delegate the connector
 */
public record FailFastConnector(ClientHttpConnector delegate) implements ClientHttpConnector {

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.defer(() -> {
			ResponseOrConnectionLoss exchange = new ResponseOrConnectionLoss(requestCallback);
			return exchange.withSource(this.delegate.connect(method, uri, exchange::writeRequest));
		});
	}

}
