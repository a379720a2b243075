package net.qhaigc.springai.gemini.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;

/**
 * Sends requests with the keys of a {@link RoundRobinApiKey}: each request with the next
 * key, and again with another key if the failure concerns the key.
 *
 * @param keys the keys
 * @param source where they come from
 * @param model the model of the request; empty if it has none
 * @param requestKey creates the API key of a request from one of the keys
 */
record ApiKeyFailover(RoundRobinApiKey keys, String source, String model,
		Function<SuspendableApiKey, RequestApiKey> requestKey) {

	/** Send a request. The function creates the exchange for a key. */
	<T> Flux<T> send(Function<RequestApiKey, Flux<T>> exchange) {
		return Flux.defer(() -> attempt(exchange, this.keys.keys().size(), null));
	}

	private <T> Flux<T> attempt(Function<RequestApiKey, Flux<T>> exchange, int attempts, @Nullable Throwable failure) {
		SuspendableApiKey key = (attempts > 0) ? this.keys.next(this.model) : null;
		if (key == null) {
			return Flux.error(unavailable(failure));
		}
		AtomicBoolean started = new AtomicBoolean();
		return exchange.apply(this.requestKey.apply(key))
			.doOnNext((element) -> started.set(true))
			.onErrorResume((ex) -> key.recordFailure(ex, this.model, this.source) && !started.get(),
					(ex) -> attempt(exchange, attempts - 1, ex));
	}

	private Throwable unavailable(@Nullable Throwable failure) {
		SuspendableApiKey earliest = this.keys.earliest(this.model);
		if (failure != null && (earliest.isRejected(this.model) || isReady(earliest))) {
			return failure;
		}
		return earliest.isRejected(this.model)
				? GatewayErrors.apiKeysRejected(this.source, earliest.remainingSuspension(this.model))
				: GatewayErrors.apiKeysLimited(this.source, earliest.remainingSuspension(this.model), failure);
	}

	/**
	 * Whether a key can be used again, which means that the failure does not concern the
	 * keys.
	 */
	private boolean isReady(SuspendableApiKey earliest) {
		return earliest.remainingSuspension(this.model).isZero();
	}

}
