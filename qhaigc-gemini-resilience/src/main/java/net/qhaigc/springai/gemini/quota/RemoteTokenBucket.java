package net.qhaigc.springai.gemini.quota;

import io.github.bucket4j.distributed.AsyncBucketProxy;
import reactor.core.publisher.Mono;

/**
 * A bucket in a store that several instances of the application share. One that would
 * wait too long returns what it has consumed.
 */
final class RemoteTokenBucket implements TokenBucket {

	private final Rate rate;

	private final AsyncBucketProxy bucket;

	private final StoreGuard guard;

	RemoteTokenBucket(Rate rate, AsyncBucketProxy bucket, StoreGuard guard) {
		this.rate = rate;
		this.bucket = bucket;
		this.guard = guard;
	}

	@Override
	public Rate rate() {
		return this.rate;
	}

	@Override
	public Mono<Long> consume(long count, long maxWait) {
		return this.guard.call(() -> this.bucket.consumeIgnoringRateLimits(count)).map((nanos) -> {
			long wait = this.rate.wait(count, nanos);
			if (wait > maxWait) {
				add(count);
			}
			return wait;
		});
	}

	@Override
	public void add(long count) {
		if (count != 0) {
			this.guard
				.run(() -> (count > 0) ? this.bucket.addTokens(count) : this.bucket.consumeIgnoringRateLimits(-count));
		}
	}

	@Override
	public void reduceTo(long count) {
		this.guard
			.run(() -> this.bucket.getAvailableTokens().thenAccept((available) -> add(Math.min(0, count - available))));
	}

}
