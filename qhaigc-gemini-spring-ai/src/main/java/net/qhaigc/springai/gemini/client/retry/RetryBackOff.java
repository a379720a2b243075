package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;

/**
 * The back-off of one request, which can end early during an outage or when it is over.
 */
final class RetryBackOff {

	private final BackOffExecution delays;

	private final ClientSchedulers schedulers;

	private final EarlyRetries earlyRetries;

	/**
	 * The minimum time between the last request and an early retry that tests whether the
	 * outage is over.
	 */
	private Duration probeInterval = Duration.ZERO;

	private long endsAt;

	RetryBackOff(BackOff policy, ClientSchedulers schedulers, EarlyRetries earlyRetries) {
		this.delays = policy.start();
		this.schedulers = schedulers;
		this.earlyRetries = earlyRetries;
	}

	/** Return the next delay in milliseconds, or {@link BackOffExecution#STOP}. */
	long next() {
		long delay = this.delays.nextBackOff();
		if (this.probeInterval.isZero()) {
			this.probeInterval = Duration.ofMillis(Math.max(delay, EarlyRetries.MIN_INTERVAL.toMillis()));
		}
		return delay;
	}

	/** Return how many milliseconds of the last delay remain. */
	long remainingMillis() {
		return Math.max(0, Duration.ofNanos(this.endsAt - now()).toMillis());
	}

	/** Whether the last delay has not elapsed yet. */
	boolean hasRemainingDelay() {
		return this.endsAt - now() > 0;
	}

	Mono<Long> startDelay(Duration delay) {
		this.endsAt = now() + delay.toNanos();
		return this.schedulers.delay(delay);
	}

	/**
	 * Return the wait before a retry, which ends early if the retry is sent as a probe,
	 * or because the outage in which the request failed is over.
	 * @param wait the regular wait
	 * @param sentAt when the request that failed was sent
	 */
	Mono<Boolean> untilRecovered(Mono<Boolean> wait, long sentAt) {
		return this.earlyRetries.untilRecovered(wait, sentAt, this.probeInterval);
	}

	private long now() {
		return this.schedulers.clock().now();
	}

}
