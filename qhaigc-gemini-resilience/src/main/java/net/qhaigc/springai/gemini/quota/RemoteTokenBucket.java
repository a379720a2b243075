package net.qhaigc.springai.gemini.quota;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A bucket in a store that several instances of the application share.
 */
final class RemoteTokenBucket implements TokenBucket {

	private final Rate rate;

	private final RemoteBucket bucket;

	private final StoreGuard guard;

	private volatile double available = Double.NaN;

	private final LongSupplier nanoTime;

	private volatile @Nullable Long lastUsedAt;

	/**
	 * Create a bucket.
	 * @param bucketFactory creates the bucket from a supplier of its configuration; the
	 * supplier is called if the store does not contain the bucket
	 */
	RemoteTokenBucket(Rate rate, Function<Supplier<BucketConfiguration>, RemoteBucket> bucketFactory, StoreGuard guard,
			LongSupplier nanoTime) {
		this.rate = rate;
		this.bucket = bucketFactory.apply(this::configuration);
		this.guard = guard;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the configuration with which the bucket is created if the store does not
	 * contain it. If this instance used the bucket in the last minute, the store has lost
	 * the bucket. In this case, the bucket is created empty instead of full.
	 */
	private BucketConfiguration configuration() {
		Long last = this.lastUsedAt;
		boolean lost = last != null && this.nanoTime.getAsLong() - last < Rate.NANOS_PER_MINUTE;
		return lost ? this.rate.emptyConfiguration() : this.rate.configuration();
	}

	@Override
	public Rate rate() {
		return this.rate;
	}

	@Override
	public Mono<Long> consume(long count, long maxWait, Runnable onConsumed) {
		return this.guard.call(() -> this.bucket.run((bucket) -> bucket.consumeIgnoringRateLimits(count)), onConsumed)
			.defaultIfEmpty(0L)
			.map((nanos) -> {
				this.lastUsedAt = this.nanoTime.getAsLong();
				return this.rate.waitTime(count, nanos);
			});
	}

	@Override
	public void add(long count) {
		if (count != 0) {
			this.guard.add(this, count, this::addNow);
		}
	}

	private CompletableFuture<?> addNow(long count) {
		return (count > 0) ? this.bucket.run((bucket) -> bucket.addTokens(count))
				: this.bucket.run((bucket) -> bucket.consumeIgnoringRateLimits(-count));
	}

	/**
	 * Return the last known number of requests or tokens in the bucket, and read the
	 * current number from the store for the next call.
	 */
	@Override
	public double available() {
		this.guard.run(() -> this.bucket.run(AsyncBucketProxy::getAvailableTokens)
			.thenAccept((number) -> this.available = number));
		return this.available;
	}

	@Override
	public void reduceTo(long count) {
		this.guard.run(() -> this.bucket.run(AsyncBucketProxy::getAvailableTokens)
			.thenAccept((available) -> add(Math.min(0, count - available))));
	}

}
