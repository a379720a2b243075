package net.qhaigc.springai.gemini.failover;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.retry.TransientAiException;

import net.qhaigc.springai.gemini.client.RequestCondition;
import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;

/**
 * What a failure means for the route on which it occurred.
 *
 * @param kind the kind of the failure
 * @param retryAfter how long the gateway asks the client to wait; null if not specified
 * @param requestWasSent false if a {@link RequestCondition} prevented the request from
 * being sent: the circuit opened while the request waited, or the request would have had
 * to wait for the end of a rate limit. Otherwise true, even if the connection could not
 * be established
 * @param isQuotaExceeded whether a quota that the application itself has configured was
 * used up, possibly the quota of a single tenant
 */
record RouteFailure(FailureKind kind, @Nullable Duration retryAfter, boolean requestWasSent, boolean isQuotaExceeded) {

	/** Failures that would be the same with every route. */
	private static final Set<FailureKind> ROUTE_INDEPENDENT = EnumSet.of(FailureKind.REQUEST, FailureKind.CONTENT,
			FailureKind.APPLICATION);

	/**
	 * The error codes of requests that a {@link RequestCondition} prevented from being
	 * sent.
	 */
	private static final Set<String> NOT_SENT = Set.of("request_not_sent", "requests_paused");

	/** Failures that last until somebody changes the account or the configuration. */
	private static final Set<FailureKind> PERSISTENT = EnumSet.of(FailureKind.API_KEY, FailureKind.CREDIT,
			FailureKind.MODEL, FailureKind.GATEWAY);

	/** Classify an exception of any provider. */
	static RouteFailure of(Throwable failure) {
		if (failure instanceof GatewayFailure gatewayFailure) {
			GatewayProblem problem = gatewayFailure.problem();
			String code = String.valueOf(problem.code());
			return new RouteFailure(gatewayFailure.kind(), problem.retryAfter(), !NOT_SENT.contains(code),
					problem.status() == 0 && code.equals(GatewayProblem.QUOTA_EXCEEDED));
		}
		return new RouteFailure(kind(failure), null, true, false);
	}

	private static FailureKind kind(Throwable failure) {
		int status = HttpStatusReader.read(failure);
		if (status != 0) {
			return kind(status);
		}
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConnectException || cause instanceof UnknownHostException
					|| cause instanceof NoRouteToHostException) {
				return FailureKind.CONNECTION;
			}
			if (cause instanceof TimeoutException) {
				return FailureKind.TIMEOUT;
			}
			if (cause instanceof IOException) {
				return FailureKind.RESPONSE;
			}
		}
		return (failure instanceof TransientAiException) ? FailureKind.UNAVAILABLE : FailureKind.APPLICATION;
	}

	private static FailureKind kind(int status) {
		return switch (status) {
			case 401, 403 -> FailureKind.API_KEY;
			case 402 -> FailureKind.CREDIT;
			case 404 -> FailureKind.MODEL;
			case 408, 504, 524 -> FailureKind.TIMEOUT;
			case 429 -> FailureKind.RATE_LIMIT;
			default -> (status >= 500) ? FailureKind.UNAVAILABLE : FailureKind.REQUEST;
		};
	}

	/** Return whether the failed request could succeed on another route. */
	boolean isRouteSpecific() {
		return !ROUTE_INDEPENDENT.contains(this.kind);
	}

	/**
	 * Return whether a request that failed in this way is sent to a later route that is
	 * ready, rather than retried on this route. This is the case for a connection
	 * failure, because the route first has to recover, and for a rate limit whose end the
	 * gateway has specified.
	 */
	boolean prefersNextRoute() {
		return this.kind == FailureKind.CONNECTION
				|| (this.kind == FailureKind.RATE_LIMIT && this.retryAfter != null && !this.retryAfter.isZero());
	}

	/**
	 * Return for how long the route is skipped because of this failure alone.
	 * @param defaultDuration how long a route is skipped by default
	 * @return the time; null if the failure rate decides whether the route is skipped
	 */
	@Nullable Duration skipDuration(Duration defaultDuration) {
		if (PERSISTENT.contains(this.kind)) {
			return defaultDuration;
		}
		boolean limited = this.kind == FailureKind.RATE_LIMIT && this.retryAfter != null && !this.retryAfter.isZero();
		return limited ? this.retryAfter : null;
	}

}
