package net.qhaigc.springai.gemini.client.retry;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.model.ApiKey;

import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;

/**
 * Decides when the requests of a client are sent. A request waits while the gateway
 * limits the rate of requests with the same API key and model, and while the configured
 * maximum number of requests is in progress. A request that waits does not block a
 * thread.
 */
final class Admission {

	/**
	 * The maximum number of throttles. If there are more pairs of an API key and a model,
	 * the least recently used throttles are removed.
	 */
	private static final int MAX_THROTTLES = 10_000;

	private final RetrySettings settings;

	private final ClientSchedulers schedulers;

	private final @Nullable ConcurrencyLimit concurrency;

	private final Map<Target, Throttle> throttles = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Target, Throttle> eldest) {
			return size() > MAX_THROTTLES;
		}

	};

	/**
	 * Create the admission of the requests of a client.
	 * @param settings the limits of retries
	 * @param maxConcurrentRequests the maximum number of requests in progress; zero for
	 * no limit
	 * @param schedulers the threads of the client
	 */
	Admission(RetrySettings settings, int maxConcurrentRequests, ClientSchedulers schedulers) {
		this.settings = settings;
		this.schedulers = schedulers;
		this.concurrency = (maxConcurrentRequests > 0) ? new ConcurrencyLimit(maxConcurrentRequests, schedulers) : null;
	}

	/**
	 * Return the throttle: the state that all requests with the same API key and model
	 * share.
	 * @param apiKey the API key of the request; null for the API key of the client
	 * @param model the model
	 */
	Throttle throttle(@Nullable ApiKey apiKey, String model) {
		Target target = new Target(apiKey, model);
		synchronized (this.throttles) {
			return this.throttles.computeIfAbsent(target, (key) -> new Throttle(this.settings, this.schedulers));
		}
	}

	/**
	 * Send a request as soon as the limits allow this.
	 * @param exchange sends the request
	 * @param throttle the state that the request shares with other requests
	 * @param retries the retries of the request
	 */
	<T> Flux<T> admit(Flux<T> exchange, Throttle throttle, RetryExecution retries) {
		if (this.concurrency == null && !throttle.isPaused()) {
			retries.beginAttempt();
			return exchange;
		}
		Flux<T> attempt = Flux.defer(() -> {
			retries.beginAttempt();
			return exchange;
		});
		Mono<Void> resumed = throttle.untilResumed(retries.rules().allowsRetry());
		return (this.concurrency != null) ? admit(attempt, throttle, resumed, this.concurrency)
				: resumed.thenMany(attempt);
	}

	/**
	 * A request that waits for the end of a rate limit does not hold a permit of the
	 * concurrency limit.
	 */
	private <T> Flux<T> admit(Flux<T> attempt, Throttle throttle, Mono<Void> resumed, ConcurrencyLimit limit) {
		Flux<T> unlessPaused = Flux.defer(() -> throttle.isPaused() ? Flux.error(new PausedException()) : attempt);
		return resumed.thenMany(limit.limit(unlessPaused))
			.onErrorResume(PausedException.class, (ex) -> admit(attempt, throttle, resumed, limit));
	}

	/**
	 * An API key and a model. Compares the {@link ApiKey} objects without resolving their
	 * keys, and never prints a key.
	 *
	 * @param apiKey the API key of the request; null for the API key of the client
	 * @param model the model
	 */
	private record Target(@Nullable ApiKey apiKey, String model) {

		@Override
		public String toString() {
			return this.model;
		}

	}

	/** Thrown if requests were paused while a request waited for its permit. */
	private static final class PausedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private PausedException() {
			super(null, null, false, false);
		}

	}

}
