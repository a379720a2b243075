package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.wire.GatewayRequest;
import net.qhaigc.springai.gemini.wire.GatewayResponse;

/**
 * Tries again what may pass, as the policy of a {@link RetryTemplate} says but without
 * blocking, and with an ear for the gateway's own hints. A stream is retried only before
 * its first element.
 */
final class RetryingQhaigcClient implements QhaigcClient {

	/** For those who bring no template. */
	static final RetryTemplate DEFAULT_TEMPLATE = new RetryTemplate(RetryPolicy.builder()
		.includes(QhaigcTransientException.class)
		.maxRetries(3)
		.delay(Duration.ofMillis(500))
		.multiplier(2)
		.jitter(Duration.ofMillis(250))
		.maxDelay(Duration.ofSeconds(10))
		.build());

	private final QhaigcClient delegate;

	private final RetryTemplate template;

	private final RetryRules rules;

	RetryingQhaigcClient(QhaigcClient delegate, RetryTemplate template, RetryRules rules) {
		this.delegate = delegate;
		this.template = template;
		this.rules = rules;
	}

	@Override
	public Mono<GatewayResponse> generate(GatewayRequest request) {
		return retried("generate " + request.model(), this.delegate.generate(request).flux()).singleOrEmpty();
	}

	@Override
	public Flux<GatewayResponse> stream(GatewayRequest request) {
		return retried("stream " + request.model(), this.delegate.stream(request));
	}

	@Override
	public Mono<List<String>> models() {
		return retried("models", this.delegate.models().flux()).singleOrEmpty();
	}

	/** Another template takes the place of this one; retries are not multiplied. */
	@Override
	public QhaigcClient withRetryTemplate(RetryTemplate retryTemplate) {
		return new RetryingQhaigcClient(this.delegate, retryTemplate, this.rules);
	}

	private <T> Flux<T> retried(String name, Flux<T> exchange) {
		Flux<T> retried = Flux.deferContextual(
				(context) -> attempt(exchange, new RetryExecution(name, this.template, this.rules, context)));
		return TimeLimit.of(retried, this.rules.callTimeout(), "call_timeout", "The gateway had not finished",
				"qhaigc.call-timeout");
	}

	private static <T> Flux<T> attempt(Flux<T> exchange, RetryExecution retries) {
		return exchange.doOnNext(retries::succeeded)
			.onErrorResume(
					(failure) -> retries.waitAfter(failure).thenMany(Flux.defer(() -> attempt(exchange, retries))));
	}

	@Override
	public void close() {
		this.delegate.close();
	}

}
