package net.qhaigc.springai.gemini.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.scheduling.ClientClock;
import net.qhaigc.springai.gemini.client.scheduling.TimeLimit;

/**
 * The common deadline of several requests and of the work between them. The call timeout
 * of the client ({@code qhaigc.call-timeout}) applies to all of them together, as if they
 * were one call. The timeout starts when the first of the requests begins, even if that
 * request waits before it is sent.
 */
public final class CallDeadline {

	private volatile @Nullable StartedTimeout started;

	/**
	 * Throw an exception if the deadline is exceeded. Only requests are interrupted at
	 * the deadline, so this method must be called after other work.
	 * @throws QhaigcTransientException if the call timeout is exceeded
	 */
	public void throwIfExceeded() {
		StartedTimeout started = this.started;
		if (started != null && started.remaining().isNegative()) {
			throw exceeded(started.timeout());
		}
	}

	/**
	 * Begin a request.
	 * @param clock the clock of the client
	 * @param timeout the call timeout, which is not zero
	 * @return the time that remains for the request; negative if there is none
	 */
	Duration begin(ClientClock clock, Duration timeout) {
		StartedTimeout started = this.started;
		if (started == null) {
			started = new StartedTimeout(clock, clock.now(), timeout);
			this.started = started;
		}
		return started.remaining();
	}

	static QhaigcTransientException exceeded(Duration timeout) {
		return TimeLimit.timeout("call_timeout",
				"The call did not complete within %d ms (qhaigc.call-timeout). Its last request may have been charged",
				timeout);
	}

	/**
	 * The call timeout, which started with the first request.
	 *
	 * @param clock the clock of the client
	 * @param startedAt when the first request began
	 * @param timeout the call timeout
	 */
	private record StartedTimeout(ClientClock clock, long startedAt, Duration timeout) {

		private Duration remaining() {
			return this.timeout.minusNanos(this.clock.now() - this.startedAt);
		}

	}

}
