package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.CompletableFuture;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import reactor.core.publisher.Mono;

/**
 * A counter in a store that several instances of the application share: what is missing
 * in a bucket.
 */
final class RemoteSpendingCounter implements SpendingCounter {

	private final long capacity;

	private final AsyncBucketProxy bucket;

	private final StoreGuard guard;

	RemoteSpendingCounter(long capacity, AsyncBucketProxy bucket, StoreGuard guard) {
		this.capacity = capacity;
		this.bucket = bucket;
		this.guard = guard;
	}

	@Override
	public Mono<Long> add(long micros) {
		return this.guard.call(() -> available(micros).thenApply((available) -> this.capacity - available));
	}

	private CompletableFuture<Long> available(long micros) {
		if (micros > 0) {
			return this.bucket.tryConsumeAndReturnRemaining(micros).thenApply(ConsumptionProbe::getRemainingTokens);
		}
		return (micros == 0) ? this.bucket.getAvailableTokens()
				: this.bucket.addTokens(-micros).thenCompose((nothing) -> this.bucket.getAvailableTokens());
	}

}
