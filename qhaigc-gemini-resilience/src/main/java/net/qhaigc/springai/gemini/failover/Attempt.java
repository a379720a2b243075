package net.qhaigc.springai.gemini.failover;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * A request that the circuit breaker of a route has permitted. The request must be sent,
 * since the circuit breaker waits for the result of the request.
 */
final class Attempt {

	private final Route route;

	private final Prompt prompt;

	private final CircuitBreaker breaker;

	private final long startedAt;

	/**
	 * Whether the circuit breaker was half open when it permitted the request, so that
	 * the request is a trial.
	 */
	private final boolean trial;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile boolean chunkReceived;

	private volatile @Nullable RouteFailure failure;

	Attempt(Route route, Prompt prompt) {
		this.route = route;
		this.prompt = prompt;
		this.breaker = route.breaker();
		this.startedAt = this.breaker.getCurrentTimestamp();
		this.trial = this.breaker.getState() == State.HALF_OPEN;
	}

	Route route() {
		return this.route;
	}

	ChatResponse call() {
		try {
			ChatResponse response = this.route.model().call(this.route.options().apply(this.prompt));
			recordSuccess();
			return response;
		}
		catch (RuntimeException ex) {
			recordFailure(ex);
			throw ex;
		}
		catch (Error ex) {
			releaseTrialPermission();
			throw ex;
		}
	}

	Flux<ChatResponse> stream() {
		return Flux.defer(() -> this.route.model().stream(this.route.options().apply(this.prompt)))
			.doOnNext((response) -> this.chunkReceived = true)
			.doOnComplete(() -> endOnce(this::recordSuccess))
			.doOnError((failure) -> endOnce(() -> recordFailure(failure)))
			.doOnCancel(() -> endOnce(this::recordCancellation));
	}

	/**
	 * Run the action unless the stream has already ended: a subscriber can cancel a
	 * stream after it has ended.
	 */
	private void endOnce(Runnable action) {
		if (this.ended.compareAndSet(false, true)) {
			action.run();
		}
	}

	private void recordSuccess() {
		this.breaker.onSuccess(elapsed(), this.breaker.getTimestampUnit());
	}

	private void recordCancellation() {
		if (this.chunkReceived) {
			recordSuccess();
		}
		else {
			releaseTrialPermission();
		}
	}

	private void recordFailure(Throwable failure) {
		RouteFailure routeFailure = RouteFailure.of(failure);
		this.failure = routeFailure;
		if (routeFailure.requestWasSent() && routeFailure.isRouteSpecific() && !routeFailure.isQuotaExceeded()
				&& !isCausedByCaller(routeFailure)) {
			this.route.recordFailure(routeFailure, failure, elapsed());
		}
		else {
			releaseTrialPermission();
		}
	}

	/**
	 * Release the permission that was acquired from the circuit breaker, but only if the
	 * request is a trial: releasing a permission that was acquired while the circuit was
	 * closed could allow an additional trial.
	 */
	private void releaseTrialPermission() {
		if (this.trial) {
			this.breaker.releasePermission();
		}
	}

	private boolean isCausedByCaller(RouteFailure failure) {
		return this.route.options().isCausedByCaller(failure, this.prompt, this.route.model());
	}

	private long elapsed() {
		return this.breaker.getCurrentTimestamp() - this.startedAt;
	}

	/** Return how the request failed; null if it has not failed. */
	@Nullable RouteFailure failure() {
		return this.failure;
	}

	/**
	 * Return whether the caller receives this failure, so that the prompt is not sent to
	 * the next route.
	 */
	boolean endsFailover(RouteFailure failure) {
		return this.chunkReceived || !failure.isRouteSpecific()
				|| this.route.options().isCausedByCallersKey(failure, this.prompt, this.route.model());
	}

}
