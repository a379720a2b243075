package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.cost.TokenCounts;

/**
 * Decides when the requests of a client can be sent, so that they stay within a quota. It
 * is asked for each attempt to send a request, including retries, and not for the list of
 * models. It is thread-safe and does not block.
 */
@FunctionalInterface
public interface RequestQuota {

	/**
	 * Acquire a permit to send a request.
	 * @param request the request
	 * @return the permit, as soon as the request can be sent. A failure is that of the
	 * request, which is not retried if its code is {@code quota_exceeded}. A cancellation
	 * means that the request is not sent, even if the permit was emitted before
	 */
	Mono<Permit> acquire(QuotaRequest request);

	/**
	 * Acquire a permit, if that is possible at once. It is called before
	 * {@link #acquire(QuotaRequest)}, so that most requests need no {@code Mono}.
	 * @param request the request
	 * @return the permit; null, as by default, if {@code acquire} has to be called, for
	 * which this call has no effect
	 * @throws RuntimeException the failure of the request, as that of {@code acquire}
	 */
	default @Nullable Permit tryAcquire(QuotaRequest request) {
		return null;
	}

	/**
	 * Return a quota that is this one and another one. A request that this quota does not
	 * permit does not wait for the other one.
	 * @param next the quota that is asked if this one permits a request
	 * @return the quota of both
	 */
	default RequestQuota and(RequestQuota next) {
		return new CombinedQuota(this, next);
	}

	/**
	 * The permit to send one request. Only the first call of a method has an effect.
	 */
	interface Permit {

		/**
		 * Return a permit that was not used, because the request was not sent.
		 */
		void cancel();

		/**
		 * Note that the request has ended.
		 * @param tokens the tokens that the gateway counted, which are
		 * {@link TokenCounts#NONE} if it rejected the request; null if they are unknown,
		 * for example because a stream was cancelled before its first event
		 * @param limits the rate limits in the headers of the response; null if there are
		 * none
		 */
		void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits);

	}

}
