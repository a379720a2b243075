package net.qhaigc.samples.playground;

import java.nio.ByteBuffer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Records the HTTP exchanges of a {@link Turn}.
 */
@Component
class ExchangeRecorder implements WebClientCustomizer, ExchangeFilterFunction {

	@Override
	public void customize(WebClient.Builder webClientBuilder) {
		webClientBuilder.filter(this);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			Turn turn = Turn.current(context);
			return (turn != null) ? record(request, next, turn) : next.exchange(request);
		});
	}

	private static Mono<ClientResponse> record(ClientRequest request, ExchangeFunction next, Turn turn) {
		HttpExchange exchange = turn.beginExchange(request.method().name(), request.url().toString(),
				request.headers());
		return next.exchange(request).doOnError(exchange::recordEnd).map((response) -> {
			exchange.recordResponse(response.statusCode().value(), response.headers().asHttpHeaders());
			return response.mutate().body((body) -> record(body, exchange)).build();
		});
	}

	private static Flux<DataBuffer> record(Flux<DataBuffer> body, HttpExchange exchange) {
		return body.doOnNext((buffer) -> {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.toByteBuffer(ByteBuffer.wrap(bytes));
			exchange.recordBytes(bytes);
		})
			.doOnTerminate(() -> exchange.recordEnd(null))
			.doOnError(exchange::recordEnd)
			.doOnCancel(() -> exchange.recordEnd(null));
	}

}
