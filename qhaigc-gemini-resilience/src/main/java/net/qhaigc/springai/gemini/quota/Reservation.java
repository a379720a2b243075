package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.cost.TokenCounts;

/**
 * What one request has acquired: a slot, a request and an estimated number of tokens.
 */
final class Reservation implements RequestQuota.Permit {

	private final QuotaScope scope;

	private final Duration maxWait;

	private final Scheduler timer;

	private final QuotaMeters meters;

	private final Slots.@Nullable Slot slot;

	private boolean ended;

	private volatile boolean request;

	private volatile long tokens;

	Reservation(QuotaScope scope, Duration maxWait, Scheduler timer, QuotaMeters meters) {
		this.scope = scope;
		this.maxWait = maxWait;
		this.timer = timer;
		this.meters = meters;
		this.slot = (scope.slots() != null) ? new Slots.Slot() : null;
	}

	/** Acquire all of it without waiting, or nothing. */
	boolean tryAcquire(QuotaRequest facts) {
		TokenBucket requests = this.scope.requests();
		if (requests != null) {
			this.request = requests.tryConsume(1);
			if (!this.request) {
				return false;
			}
		}
		if (tryConsumeTokens(facts) && tryAcquireSlot()) {
			this.meters.acquired(0);
			return true;
		}
		cancel();
		return false;
	}

	private boolean tryConsumeTokens(QuotaRequest facts) {
		TokenBucket bucket = this.scope.tokens();
		if (bucket == null) {
			return true;
		}
		long estimate = Math.min(facts.estimatedTokens(), bucket.rate().limit());
		boolean consumed = bucket.tryConsume(estimate);
		this.tokens = consumed ? estimate : 0;
		return consumed;
	}

	private boolean tryAcquireSlot() {
		return this.scope.slots() == null || this.slot == null || this.scope.slots().tryAcquire(this.slot);
	}

	/**
	 * Acquire all of it, or nothing. Waiting for a slot counts towards the maximum time.
	 */
	Mono<RequestQuota.Permit> acquire(QuotaRequest facts, LongSupplier nanoTime) {
		long start = nanoTime.getAsLong();
		long latest = start + this.maxWait.toNanos();
		Slots slots = this.scope.slots();
		Mono<RequestQuota.Permit> reserved = Mono.defer(() -> reserve(facts, latest - nanoTime.getAsLong()));
		Mono<RequestQuota.Permit> acquired = (slots != null && this.slot != null)
				? slots.acquire(this.slot, this.maxWait, this.timer)
					.doOnError((failure) -> this.meters.refused(QuotaMeters.CONCURRENT_REQUESTS))
					.then(reserved)
				: reserved;
		return acquired.doOnNext((permit) -> this.meters.acquired(nanoTime.getAsLong() - start))
			.doOnError((failure) -> cancel())
			.doOnCancel(this::cancel);
	}

	private Mono<RequestQuota.Permit> reserve(QuotaRequest facts, long remaining) {
		return reserveRequest(Math.max(0, remaining))
			.flatMap((wait) -> reserveTokens(facts, Math.max(0, remaining)).map((other) -> Math.max(wait, other)))
			.flatMap((wait) -> (wait == 0) ? Mono.just(this)
					: Mono.delay(Duration.ofNanos(wait), this.timer).thenReturn(this));
	}

	private Mono<Long> reserveRequest(long maxNanos) {
		TokenBucket bucket = this.scope.requests();
		return (bucket == null) ? Mono.just(0L) : reserve(bucket, 1, maxNanos, () -> this.request = true);
	}

	private Mono<Long> reserveTokens(QuotaRequest facts, long maxNanos) {
		TokenBucket bucket = this.scope.tokens();
		if (bucket == null) {
			return Mono.just(0L);
		}
		long estimate = Math.min(facts.estimatedTokens(), bucket.rate().limit());
		return reserve(bucket, estimate, maxNanos, () -> this.tokens = estimate);
	}

	/**
	 * A store may consume the number even if the request is cancelled before the store
	 * responds, so the response is awaited in any case.
	 */
	private Mono<Long> reserve(TokenBucket bucket, long count, long maxNanos, Runnable consumed) {
		return Mono.fromFuture(bucket.consume(count, maxNanos).doOnNext((wait) -> {
			if (wait <= maxNanos && !isInProgress(consumed)) {
				bucket.add(count);
			}
		}).toFuture(), true).map((wait) -> checked(bucket, wait, maxNanos));
	}

	/** Remember what was consumed, unless the request has been cancelled. */
	private synchronized boolean isInProgress(Runnable consumed) {
		if (!this.ended) {
			consumed.run();
			return true;
		}
		return false;
	}

	private Long checked(TokenBucket bucket, long wait, long maxNanos) {
		if (wait > maxNanos) {
			this.meters.refused(bucket.rate().name());
			throw QuotaFailures.rate(bucket.rate(), wait, this.maxWait);
		}
		return wait;
	}

	@Override
	public void cancel() {
		if (end()) {
			if (this.scope.requests() != null && this.request) {
				this.scope.requests().add(1);
			}
			settle(0);
			releaseSlot();
		}
	}

	@Override
	public void release(@Nullable TokenCounts used, @Nullable RateLimits limits) {
		if (end()) {
			settle((used != null) ? used.total() : this.tokens);
			if (limits != null) {
				correct(limits);
			}
			releaseSlot();
		}
	}

	private synchronized boolean end() {
		boolean first = !this.ended;
		this.ended = true;
		return first;
	}

	private void settle(long used) {
		if (this.scope.tokens() != null && used != this.tokens) {
			this.scope.tokens().add(this.tokens - used);
		}
	}

	private void releaseSlot() {
		if (this.scope.slots() != null && this.slot != null) {
			this.scope.slots().release(this.slot);
		}
	}

	private void correct(RateLimits limits) {
		correct(this.scope.requests(), limits.requestsLimit(), limits.requestsRemaining(), limits.requestsReset());
		correct(this.scope.tokens(), limits.tokensLimit(), limits.tokensRemaining(), limits.tokensReset());
	}

	/**
	 * Reduce the bucket to the number that the gateway reports, since others can use the
	 * same account. 0 without a time means that the header is missing.
	 */
	private static void correct(@Nullable TokenBucket bucket, long limit, long remaining, Duration reset) {
		if (bucket == null || limit <= 0 || remaining >= bucket.rate().capacity()) {
			return;
		}
		if (remaining > 0) {
			bucket.reduceTo(remaining);
		}
		else if (!reset.isZero()) {
			bucket.reduceTo(1 - bucket.rate().addedIn(reset));
		}
	}

}
