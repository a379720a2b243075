package net.qhaigc.springai.gemini.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;

/**
 * Sends a request with the next key of a {@link RoundRobinApiKey}. If the request fails
 * but can succeed with another key, the request is sent again with the next key, unless
 * an element of a stream was already received.
 *
 * @param keys the keys
 * @param source where the keys come from, such as {@code qhaigc.api-keys}
 * @param model the model of the request; empty if it has none
 * @param requestKey creates the API key of a request from one of the keys
 */
record ApiKeyFailover(RoundRobinApiKey keys, String source, String model,
		Function<SuspendableApiKey, RequestApiKey> requestKey) {

	/**
	 * Send a request.
	 * @param exchange creates the exchange with a given key
	 */
	<T> Flux<T> send(Function<RequestApiKey, Flux<T>> exchange) {
		return Flux.defer(() -> attempt(exchange, this.keys.keys().size(), null));
	}

	private <T> Flux<T> attempt(Function<RequestApiKey, Flux<T>> exchange, int remainingAttempts,
			@Nullable Throwable lastFailure) {
		SuspendableApiKey key = (remainingAttempts > 0) ? this.keys.next(this.model) : null;
		if (key == null) {
			return Flux.error(failureIfNoKeyIsLeft(lastFailure));
		}
		AtomicBoolean elementReceived = new AtomicBoolean();
		return exchange.apply(this.requestKey.apply(key))
			.doOnNext((element) -> elementReceived.set(true))
			.onErrorResume((ex) -> key.recordFailure(ex, this.model, this.source) && !elementReceived.get(),
					(ex) -> attempt(exchange, remainingAttempts - 1, ex));
	}

	private Throwable failureIfNoKeyIsLeft(@Nullable Throwable lastFailure) {
		SuspendableApiKey earliest = this.keys.earliest(this.model);
		if (lastFailure != null && (earliest.isRejected(this.model) || isReady(earliest))) {
			return lastFailure;
		}
		return earliest.isRejected(this.model)
				? GatewayErrors.apiKeysRejected(this.source, earliest.remainingSuspension(this.model))
				: GatewayErrors.apiKeysLimited(this.source, earliest.remainingSuspension(this.model), lastFailure);
	}

	/**
	 * Whether the key is not suspended. A key can be ready even if the request has failed
	 * with every key, since not every failure suspends a key.
	 */
	private boolean isReady(SuspendableApiKey key) {
		return key.remainingSuspension(this.model).isZero();
	}

}
