package net.qhaigc.springai.gemini.client;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.cost.TokenCounts;

/**
 * Two quotas, both of which must permit a request.
 *
 * @param first the quota that is checked first
 * @param second the quota that is checked if the first one permits the request
 */
record CombinedQuota(RequestQuota first, RequestQuota second) implements RequestQuota {

	@Override
	public Mono<Permit> acquire(QuotaRequest request) {
		return this.first.acquire(request)
			.flatMap((permit) -> Mono.defer(() -> this.second.acquire(request))
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
	 * @param first the permit of the first quota
	 * @param second the permit of the second quota
	 */
	private record Permits(Permit first, Permit second) implements Permit {

		@Override
		public void cancel() {
			forBoth(Permit::cancel);
		}

		@Override
		public void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits) {
			forBoth((permit) -> permit.release(tokens, limits));
		}

		private void forBoth(Consumer<Permit> action) {
			action.accept(this.second);
			action.accept(this.first);
		}

	}

}
