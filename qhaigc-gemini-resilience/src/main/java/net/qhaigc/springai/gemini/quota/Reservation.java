package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.TokenCounts;
import net.qhaigc.springai.gemini.client.error.RateLimits;

/**
 * The quota that one request acquires: a slot for a request in progress, one of the
 * requests per minute, and an estimated number of the tokens per minute.
 */
final class Reservation implements RequestQuota.Permit {

	private final QuotaScope scope;

	private final Duration maxWait;

	private final Scheduler timer;

	private final QuotaMeters meters;

	private final Slots.@Nullable Slot slot;

	private final @Nullable EstimatedAmount requests;

	private final @Nullable EstimatedAmount tokens;

	private final AtomicBoolean ended = new AtomicBoolean();

	Reservation(QuotaScope scope, QuotaRequest quotaRequest, Duration maxWait, Scheduler timer, QuotaMeters meters) {
		this.scope = scope;
		this.maxWait = maxWait;
		this.timer = timer;
		this.meters = meters;
		this.slot = (scope.slots() != null) ? new Slots.Slot() : null;
		this.requests = amount(scope.requests(), 1);
		this.tokens = (scope.tokens() != null)
				? amount(scope.tokens(), Math.min(quotaRequest.estimatedTokens(), scope.tokens().rate().limit()))
				: null;
	}

	private static @Nullable EstimatedAmount amount(@Nullable TokenBucket bucket, long count) {
		return (bucket != null) ? new EstimatedAmount(count, (difference) -> {
			if (difference != 0) {
				bucket.add(-difference);
			}
		}) : null;
	}

	/** Acquire everything without waiting, or nothing. */
	boolean tryAcquire() {
		if (tryConsume(this.scope.requests(), this.requests) && tryConsume(this.scope.tokens(), this.tokens)
				&& tryAcquireSlot()) {
			this.meters.recordWait(0);
			return true;
		}
		cancel();
		return false;
	}

	private static boolean tryConsume(@Nullable TokenBucket bucket, @Nullable EstimatedAmount amount) {
		if (bucket == null || amount == null) {
			return true;
		}
		boolean consumed = bucket.tryConsume(amount.estimate());
		if (consumed) {
			amount.markCounted();
		}
		return consumed;
	}

	private boolean tryAcquireSlot() {
		return this.scope.slots() == null || this.slot == null || this.scope.slots().tryAcquire(this.slot);
	}

	/**
	 * Acquire everything, or nothing. Waiting for a slot counts towards the maximum wait.
	 */
	Mono<RequestQuota.Permit> acquire(LongSupplier nanoTime) {
		long start = nanoTime.getAsLong();
		long deadline = start + this.maxWait.toNanos();
		Slots slots = this.scope.slots();
		Mono<RequestQuota.Permit> reserved = Mono.defer(() -> reserve(deadline - nanoTime.getAsLong()));
		Mono<RequestQuota.Permit> acquired = (slots != null && this.slot != null)
				? slots.acquire(this.slot, this.maxWait, this.timer)
					.doOnError((failure) -> this.meters.countQuotaRefusal(QuotaMeters.CONCURRENT_REQUESTS))
					.then(reserved)
				: reserved;
		return acquired.doOnNext((permit) -> this.meters.recordWait(nanoTime.getAsLong() - start))
			.doOnError((failure) -> cancel())
			.doOnCancel(this::cancel);
	}

	private Mono<RequestQuota.Permit> reserve(long remainingNanos) {
		long maxNanos = Math.max(0, remainingNanos);
		return reserve(this.scope.requests(), this.requests, maxNanos)
			.flatMap((requestWait) -> reserve(this.scope.tokens(), this.tokens, maxNanos)
				.map((tokenWait) -> Math.max(requestWait, tokenWait)))
			.flatMap((wait) -> (wait == 0) ? Mono.just(this)
					: Mono.delay(Duration.ofNanos(wait), this.timer).thenReturn(this));
	}

	private Mono<Long> reserve(@Nullable TokenBucket bucket, @Nullable EstimatedAmount amount, long maxNanos) {
		return (bucket == null || amount == null) ? Mono.just(0L)
				: bucket.consume(amount.estimate(), maxNanos, amount::markCounted)
					.map((wait) -> checkWait(bucket, wait, maxNanos));
	}

	private Long checkWait(TokenBucket bucket, long wait, long maxNanos) {
		if (wait > maxNanos) {
			this.meters.countQuotaRefusal(bucket.rate().name());
			throw QuotaFailures.rateExceeded(bucket.rate(), wait, this.maxWait);
		}
		return wait;
	}

	@Override
	public void cancel() {
		if (markEnded()) {
			settle(this.requests, 0);
			settle(this.tokens, 0);
			releaseSlot();
		}
	}

	@Override
	public void release(@Nullable TokenCounts used, @Nullable RateLimits limits) {
		if (markEnded()) {
			settle(this.requests, 1);
			if (this.tokens != null) {
				settle(this.tokens, (used != null) ? used.total() : this.tokens.estimate());
			}
			if (limits != null) {
				reduceBuckets(limits);
			}
			releaseSlot();
		}
	}

	private boolean markEnded() {
		return this.ended.compareAndSet(false, true);
	}

	/**
	 * Replace the counted estimate with what the request has used. If the bucket is in a
	 * store that has not counted the estimate yet, the estimate is replaced as soon as
	 * the store has counted it.
	 */
	private static void settle(@Nullable EstimatedAmount amount, long used) {
		if (amount != null) {
			amount.settle(used, 0);
		}
	}

	private void releaseSlot() {
		if (this.scope.slots() != null && this.slot != null) {
			this.scope.slots().release(this.slot);
		}
	}

	private void reduceBuckets(RateLimits limits) {
		reduceBucket(this.scope.requests(), limits.requestsLimit(), limits.requestsRemaining(), limits.requestsReset());
		reduceBucket(this.scope.tokens(), limits.tokensLimit(), limits.tokensRemaining(), limits.tokensReset());
	}

	/**
	 * Reduce the number in the bucket to the number that the gateway reports as
	 * remaining, since other applications can use the same account. If the reported
	 * number is 0, the next request or token becomes available at the reset time, or
	 * after a minute if that is earlier. A missing header is also read as 0, so a
	 * reported number of 0 without a reset time is ignored.
	 */
	private static void reduceBucket(@Nullable TokenBucket bucket, long limit, long remaining, Duration reset) {
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
