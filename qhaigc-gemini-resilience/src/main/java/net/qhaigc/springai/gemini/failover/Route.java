package net.qhaigc.springai.gemini.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;

/**
 * A model with its circuit breaker. Each request that {@link #isPermitted()} admits must
 * be sent, so that the circuit breaker knows how it ended.
 */
final class Route {

	private final String name;

	private final RouteOptions options;

	private final CircuitBreaker breaker;

	private ChatModel model;

	/** When a circuit that is open lets the next request through. */
	private volatile Instant opensUntil = Instant.MIN;

	Route(String name, ChatModel model, RouteOptions options, CircuitBreaker breaker) {
		this.name = name;
		this.model = model;
		this.options = options;
		this.breaker = breaker;
	}

	/**
	 * Do not retry a failed connection or a rate limit while a later route is ready.
	 * @param routes all routes in their order
	 */
	void failFastIfReady(List<Route> routes) {
		List<Route> later = routes.subList(routes.indexOf(this) + 1, routes.size());
		if (!later.isEmpty() && this.model instanceof QhaigcGeminiChatModel qhaigc) {
			this.model = qhaigc.withRetryCondition(
					(failure) -> !RouteFailure.of(failure).endsRetries() || later.stream().noneMatch(Route::isReady));
		}
	}

	String name() {
		return this.name;
	}

	ChatModel model() {
		return this.model;
	}

	String state() {
		return this.breaker.getState().name();
	}

	/** Whether a request can be sent. If so, it must be. */
	boolean isPermitted() {
		return this.breaker.tryAcquirePermission();
	}

	private boolean isReady() {
		return switch (this.breaker.getState()) {
			case OPEN, FORCED_OPEN -> untilReady().isZero();
			default -> true;
		};
	}

	/** Return how long no request is sent; zero if it can be sent now. */
	Duration untilReady() {
		Duration wait = Duration.between(now(), this.opensUntil);
		return wait.isNegative() ? Duration.ZERO : wait;
	}

	private Instant now() {
		return this.breaker.getCircuitBreakerConfig().getClock().instant();
	}

	ChatResponse call(Prompt prompt) {
		long start = this.breaker.getCurrentTimestamp();
		try {
			ChatResponse response = this.model.call(this.options.apply(prompt));
			succeeded(start);
			return response;
		}
		catch (RuntimeException ex) {
			failed(start, ex, prompt);
			throw ex;
		}
		catch (Error ex) {
			this.breaker.releasePermission();
			throw ex;
		}
	}

	/**
	 * Send a streaming request.
	 * @param begun is set with the first element
	 */
	Flux<ChatResponse> stream(Prompt prompt, AtomicBoolean begun) {
		return Flux.defer(() -> {
			long start = this.breaker.getCurrentTimestamp();
			AtomicBoolean ended = new AtomicBoolean();
			return this.model.stream(this.options.apply(prompt))
				.doOnNext((response) -> begun.setPlain(true))
				.doOnComplete(() -> end(ended, () -> succeeded(start)))
				.doOnError((failure) -> end(ended, () -> failed(start, failure, prompt)))
				.doOnCancel(() -> end(ended, () -> cancelled(start, begun.getPlain())));
		});
	}

	/** A subscriber may cancel a stream that has ended. */
	private static void end(AtomicBoolean ended, Runnable action) {
		if (ended.compareAndSet(false, true)) {
			action.run();
		}
	}

	private void succeeded(long start) {
		this.breaker.onSuccess(elapsed(start), this.breaker.getTimestampUnit());
	}

	private void cancelled(long start, boolean begun) {
		if (begun) {
			succeeded(start);
		}
		else {
			this.breaker.releasePermission();
		}
	}

	private void failed(long start, Throwable failure, Prompt prompt) {
		RouteFailure routeFailure = RouteFailure.of(failure);
		if (!routeFailure.concernsRoute() || this.options.isOfCaller(routeFailure, prompt, this.model)) {
			this.breaker.releasePermission();
			return;
		}
		this.breaker.onError(elapsed(start), this.breaker.getTimestampUnit(), failure);
		Duration rest = routeFailure.rest(openDuration());
		if (rest != null) {
			this.breaker.transitionToOpenStateFor(rest);
			this.opensUntil = now().plus(rest);
		}
		else if (this.breaker.getState() == State.OPEN) {
			this.opensUntil = now().plus(openDuration());
		}
	}

	private Duration openDuration() {
		return Duration.ofMillis(this.breaker.getCircuitBreakerConfig().getWaitIntervalFunctionInOpenState().apply(1));
	}

	private long elapsed(long start) {
		return this.breaker.getCurrentTimestamp() - start;
	}

	/** Whether a failure is the caller's, so that no other route can help. */
	boolean isOfCaller(Throwable failure, Prompt prompt) {
		RouteFailure routeFailure = RouteFailure.of(failure);
		return !routeFailure.concernsRoute() || this.options.hasKeyOfCaller(routeFailure, prompt, this.model);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
