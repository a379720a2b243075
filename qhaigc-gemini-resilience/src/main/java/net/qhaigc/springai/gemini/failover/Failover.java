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
 * The state of one request: which routes were tried, and how they failed.
 */
final class Failover {

	/** The code of the problem if no circuit breaker permits a request. */
	static final String NO_ROUTE = "no_route_available";

	/** The time to wait while a trial is in progress, since its end is not known. */
	private static final Duration TRIAL_WAIT = Duration.ofSeconds(1);

	private final List<Route> routes;

	private final Prompt prompt;

	private final ObservedFailover observed;

	private final List<Exception> failures = new ArrayList<>(1);

	/** The last route that was used. */
	private @Nullable Route lastUsed;

	private int next;

	Failover(List<Route> routes, Prompt prompt, ObservedFailover observed) {
		this.routes = routes;
		this.prompt = prompt;
		this.observed = observed;
	}

	/** Return an attempt with the next permitted route, or throw if there is none. */
	Attempt next() {
		while (this.next < this.routes.size()) {
			Route route = this.routes.get(this.next++);
			if (route.tryAcquirePermission()) {
				this.observed.setRoute(route);
				return new Attempt(route, this.prompt);
			}
		}
		throw this.failures.isEmpty() ? noRoute() : withEarlierFailures(this.failures.get(this.failures.size() - 1));
	}

	/**
	 * Record a failure, and throw it if the next route must not be used. A route to which
	 * nothing was sent has not failed.
	 */
	void handleFailure(Attempt attempt, Exception failure) {
		RouteFailure routeFailure = attempt.failure();
		if (routeFailure != null && !routeFailure.wasSent()) {
			this.observed.setRoute(this.lastUsed);
			return;
		}
		this.lastUsed = attempt.route();
		this.failures.add(failure);
		if (routeFailure == null || attempt.isFinal(routeFailure)) {
			throw withEarlierFailures(failure);
		}
		this.observed.recordFailure(attempt.route(), routeFailure);
	}

	/** A checked exception of a stream is wrapped, and unwrapped again by Reactor. */
	private RuntimeException withEarlierFailures(Exception failure) {
		this.failures.stream().filter((earlier) -> earlier != failure).forEach(failure::addSuppressed);
		return Exceptions.propagate(failure);
	}

	private QhaigcTransientException noRoute() {
		Duration ready = this.routes.stream().map(Route::untilReady).min(Comparator.naturalOrder()).orElseThrow();
		Duration wait = ready.isZero() ? TRIAL_WAIT : ready;
		String message = "No route is available (qhaigc.failover): all routes failed recently (%s). Retry in %d s"
			.formatted(this.routes.stream().map(Route::name).collect(Collectors.joining(", ")),
					wait.plusMillis(999).toSeconds());
		return new QhaigcTransientException(message, new GatewayProblem(0, NO_ROUTE, null, message, null, wait, null),
				null);
	}

}
