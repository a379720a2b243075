package net.qhaigc.springai.gemini.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * The failover of one request: which routes were tried, and how they failed.
 */
final class FailoverExecution {

	/** The error code if no circuit breaker permits a request. */
	static final String NO_ROUTE_AVAILABLE = "no_route_available";

	/**
	 * The retry delay that is reported while a trial request is in progress, since it is
	 * not known when the trial request will end.
	 */
	private static final Duration TRIAL_RETRY_AFTER = Duration.ofSeconds(1);

	private final List<Route> routes;

	private final Prompt prompt;

	private final ObservedFailover observation;

	private final List<Exception> failures = new ArrayList<>(1);

	/** The last route to which the request was sent. */
	private @Nullable Route lastUsed;

	private int nextIndex;

	FailoverExecution(List<Route> routes, Prompt prompt, ObservedFailover observation) {
		this.routes = routes;
		this.prompt = prompt;
		this.observation = observation;
	}

	/**
	 * Return an attempt with the next route whose circuit breaker permits a request. If
	 * there is no such route, throw an exception.
	 */
	Attempt nextAttempt() {
		while (this.nextIndex < this.routes.size()) {
			Route route = this.routes.get(this.nextIndex++);
			if (route.tryAcquirePermission()) {
				this.observation.setRoute(route);
				return new Attempt(route, this.prompt);
			}
		}
		throw this.failures.isEmpty() ? noRouteAvailable()
				: withEarlierFailures(this.failures.get(this.failures.size() - 1));
	}

	/**
	 * Record a failure, and throw it if the request must not continue with the next
	 * route. If nothing was sent to the route, the failure is not recorded, and the
	 * request continues with the next route.
	 */
	void handleFailure(Attempt attempt, Exception failure) {
		RouteFailure routeFailure = attempt.failure();
		if (routeFailure != null && !routeFailure.requestWasSent()) {
			this.observation.setRoute(this.lastUsed);
			return;
		}
		this.lastUsed = attempt.route();
		this.failures.add(failure);
		if (routeFailure == null || attempt.endsFailover(routeFailure)) {
			throw withEarlierFailures(failure);
		}
		this.observation.recordFailure(attempt.route(), routeFailure);
	}

	/**
	 * Add the earlier failures to a failure as suppressed exceptions. A checked exception
	 * of a stream is wrapped here and unwrapped by Reactor.
	 */
	private RuntimeException withEarlierFailures(Exception failure) {
		this.failures.stream().filter((earlier) -> earlier != failure).forEach(failure::addSuppressed);
		return Exceptions.propagate(failure);
	}

	private QhaigcTransientException noRouteAvailable() {
		String names = this.routes.stream().map(Route::name).collect(Collectors.joining(", "));
		Duration retryAfter = this.routes.stream()
			.filter((route) -> !route.isForcedOpen())
			.map(Route::untilReady)
			.min(Comparator.naturalOrder())
			.map((untilReady) -> untilReady.isZero() ? TRIAL_RETRY_AFTER : untilReady)
			.orElse(null);
		String message = "No route is available (qhaigc.failover): "
				+ ((retryAfter == null) ? "the circuit breakers of all routes are forced open (%s)".formatted(names)
						: "all routes failed recently (%s). Retry in %d s".formatted(names,
								retryAfter.plusMillis(999).toSeconds()));
		return new QhaigcTransientException(message,
				new GatewayProblem(0, NO_ROUTE_AVAILABLE, null, message, null, retryAfter, null), null);
	}

}
