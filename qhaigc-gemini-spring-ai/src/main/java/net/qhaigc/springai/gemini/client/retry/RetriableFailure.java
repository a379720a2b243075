package net.qhaigc.springai.gemini.client.retry;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * What a transient failure means for the retry of a request.
 *
 * @param exception the failure
 */
record RetriableFailure(QhaigcTransientException exception) {

	private static final Set<String> TIMEOUTS_AFTER_SENDING = Set.of("response_timeout", "stream_idle_timeout");

	private static final Set<String> NOT_SENT = Set.of("request_not_sent", "requests_paused");

	private static final int TOO_MANY_REQUESTS = 429;

	/**
	 * Whether the client itself rejected the request, which therefore never reached the
	 * gateway.
	 */
	static boolean wasNotSent(Throwable failure) {
		return failure instanceof QhaigcTransientException ex && ex.problem().code() != null
				&& NOT_SENT.contains(ex.problem().code());
	}

	GatewayProblem problem() {
		return this.exception.problem();
	}

	/** Return the delay that the gateway specifies; null if it specifies none. */
	@Nullable Duration retryAfter() {
		return problem().retryAfter();
	}

	/** Whether the gateway may still be processing the request. */
	boolean isTimeoutAfterSending() {
		String code = problem().code();
		return problem().status() == 0 && code != null && TIMEOUTS_AFTER_SENDING.contains(code);
	}

	/**
	 * Whether an early retry, which was sent before its back-off had elapsed, counts as
	 * an attempt if it fails with this failure. The retry counts if
	 * {@link GatewayErrors#maxRetries} limits the retries after this failure, or if the
	 * gateway may still be processing the request.
	 */
	boolean countsAfterEarlyRetry() {
		return GatewayErrors.maxRetries(this.exception) != Integer.MAX_VALUE || isTimeoutAfterSending();
	}

	/** Whether the retry can be sent before its back-off has elapsed. */
	boolean canBeRetriedEarly() {
		return !countsAfterEarlyRetry() && retryAfter() == null && problem().status() != TOO_MANY_REQUESTS;
	}

	/**
	 * Return the delay before the retry. If the gateway specifies when its rate limit
	 * ends, the time until then replaces the back-off. A delay that the gateway specifies
	 * for any other failure is used only if it is longer than the back-off.
	 */
	Duration delay(Duration backOff) {
		Duration hint = retryAfter();
		return (hint != null && (Throttle.isRateLimitWithEnd(problem()) || hint.compareTo(backOff) > 0)) ? hint
				: backOff;
	}

	/**
	 * Return this failure with a message that says why the request is not retried.
	 * @param reason the reason, which names the property that prevents the retry
	 */
	QhaigcTransientException notRetried(String reason) {
		return GatewayErrors.notRetried(this.exception, reason);
	}

}
