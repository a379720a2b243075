package net.qhaigc.springai.gemini.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * The common deadline of several requests and the work between them. The call timeout of
 * the client ({@code qhaigc.call-timeout}) applies to all of them together, as if they
 * were one call. The timeout starts when the first of the requests is sent.
 */
public final class CallDeadline {

	private volatile @Nullable Running running;

	/**
	 * Throw an exception if the deadline is exceeded. Work that has begun is not
	 * interrupted.
	 * @throws QhaigcTransientException if the call timeout is exceeded
	 */
	public void throwIfExceeded() {
		Running running = this.running;
		if (running != null && running.remaining().isNegative()) {
			throw exceeded(running.timeout());
		}
	}

	/**
	 * Begin a request.
	 * @param clock the clock of the client
	 * @param timeout the call timeout, which is not zero
	 * @return the time that remains for the request; negative if there is none
	 */
	Duration begin(ClientClock clock, Duration timeout) {
		Running running = this.running;
		if (running == null) {
			running = new Running(clock, clock.now(), timeout);
			this.running = running;
		}
		return running.remaining();
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
	private record Running(ClientClock clock, long startedAt, Duration timeout) {

		private Duration remaining() {
			return this.timeout.minusNanos(this.clock.now() - this.startedAt);
		}

	}

}
