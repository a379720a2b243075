package net.qhaigc.springai.gemini.client;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.client.error.RateLimits;

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
			.flatMap((firstPermit) -> Mono.defer(() -> this.second.acquire(request))
				.<Permit>map((secondPermit) -> new Permits(firstPermit, secondPermit))
				.doOnError((failure) -> firstPermit.cancel())
				.doOnCancel(firstPermit::cancel));
	}

	@Override
	public @Nullable Permit tryAcquire(QuotaRequest request) {
		Permit firstPermit = this.first.tryAcquire(request);
		if (firstPermit == null) {
			return null;
		}
		Permit secondPermit = null;
		try {
			secondPermit = this.second.tryAcquire(request);
		}
		finally {
			if (secondPermit == null) {
				firstPermit.cancel();
			}
		}
		return (secondPermit != null) ? new Permits(firstPermit, secondPermit) : null;
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
