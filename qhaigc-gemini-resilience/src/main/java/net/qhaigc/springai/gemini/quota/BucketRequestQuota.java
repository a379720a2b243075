package net.qhaigc.springai.gemini.quota;

import java.util.function.BiFunction;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;

/**
 * Limits the requests and tokens per minute with Bucket4j buckets, and the number of
 * concurrent requests. Requests that exceed a limit wait in the order of their arrival,
 * without blocking a thread. A request that would have to wait too long fails with a
 * {@link net.qhaigc.springai.gemini.client.error.QhaigcTransientException}, which
 * contains the code {@code quota_exceeded} and the time until quota is available. The
 * number of tokens that a request uses is estimated before the request is sent, and
 * corrected when the response reports the usage. Requests with different
 * {@linkplain QuotaRequest#quotaKey() quota keys}, such as those of different tenants,
 * have separate quotas.
 */
public final class BucketRequestQuota implements RequestQuota, AutoCloseable {

	static final int DEFAULT_MAX_TENANTS = 10_000;

	private final QuotaLimits limits;

	private final Scheduler timer;

	private final LongSupplier nanoTime;

	private final QuotaMeters meters;

	private final TenantValues<QuotaScope> scopes;

	private BucketRequestQuota(Builder builder) {
		this.limits = builder.limits;
		this.timer = (builder.timer != null) ? builder.timer : Schedulers.newSingle("qhaigc-quota", true);
		this.nanoTime = builder.nanoTime;
		this.meters = QuotaMeters.ofQuota(builder.meterRegistry, builder.quotaTag);
		BiFunction<String, Rate, TokenBucket> buckets = (builder.store != null) ? remoteBuckets(builder, builder.store)
				: (keySuffix, rate) -> new LocalTokenBucket(rate, this.nanoTime);
		this.scopes = new TenantValues<>(builder.maxTenants, scope("", buckets), (key) -> scope(":" + key, buckets));
		this.meters.registerLimits(this.scopes.common());
	}

	/**
	 * The key of a bucket contains the limit, so that a changed limit takes effect
	 * immediately.
	 */
	private BiFunction<String, Rate, TokenBucket> remoteBuckets(Builder builder, BucketStore store) {
		StoreGuard guard = new StoreGuard(builder.whenStoreFails, this.nanoTime, this.timer, this.meters);
		// Connect early, so that the first requests do not have to wait for the
		// connection.
		store.connect();
		return (keySuffix, rate) -> {
			String key = "qhaigc:quota:%s:%s:%d%s".formatted(builder.name, rate.name(), rate.limit(), keySuffix);
			return new RemoteTokenBucket(rate, (configuration) -> new RemoteBucket(store, key, configuration), guard,
					this.nanoTime);
		};
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
		return Mono.defer(() -> reservation(request).acquire(this.nanoTime));
	}

	@Override
	public @Nullable Permit tryAcquire(QuotaRequest request) {
		Reservation reservation = reservation(request);
		return reservation.tryAcquire() ? reservation : null;
	}

	private Reservation reservation(QuotaRequest request) {
		return new Reservation(this.scopes.of(request.quotaKey()), request, this.limits.maxWait(), this.timer,
				this.meters);
	}

	private QuotaScope scope(String keySuffix, BiFunction<String, Rate, TokenBucket> buckets) {
		long requests = this.limits.requestsPerMinute();
		long tokens = this.limits.tokensPerMinute();
		int concurrent = this.limits.concurrentRequests();
		return new QuotaScope((concurrent > 0) ? new Slots(concurrent) : null,
				(requests > 0) ? buckets.apply(keySuffix, Rate.ofRequests(requests)) : null,
				(tokens > 0) ? buckets.apply(keySuffix, Rate.ofTokens(tokens)) : null);
	}

	/**
	 * Stop the timer thread. Requests that are still waiting for quota are not sent.
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

		private @Nullable BucketStore store;

		private String name = "";

		private StoreFailurePolicy whenStoreFails = StoreFailurePolicy.ALLOW;

		private int maxTenants = DEFAULT_MAX_TENANTS;

		private @Nullable MeterRegistry meterRegistry;

		private String quotaTag = "";

		private LongSupplier nanoTime = System::nanoTime;

		private Builder(QuotaLimits limits) {
			this.limits = limits;
		}

		/** Set the clock and the scheduler for delays, for tests. */
		Builder clock(LongSupplier nanoTime, Scheduler timer) {
			this.nanoTime = nanoTime;
			this.timer = timer;
			return this;
		}

		/**
		 * Set the store of the request and token buckets, which several instances of the
		 * application share. The number of concurrent requests is limited for each
		 * instance separately.
		 * @param store the store, which is not closed with the quota
		 * @param name the name of the quota in the store, the same in all instances
		 * @return this builder
		 */
		public Builder store(BucketStore store, String name) {
			this.store = store;
			this.name = name;
			return this;
		}

		/**
		 * Set what happens to requests while the store is not available.
		 * @param whenStoreFails what happens; defaults to
		 * {@link StoreFailurePolicy#ALLOW}
		 * @return this builder
		 */
		public Builder whenStoreFails(StoreFailurePolicy whenStoreFails) {
			this.whenStoreFails = whenStoreFails;
			return this;
		}

		/**
		 * Set the maximum number of tenants whose quotas are kept in memory. If there are
		 * more tenants, the quota of the tenant whose last request was longest ago is
		 * removed. The next request of that tenant starts with a full quota, unless the
		 * quota is in a store.
		 * @param maxTenants the maximum; defaults to 10,000
		 * @return this builder
		 * @throws IllegalArgumentException if the maximum is not positive; the message
		 * contains the name of the configuration property
		 */
		public Builder maxTenants(int maxTenants) {
			this.maxTenants = TenantValues.checkMax(maxTenants);
			return this;
		}

		/**
		 * Set the registry for the metrics of the quota.
		 * @param registry the registry
		 * @param quotaTag the value of the tag {@code quota}
		 * @return this builder
		 */
		public Builder meterRegistry(MeterRegistry registry, String quotaTag) {
			this.meterRegistry = registry;
			this.quotaTag = quotaTag;
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
