package net.qhaigc.samples.playground;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.GatewayResponse;
import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * A client that records requests and retries in the {@link Turn} of the Reactor context.
 */
final class ObservedClient implements QhaigcClient {

	private final QhaigcClient delegate;

	private final @Nullable RetryTemplate retryTemplate;

	private final Duration maxRetryAfter;

	ObservedClient(QhaigcClient delegate, @Nullable RetryTemplate retryTemplate, Duration maxRetryAfter) {
		this.delegate = delegate;
		this.retryTemplate = retryTemplate;
		this.maxRetryAfter = maxRetryAfter;
	}

	@Override
	public Mono<GatewayResponse> generate(GatewayRequest request) {
		return Mono
			.deferContextual((context) -> recordAndGetDelegate(request, Turn.current(context)).generate(request));
	}

	@Override
	public Flux<GatewayResponse> stream(GatewayRequest request) {
		return Flux.deferContextual((context) -> recordAndGetDelegate(request, Turn.current(context)).stream(request));
	}

	private QhaigcClient recordAndGetDelegate(GatewayRequest request, @Nullable Turn turn) {
		if (turn != null) {
			turn.recordRequest(request.model(), request.json());
		}
		if (this.retryTemplate == null) {
			return this.delegate;
		}
		return this.delegate.withRetryTemplate((turn != null)
				? ObservedRetryPolicy.observe(this.retryTemplate, turn, this.maxRetryAfter) : this.retryTemplate);
	}

	@Override
	public Mono<List<String>> models() {
		return this.delegate.models();
	}

	@Override
	public QhaigcClient withRetryTemplate(RetryTemplate retryTemplate) {
		return new ObservedClient(this.delegate, retryTemplate, this.maxRetryAfter);
	}

	@Override
	public void close() {
		this.delegate.close();
	}

	@Override
	public void close(Duration grace) {
		this.delegate.close(grace);
	}

}
