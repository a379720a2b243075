package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.RateLimits;

/**
 * Decides when the requests of a client can be sent, so that they stay within a quota.
 * The quota is used for each attempt to send a request, including retries, but not for
 * the requests of {@link QhaigcClient#models()} and
 * {@link QhaigcClient#spendingLimits()}. Implementations must be thread-safe and must not
 * block.
 */
@FunctionalInterface
public interface RequestQuota {

	/**
	 * Acquire a permit to send a request.
	 * @param request the request
	 * @return the permit, which is emitted as soon as the request can be sent. If the
	 * {@code Mono} fails, the request fails with the same exception, and is not retried
	 * if the code of the exception is {@link GatewayProblem#QUOTA_EXCEEDED}. If the
	 * {@code Mono} is cancelled before the permit is released, the quota must not count
	 * the request, even if the permit has already been emitted
	 */
	Mono<Permit> acquire(QuotaRequest request);

	/**
	 * Acquire a permit if one is available immediately. This method is called before
	 * {@link #acquire(QuotaRequest)}, so that most requests need no {@code Mono}.
	 * @param request the request
	 * @return the permit; null, the default, if {@code acquire} has to be called. A call
	 * that returns null must have no effect
	 * @throws RuntimeException to fail the request, as a failed {@code Mono} of
	 * {@code acquire} does
	 */
	default @Nullable Permit tryAcquire(QuotaRequest request) {
		return null;
	}

	/**
	 * Return a quota that combines this quota with the given one. A request that this
	 * quota does not permit does not wait for the given quota.
	 * @param next the quota that is checked if this one permits a request
	 * @return the combined quota
	 */
	default RequestQuota and(RequestQuota next) {
		return new CombinedQuota(this, next);
	}

	/**
	 * The permit to send one request. Only the first call to either of the two methods
	 * has an effect.
	 */
	interface Permit {

		/**
		 * Give the permit back, because the request was not sent.
		 */
		void cancel();

		/**
		 * Report that the request has ended.
		 * @param tokens the tokens that the gateway counted, which are
		 * {@link TokenCounts#NONE} if it rejected the request; null if they are unknown,
		 * for example because a stream was cancelled before its first event
		 * @param limits the rate limits in the headers of the response; null if there are
		 * none
		 */
		void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits);

	}

}
