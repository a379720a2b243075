package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;

/**
 * The state that the requests of one API key and model share: a retry budget, a pause
 * while the gateway limits their rate, and early retries at the end of an outage. Other
 * API keys and models are not affected.
 */
final class Throttle {

	/**
	 * The code of a failure if no key of a {@code RoundRobinApiKey} can be used, and the
	 * gateway limits the rate of at least one key.
	 */
	private static final String API_KEYS_LIMITED = "api_keys_limited";

	private static final int TOO_MANY_REQUESTS = 429;

	/**
	 * If the gateway requests a delay that is shorter than this, requests are not paused,
	 * and the delay does not replace the back-off. One second is the shortest delay that
	 * {@code Retry-After} can specify, apart from zero.
	 */
	private static final Duration MIN_PAUSE = Duration.ofSeconds(1);

	/** The maximum random delay after a pause, as a fraction of the pause. */
	private static final double MAX_JITTER_FRACTION = 0.05;

	private static final Duration MAX_JITTER = Duration.ofSeconds(5);

	private final RetrySettings settings;

	private final ClientSchedulers schedulers;

	private final RetryBudget budget;

	private final EarlyRetries earlyRetries;

	private volatile @Nullable Pause pause;

	Throttle(RetrySettings settings, ClientSchedulers schedulers) {
		this.settings = settings;
		this.schedulers = schedulers;
		this.budget = new RetryBudget(settings.budget(), schedulers);
		this.earlyRetries = new EarlyRetries(schedulers);
	}

	RetrySettings settings() {
		return this.settings;
	}

	ClientSchedulers schedulers() {
		return this.schedulers;
	}

	RetryBudget budget() {
		return this.budget;
	}

	EarlyRetries earlyRetries() {
		return this.earlyRetries;
	}

	/** Record that the request that was sent at the given time succeeded. */
	void recordSuccess(long sentAt) {
		this.budget.recordSuccess();
		this.earlyRetries.recordSuccess(sentAt);
	}

	/**
	 * Record a failure, and pause the requests if the gateway requires it.
	 * @param failure the failure
	 * @param sentAt when the request was sent
	 */
	void recordFailure(QhaigcTransientException failure, long sentAt) {
		this.budget.recordFailure();
		this.earlyRetries.recordFailure(sentAt);
		Duration hint = failure.problem().retryAfter();
		if (hint != null && isRateLimitWithEnd(failure.problem())
				&& hint.compareTo(this.settings.maxRetryAfter()) <= 0) {
			pause(failure, hint, sentAt);
		}
	}

	/**
	 * Whether the gateway specifies when its rate limit ends, in which case no back-off
	 * is needed.
	 */
	static boolean isRateLimitWithEnd(GatewayProblem problem) {
		Duration hint = problem.retryAfter();
		return (problem.status() == TOO_MANY_REQUESTS || API_KEYS_LIMITED.equals(problem.code())) && hint != null
				&& hint.compareTo(MIN_PAUSE) >= 0;
	}

	/**
	 * Start a pause. If the failed request was sent before the current pause started, a
	 * new pause replaces the current one only if it is longer.
	 */
	private synchronized void pause(QhaigcTransientException failure, Duration hint, long sentAt) {
		long now = this.schedulers.clock().now();
		Pause current = this.pause;
		if (current == null || sentAt - current.startedAt() > 0 || hint.compareTo(current.duration()) > 0) {
			this.pause = new Pause(now, now + hint.toNanos(), hint, failure);
			RetryLog.logger
				.debug("The gateway limits the request rate; new requests wait for %d ms".formatted(hint.toMillis()));
		}
	}

	boolean isPaused() {
		Pause current = this.pause;
		return current != null && current.endsAt() - this.schedulers.clock().now() > 0;
	}

	/**
	 * Wait while requests are paused, but at most for the maximum time that a retry waits
	 * ({@code qhaigc.max-retry-wait}).
	 * @param condition determines whether a request waits; receives the failure that
	 * started the pause
	 */
	Mono<Void> untilResumed(Predicate<Throwable> condition) {
		return Mono.defer(() -> {
			long latestEnd = this.schedulers.clock().now() + this.settings.maxRetryWait().toNanos();
			return this.schedulers.unlessClosed(untilResumed(condition, latestEnd));
		});
	}

	private Mono<Void> untilResumed(Predicate<Throwable> condition, long latestEnd) {
		return Mono.defer(() -> {
			Pause current = this.pause;
			long now = this.schedulers.clock().now();
			long wait = (current != null) ? Math.min(current.endsAt(), latestEnd) - now : 0;
			if (current == null || wait <= 0) {
				return Mono.empty();
			}
			if (!condition.test(current.failure())) {
				return Mono.error(GatewayErrors.requestsPaused(Duration.ofNanos(wait), current.failure()));
			}
			return this.schedulers.delay(Duration.ofNanos(wait + current.jitter()))
				.then(untilResumed(condition, latestEnd));
		});
	}

	/**
	 * A period in which new requests wait.
	 *
	 * @param startedAt when it started
	 * @param endsAt when it ends
	 * @param duration how long it is
	 * @param failure the failure that reported the rate limit
	 */
	private record Pause(long startedAt, long endsAt, Duration duration, QhaigcTransientException failure) {

		long jitter() {
			double max = Math.min(this.duration.toNanos() * MAX_JITTER_FRACTION, MAX_JITTER.toNanos());
			return (long) (ThreadLocalRandom.current().nextDouble() * max);
		}

	}

}
