package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import reactor.core.publisher.Mono;

/**
 * A counter in a store that several instances of the application share. The total is the
 * amount that has been consumed from a Bucket4j bucket, in which each token is a
 * millionth of a unit of the currency.
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

	@Override
	public Mono<Long> charge(long micros, Runnable onCounted) {
		return this.guard.call(() -> addInStore(micros), onCounted);
	}

	@Override
	public void add(long micros, LongConsumer total) {
		this.guard.add(this, micros,
				(sum) -> (sum > 0) ? addInStore(sum).thenAccept(total::accept) : subtract(-sum, total));
	}

	/**
	 * Subtract an amount, and then read the total. The returned future fails only if the
	 * subtraction fails, because the {@link StoreGuard} then repeats the subtraction.
	 */
	private CompletableFuture<?> subtract(long micros, LongConsumer total) {
		CompletableFuture<?> subtracted = this.bucket.run((bucket) -> bucket.addTokens(micros));
		subtracted.thenCompose((nothing) -> addInStore(0)).thenAccept(total::accept);
		return subtracted;
	}

	/** Add an amount that is not negative, and return the total. */
	private CompletableFuture<Long> addInStore(long micros) {
		return this.bucket.run((bucket) -> consumeAndReturnAvailable(bucket, micros))
			.thenApply((available) -> this.capacity - available);
	}

	private static CompletableFuture<Long> consumeAndReturnAvailable(AsyncBucketProxy bucket, long micros) {
		return (micros > 0)
				? bucket.tryConsumeAndReturnRemaining(micros).thenApply(ConsumptionProbe::getRemainingTokens)
				: bucket.getAvailableTokens();
	}

}
