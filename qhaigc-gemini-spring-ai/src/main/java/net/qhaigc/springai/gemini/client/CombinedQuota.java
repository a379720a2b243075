package net.qhaigc.springai.gemini.client;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.cost.TokenCounts;

/**
 * Two quotas that a request must satisfy.
 *
 * @param first the quota that is asked first
 * @param second the quota that is asked if the first one permits the request
 */
record CombinedQuota(RequestQuota first, RequestQuota second) implements RequestQuota {

	@Override
	public Mono<Permit> acquire(QuotaRequest request) {
		return this.first.acquire(request)
			.flatMap((permit) -> this.second.acquire(request)
				.<Permit>map((other) -> new Permits(permit, other))
				.doOnError((failure) -> permit.cancel())
				.doOnCancel(permit::cancel));
	}

	@Override
	public @Nullable Permit tryAcquire(QuotaRequest request) {
		Permit permit = this.first.tryAcquire(request);
		if (permit == null) {
			return null;
		}
		Permit other = null;
		try {
			other = this.second.tryAcquire(request);
		}
		finally {
			if (other == null) {
				permit.cancel();
			}
		}
		return (other != null) ? new Permits(permit, other) : null;
	}

	/**
	 * The permits of both quotas.
	 *
	 * @param first that of the first one
	 * @param second that of the second one
	 */
	private record Permits(Permit first, Permit second) implements Permit {

		@Override
		public void cancel() {
			both(Permit::cancel);
		}

		@Override
		public void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits) {
			both((permit) -> permit.release(tokens, limits));
		}

		private void both(Consumer<Permit> action) {
			action.accept(this.second);
			action.accept(this.first);
		}

	}

}
