package net.qhaigc.springai.gemini.quota;

import java.util.function.LongSupplier;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import reactor.core.publisher.Mono;

/**
 * A bucket in memory. Its methods are synchronized: if a request consumes tokens and
 * immediately puts them back because it would have to wait too long, no other request
 * sees the bucket without these tokens.
 */
final class LocalTokenBucket implements TokenBucket {

	private final Rate rate;

	private final Bucket bucket;

	LocalTokenBucket(Rate rate, LongSupplier nanoTime) {
		this.rate = rate;
		this.bucket = Bucket.builder()
			.addLimit(rate.configuration().getBandwidths()[0])
			.withCustomTimePrecision(new NanoTime(nanoTime))
			.withSynchronizationStrategy(SynchronizationStrategy.NONE)
			.build();
	}

	@Override
	public Rate rate() {
		return this.rate;
	}

	@Override
	public Mono<Long> consume(long count, long maxWait, Runnable onConsumed) {
		long wait = consumeNow(count, maxWait);
		if (wait <= maxWait) {
			onConsumed.run();
		}
		return Mono.just(wait);
	}

	/** A number that exceeds the capacity can be consumed if the bucket is full. */
	@Override
	public synchronized boolean tryConsume(long count) {
		return (count <= this.rate.capacity()) ? this.bucket.tryConsume(count) : consumeNow(count, 0) == 0;
	}

	private synchronized long consumeNow(long count, long maxWait) {
		long wait = this.rate.waitTime(count, this.bucket.consumeIgnoringRateLimits(count));
		if (wait > maxWait) {
			this.bucket.addTokens(count);
		}
		return wait;
	}

	@Override
	public synchronized void add(long count) {
		if (count > 0) {
			this.bucket.addTokens(count);
		}
		else if (count < 0) {
			this.bucket.consumeIgnoringRateLimits(-count);
		}
	}

	@Override
	public synchronized void reduceTo(long count) {
		add(Math.min(0, count - this.bucket.getAvailableTokens()));
	}

	@Override
	public synchronized double available() {
		return this.bucket.getAvailableTokens();
	}

	private record NanoTime(LongSupplier nanoTime) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.nanoTime.getAsLong();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
