package net.qhaigc.springai.gemini.failover;

import java.time.Clock;
import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

import org.springframework.util.Assert;

/**
 * When a route is skipped, and for how long. A route is skipped if too many of its most
 * recent requests have failed, or after a single failure that the next request would
 * encounter again, such as a rejected API key or a rate limit with a retry delay. A trial
 * request then decides whether the route is used again.
 *
 * @param windowSize the number of most recent requests whose failures are counted; at
 * least 1
 * @param minimumRequests the number of requests that must have been counted before the
 * failure rate applies; between 1 and the window size
 * @param failureRate the percentage of failed requests at which a route is skipped; more
 * than 0, at most 100
 * @param openDuration how long a route is skipped, unless a rate limit specifies a retry
 * delay; at least 1 ms
 */
public record CircuitBreakerSettings(int windowSize, int minimumRequests, float failureRate, Duration openDuration) {

	/**
	 * A route is skipped for 30 seconds if two of its last four requests failed, or one
	 * of its first two requests.
	 */
	public static final CircuitBreakerSettings DEFAULT = new CircuitBreakerSettings(4, 1, 50, Duration.ofSeconds(30));

	public CircuitBreakerSettings {
		Assert.isTrue(windowSize >= 1, () -> "windowSize must be at least 1, but is " + windowSize);
		Assert.isTrue(minimumRequests >= 1 && minimumRequests <= windowSize,
				() -> "minimumRequests must be between 1 and %d, but is %d".formatted(windowSize, minimumRequests));
		Assert.isTrue(failureRate > 0 && failureRate <= 100,
				() -> "failureRate must be more than 0 and at most 100, but is " + failureRate);
		Assert.isTrue(openDuration.compareTo(Duration.ofMillis(1)) >= 0,
				() -> "openDuration must be at least 1 ms, but is " + openDuration);
	}

	/**
	 * Create a registry of circuit breakers with these settings.
	 * @return a new registry
	 */
	public CircuitBreakerRegistry newRegistry() {
		return newRegistry(Clock.systemUTC());
	}

	/** Create a registry of circuit breakers with these settings and a clock. */
	CircuitBreakerRegistry newRegistry(Clock clock) {
		return CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
			.slidingWindow(this.windowSize, this.minimumRequests, SlidingWindowType.COUNT_BASED)
			.failureRateThreshold(this.failureRate)
			.waitDurationInOpenState(this.openDuration)
			.permittedNumberOfCallsInHalfOpenState(1)
			.clock(clock)
			.build());
	}

}
