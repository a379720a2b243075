package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.CompletableFuture;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import reactor.core.publisher.Mono;

/**
 * A counter in a store that several instances of the application share. The total is the
 * number of tokens that are missing in a bucket.
 */
final class RemoteSpendingCounter implements SpendingCounter {

	private final long capacity;

	private final RemoteBucket bucket;

	private final StoreGuard guard;

	RemoteSpendingCounter(long capacity, RemoteBucket bucket, StoreGuard guard) {
		this.capacity = capacity;
		this.bucket = bucket;
		this.guard = guard;
	}

	/**
	 * If the store responds too late, the charge is undone, since nobody will settle it.
	 */
	@Override
	public Mono<Long> charge(long micros) {
		return this.guard.call(() -> total(micros), () -> total(-micros));
	}

	@Override
	public Mono<Long> add(long micros) {
		return this.guard.call(() -> total(micros));
	}

	private CompletableFuture<Long> total(long micros) {
		return this.bucket.run((bucket) -> available(bucket, micros))
			.thenApply((available) -> this.capacity - available);
	}

	private static CompletableFuture<Long> available(AsyncBucketProxy bucket, long micros) {
		if (micros > 0) {
			return bucket.tryConsumeAndReturnRemaining(micros).thenApply(ConsumptionProbe::getRemainingTokens);
		}
		return (micros == 0) ? bucket.getAvailableTokens()
				: bucket.addTokens(-micros).thenCompose((nothing) -> bucket.getAvailableTokens());
	}

}
