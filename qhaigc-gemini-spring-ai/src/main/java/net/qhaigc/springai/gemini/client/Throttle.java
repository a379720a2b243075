package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * What the requests of one API key and model share: a retry budget, and the pause that
 * the gateway asks for when it limits their rate. Other API keys and models are not
 * affected.
 */
final class Throttle {

	private static final Log logger = LogFactory.getLog(QhaigcClient.class);

	private static final int TOO_MANY_REQUESTS = 429;

	/** The requests that waited are spread over a part of the pause. */
	private static final double JITTER = 0.1;

	private static final Duration MAX_JITTER = Duration.ofSeconds(5);

	private final ClientSettings settings;

	private final RetryBudget budget;

	private volatile @Nullable Pause pause;

	Throttle(ClientSettings settings) {
		this.settings = settings;
		this.budget = new RetryBudget(settings.retries().budget(), settings.schedulers());
	}

	RetryBudget budget() {
		return this.budget;
	}

	/** Note a failure, and pause if the gateway asks for it. */
	void failed(QhaigcTransientException failure) {
		this.budget.failed();
		Duration hint = failure.problem().retryAfter();
		if (failure.problem().status() == TOO_MANY_REQUESTS && hint != null && !hint.isZero()
				&& hint.compareTo(this.settings.retries().maxRetryAfter()) <= 0) {
			pause(hint);
		}
	}

	private synchronized void pause(Duration hint) {
		long end = this.settings.clock().now() + hint.toNanos();
		Pause current = this.pause;
		if (current == null || end - current.end() > 0) {
			this.pause = new Pause(end, hint);
			logger.debug("The gateway limits the rate; new requests wait for %d ms".formatted(hint.toMillis()));
		}
	}

	boolean isPaused() {
		Pause current = this.pause;
		return current != null && current.end() - this.settings.clock().now() > 0;
	}

	/** Wait while requests are paused, but not longer than a retry would. */
	Mono<Void> untilResumed() {
		long latest = this.settings.clock().now() + this.settings.retries().maxRetryWait().toNanos();
		return this.settings.schedulers().unlessClosed(untilResumed(latest));
	}

	private Mono<Void> untilResumed(long latest) {
		return Mono.defer(() -> {
			Pause current = this.pause;
			long now = this.settings.clock().now();
			long wait = (current != null) ? Math.min(current.end(), latest) - now : 0;
			return (current == null || wait <= 0) ? Mono.empty()
					: this.settings.schedulers()
						.delay(Duration.ofNanos(wait + current.jitter()))
						.then(untilResumed(latest));
		});
	}

	/**
	 * A time in which no request is sent.
	 *
	 * @param end when it ends
	 * @param duration how long it is
	 */
	private record Pause(long end, Duration duration) {

		long jitter() {
			double max = Math.min(this.duration.toNanos() * JITTER, MAX_JITTER.toNanos());
			return (long) (ThreadLocalRandom.current().nextDouble() * max);
		}

	}

}
