package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;

import org.springframework.core.retry.RetryPolicy;

import net.qhaigc.springai.gemini.client.scheduling.ClientClock;

/**
 * The deadline for the retries of a request: the end of the policy's timeout or of the
 * call timeout, whichever is earlier.
 *
 * @param clock the clock of the timeouts
 * @param startedAt the time of the clock when the request started, in nanoseconds
 * @param timeout the shorter of the two timeouts
 */
record RetryDeadline(ClientClock clock, long startedAt, Duration timeout) {

	/**
	 * Return the deadline of a request that starts now.
	 * @param remainingCallTimeout the rest of the call timeout; zero if no call timeout
	 * is set
	 */
	static RetryDeadline of(RetryPolicy policy, Duration remainingCallTimeout, ClientClock clock) {
		Duration timeout = shorter(zeroAsUnlimited(policy.getTimeout()), zeroAsUnlimited(remainingCallTimeout));
		return new RetryDeadline(clock, clock.now(), timeout);
	}

	/** Whether the deadline is reached by the end of a wait. */
	boolean isExceededAfter(Duration wait) {
		return remaining().compareTo(wait) <= 0;
	}

	/** Return a wait, or the remaining time if that is shorter. */
	Duration limit(Duration wait) {
		return shorter(wait, remaining());
	}

	private Duration remaining() {
		return this.timeout.minusNanos(this.clock.now() - this.startedAt);
	}

	/** Zero means no timeout. */
	private static Duration zeroAsUnlimited(Duration timeout) {
		return timeout.isZero() ? ClientClock.MAX_TIMEOUT : timeout;
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

}
