package net.qhaigc.springai.gemini.client;

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

	private static final Set<String> TIMEOUTS_OF_SENT_REQUEST = Set.of("response_timeout", "stream_idle_timeout");

	private static final Set<String> NOT_SENT = Set.of("request_not_sent", "requests_paused");

	private static final int TOO_MANY_REQUESTS = 429;

	/**
	 * Whether a request has failed because it must not be sent, or must not wait until it
	 * can be sent.
	 */
	static boolean wasNotSent(Throwable failure) {
		return failure instanceof QhaigcTransientException ex && ex.problem().code() != null
				&& NOT_SENT.contains(ex.problem().code());
	}

	GatewayProblem problem() {
		return this.exception.problem();
	}

	/** Return the delay that the gateway specifies; null if it does not. */
	@Nullable Duration retryAfter() {
		return problem().retryAfter();
	}

	/** Whether the gateway can be processing the request. */
	boolean isTimeoutOfSentRequest() {
		String code = problem().code();
		return problem().status() == 0 && code != null && TIMEOUTS_OF_SENT_REQUEST.contains(code);
	}

	/**
	 * Whether the failure is not counted if it is that of a retry that was sent early. It
	 * is counted if the gateway may charge for the request.
	 */
	boolean isFreeIfEarly() {
		return GatewayErrors.maxRetries(this.exception) == Integer.MAX_VALUE && !isTimeoutOfSentRequest();
	}

	/** Whether the retry can be sent before its back-off is over. */
	boolean canBeRetriedEarly() {
		return isFreeIfEarly() && retryAfter() == null && problem().status() != TOO_MANY_REQUESTS;
	}

	/** A rate limit with a time needs no back-off. */
	Duration waitAtLeast(Duration backOff) {
		Duration hint = retryAfter();
		return (hint != null && (Throttle.isRateLimit(problem()) || hint.compareTo(backOff) > 0)) ? hint : backOff;
	}

	/** Return the failure that the caller gets if a property prevents the retry. */
	QhaigcTransientException notRetried(String property) {
		return new QhaigcTransientException(this.exception.getMessage() + " (not retried: " + property + ")", problem(),
				this.exception);
	}

}
