package net.qhaigc.springai.gemini.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;

import org.springframework.ai.chat.model.ChatModel;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.RequestCondition;

/**
 * A chat model with its circuit breaker.
 */
final class Route {

	private final String name;

	private final RouteOptions options;

	private final CircuitBreaker breaker;

	private ChatModel model;

	/** The time from which the open circuit breaker permits a trial request. */
	private volatile Instant openUntil = Instant.MIN;

	Route(String name, ChatModel model, RouteOptions options, CircuitBreaker breaker) {
		this.name = name;
		this.model = model;
		this.options = options;
		this.breaker = breaker;
		breaker.getEventPublisher().onStateTransition((event) -> {
			if (event.getStateTransition().getToState() == State.OPEN) {
				this.openUntil = now().plus(openDuration());
			}
		});
	}

	/**
	 * Set the condition that decides whether waiting requests to this route are sent, and
	 * whether failed requests are retried. Neither happens while the route is skipped. If
	 * a later route is ready, trial requests are not retried, nor are requests that
	 * failed because of the connection or because of a rate limit with a retry delay.
	 * @param routes all routes, in order
	 */
	void setRequestCondition(List<Route> routes) {
		List<Route> later = routes.subList(routes.indexOf(this) + 1, routes.size());
		if (this.model instanceof QhaigcGeminiChatModel qhaigc) {
			this.model = qhaigc.withRequestCondition(new Condition(this, later));
		}
	}

	private boolean canRetry(Throwable failure, List<Route> later) {
		if (isOpen()) {
			return false;
		}
		boolean prefersNextRoute = this.breaker.getState() == State.HALF_OPEN
				|| RouteFailure.of(failure).prefersNextRoute();
		return !prefersNextRoute || later.stream().noneMatch(Route::isReady);
	}

	String name() {
		return this.name;
	}

	ChatModel model() {
		return this.model;
	}

	RouteOptions options() {
		return this.options;
	}

	CircuitBreaker breaker() {
		return this.breaker;
	}

	/**
	 * Return the state of the circuit breaker. If the next request is a trial, the
	 * returned state is HALF_OPEN, although the circuit breaker itself remains OPEN until
	 * that request arrives.
	 */
	String state() {
		State state = this.breaker.getState();
		return ((state == State.OPEN && untilReady().isZero()) ? State.HALF_OPEN : state).name();
	}

	/**
	 * Try to acquire a permission from the circuit breaker for a request. If this method
	 * returns true, the request must be sent with an {@link Attempt}.
	 */
	boolean tryAcquirePermission() {
		return this.breaker.tryAcquirePermission();
	}

	private boolean isReady() {
		return switch (this.breaker.getState()) {
			case OPEN -> untilReady().isZero();
			case FORCED_OPEN -> false;
			default -> true;
		};
	}

	private boolean isOpen() {
		return switch (this.breaker.getState()) {
			case OPEN, FORCED_OPEN -> true;
			default -> false;
		};
	}

	/** Whether somebody has opened the circuit breaker until further notice. */
	boolean isForcedOpen() {
		return this.breaker.getState() == State.FORCED_OPEN;
	}

	/**
	 * Return the time until {@link #openUntil}; zero if this time has passed. Even then,
	 * the circuit breaker can reject a request, for example while the permitted trial
	 * requests are running.
	 */
	Duration untilReady() {
		Duration wait = Duration.between(now(), this.openUntil);
		return wait.isNegative() ? Duration.ZERO : wait;
	}

	private Instant now() {
		return this.breaker.getCircuitBreakerConfig().getClock().instant();
	}

	/**
	 * Record the failure of a request that the circuit breaker permitted. If the route is
	 * to be skipped because of this failure alone, open the circuit breaker.
	 * @param elapsed the duration of the request, in the time unit of the circuit breaker
	 */
	void recordFailure(RouteFailure failure, Throwable cause, long elapsed) {
		this.breaker.onError(elapsed, this.breaker.getTimestampUnit(), cause);
		Duration skipDuration = failure.skipDuration(openDuration());
		if (skipDuration != null) {
			this.breaker.transitionToOpenStateFor(skipDuration);
			this.openUntil = now().plus(skipDuration);
		}
	}

	private Duration openDuration() {
		return Duration.ofMillis(this.breaker.getCircuitBreakerConfig().getWaitIntervalFunctionInOpenState().apply(1));
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Decides from the states of the circuit breakers whether waiting requests are sent,
	 * and whether failed requests are retried.
	 *
	 * @param route the route of the requests
	 * @param later the routes after this route
	 */
	private record Condition(Route route, List<Route> later) implements RequestCondition {

		@Override
		public boolean allowsRetry(Throwable failure) {
			return this.route.canRetry(failure, this.later);
		}

		@Override
		public boolean allowsSending() {
			return !this.route.isOpen();
		}

	}

}
