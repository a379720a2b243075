package net.qhaigc.springai.gemini.quota;

import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;

/**
 * Keeps requests within limits per minute, with buckets of Bucket4j. A request without
 * quota waits in the order of arrival, without holding a thread, and then fails with a
 * {@link net.qhaigc.springai.gemini.client.error.QhaigcTransientException} with the code
 * {@code quota_exceeded} and the time until there is quota. Tokens are reserved by an
 * estimate, and settled when the response reports its usage.
 */
public final class BucketRequestQuota implements RequestQuota, AutoCloseable {

	private final QuotaLimits limits;

	private final Scheduler timer;

	private final LongSupplier nanoTime;

	private final QuotaScope scope;

	private BucketRequestQuota(Builder builder) {
		this.limits = builder.limits;
		this.timer = (builder.timer != null) ? builder.timer : Schedulers.newSingle("qhaigc-quota", true);
		this.nanoTime = builder.nanoTime;
		this.scope = scope((rate) -> new LocalTokenBucket(rate, this.nanoTime));
	}

	/**
	 * Create a builder.
	 * @param limits the limits
	 * @return a builder
	 */
	public static Builder builder(QuotaLimits limits) {
		return new Builder(limits);
	}

	@Override
	public Mono<Permit> acquire(QuotaRequest request) {
		return Mono.defer(() -> new Reservation(this.scope, this.limits.maxWait(), this.timer).acquire(request,
				this.nanoTime));
	}

	private QuotaScope scope(Function<Rate, TokenBucket> buckets) {
		long requests = this.limits.requestsPerMinute();
		long tokens = this.limits.tokensPerMinute();
		int concurrent = this.limits.concurrentRequests();
		return new QuotaScope((concurrent > 0) ? new Slots(concurrent) : null,
				(requests > 0) ? buckets.apply(Rate.ofRequests(requests)) : null,
				(tokens > 0) ? buckets.apply(Rate.ofTokens(tokens)) : null);
	}

	/**
	 * End the thread of the timer. Requests that wait are not sent.
	 */
	@Override
	public void close() {
		this.timer.dispose();
	}

	/**
	 * Builder for {@link BucketRequestQuota}.
	 */
	public static final class Builder {

		private final QuotaLimits limits;

		private @Nullable Scheduler timer;

		private LongSupplier nanoTime = System::nanoTime;

		private Builder(QuotaLimits limits) {
			this.limits = limits;
		}

		/** Set the clock and the scheduler of delays, for tests. */
		Builder clock(LongSupplier nanoTime, Scheduler timer) {
			this.nanoTime = nanoTime;
			this.timer = timer;
			return this;
		}

		/**
		 * Build the quota.
		 * @return a quota, which several clients can share
		 */
		public BucketRequestQuota build() {
			return new BucketRequestQuota(this);
		}

	}

}
