package net.qhaigc.springai.gemini.quota;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import net.qhaigc.springai.gemini.client.QuotaRequest;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.metadata.Cost;
import net.qhaigc.springai.gemini.options.ModelPrice;
import net.qhaigc.springai.gemini.options.Prices;

/**
 * Keeps the estimated costs of requests within budgets. A request that would exceed a
 * budget fails immediately, before it is sent, with a
 * {@link net.qhaigc.springai.gemini.client.error.BudgetExceededException}. The cost of a
 * request is estimated before it is sent, and corrected when the response reports the
 * token usage.
 */
public final class CostBudget implements RequestQuota, AutoCloseable {

	private static final Log logger = LogFactory.getLog(CostBudget.class);

	private final BudgetLimits limits;

	private final Prices prices;

	private final String currency;

	private final Clock clock;

	private final Scheduler timer;

	private final Consumer<BudgetWarning> onWarning;

	private final QuotaMeters meters;

	private final TenantValues<TenantSpending> tenants;

	private final boolean inMemory;

	private CostBudget(Builder builder) {
		this.limits = builder.limits;
		this.prices = builder.prices;
		this.currency = builder.prices.currencies().iterator().next();
		this.clock = builder.clock.withZone(builder.limits.timeZone());
		this.timer = Schedulers.newSingle("qhaigc-budget", true);
		this.onWarning = builder.onWarning;
		this.meters = QuotaMeters.ofBudget(builder.meterRegistry);
		Map<BudgetPeriod, Long> periodLimits = new EnumMap<>(BudgetPeriod.class);
		this.limits.byPeriod().forEach((period, amount) -> periodLimits.put(period, Micros.of(amount)));
		this.inMemory = builder.store == null;
		TenantSpending.CounterFactory counters = (builder.store != null) ? remoteCounters(builder, builder.store)
				: (key, period, start) -> SpendingCounter.inMemory();
		this.tenants = new TenantValues<>(builder.maxTenants, new TenantSpending(null, periodLimits, counters),
				(key) -> new TenantSpending(key, periodLimits, counters));
		if (this.limits.perRequest() != null) {
			this.meters.registerBudgetRefusals(BudgetFailures.PER_REQUEST);
		}
		this.limits.byPeriod()
			.forEach((period, amount) -> this.meters.registerBudget(this, period, new Cost(amount, this.currency)));
	}

	private TenantSpending.CounterFactory remoteCounters(Builder builder, BucketStore store) {
		StoreGuard guard = new StoreGuard(builder.whenStoreFails, System::nanoTime, this.timer, this.meters);
		// Connect early, so that the first requests do not have to wait for the
		// connection.
		store.connect();
		return (key, period, start) -> {
			RemoteBucket bucket = new RemoteBucket(store, remoteKey(builder.name, key, period, start),
					period::configuration);
			return new RemoteSpendingCounter(period.capacity(), bucket, guard);
		};
	}

	private String remoteKey(String name, @Nullable String key, BudgetPeriod period, Instant start) {
		String prefix = "qhaigc:budget:%s:%s:%s:%s".formatted(name, this.currency, period.label(), start);
		return (key != null) ? prefix + ":" + key : prefix;
	}

	/**
	 * Create a builder.
	 * @param limits the limits
	 * @param prices the prices, which must be in one currency
	 * @return a builder
	 */
	public static Builder builder(BudgetLimits limits, Prices prices) {
		return new Builder(limits, prices);
	}

	@Override
	public Mono<Permit> acquire(QuotaRequest request) {
		return Mono.defer(() -> createCharge(request).charge())
			.doOnError(BudgetExceededException.class, (failure) -> this.meters.countBudgetRefusal(failure.budget()));
	}

	@Override
	public @Nullable Permit tryAcquire(QuotaRequest request) {
		if (!this.inMemory) {
			return null;
		}
		try {
			BudgetCharge charge = createCharge(request);
			charge.chargeNow();
			return charge;
		}
		catch (BudgetExceededException ex) {
			this.meters.countBudgetRefusal(ex.budget());
			throw ex;
		}
	}

	private BudgetCharge createCharge(QuotaRequest request) {
		ModelPrice price = this.prices.of(request.model());
		if (price == null) {
			throw BudgetFailures.missingPrice(request.model());
		}
		BigDecimal amount = price.amount(request.estimatedInputTokens(), 0, request.maxOutputTokens());
		Cost estimate = new Cost(amount, price.currency());
		if (this.limits.perRequest() != null && estimate.amount().compareTo(this.limits.perRequest()) > 0) {
			throw BudgetFailures.overRequestBudget(new Cost(this.limits.perRequest(), estimate.currency()), estimate);
		}
		TenantSpending tenant = this.tenants.of(request.quotaKey());
		return new BudgetCharge(tenant.periodsAt(this.clock), price, Micros.of(estimate.amount()),
				(period) -> warnIfDue(tenant, period));
	}

	/**
	 * Return the amount that requests without a quota key have spent in the current
	 * period, as far as this instance of the application knows.
	 */
	double spent(BudgetPeriod period) {
		return this.tenants.common()
			.periodsAt(this.clock)
			.stream()
			.filter((spending) -> spending.period() == period)
			.mapToDouble((spending) -> Micros.amount(spending.total()).doubleValue())
			.sum();
	}

	/**
	 * The listener is allowed to block, so it is not called on the thread that processes
	 * a response.
	 */
	private void warnIfDue(TenantSpending tenant, PeriodSpending period) {
		if (period.markWarnedIfDue()) {
			BudgetWarning warning = new BudgetWarning(period.period().property(), tenant.key(),
					BudgetFailures.cost(period.limit(), this.currency),
					BudgetFailures.cost(period.total(), this.currency), period.end());
			logger.warn("%s of the budget of %s per %s (%s) has been spent. The budget is renewed at %s".formatted(
					warning.spent(), warning.limit(), period.period().label(), warning.budget(), warning.renewedAt()));
			Schedulers.boundedElastic().schedule(() -> this.onWarning.accept(warning));
		}
	}

	/**
	 * Stop the timer thread.
	 */
	@Override
	public void close() {
		this.timer.dispose();
	}

	/**
	 * Builder for {@link CostBudget}.
	 */
	public static final class Builder {

		private final BudgetLimits limits;

		private final Prices prices;

		private Clock clock = Clock.systemUTC();

		private @Nullable BucketStore store;

		private String name = "";

		private StoreFailurePolicy whenStoreFails = StoreFailurePolicy.ALLOW;

		private @Nullable MeterRegistry meterRegistry;

		private int maxTenants = BucketRequestQuota.DEFAULT_MAX_TENANTS;

		private Consumer<BudgetWarning> onWarning = (warning) -> {
		};

		private Builder(BudgetLimits limits, Prices prices) {
			if (prices.currencies().isEmpty()) {
				throw new IllegalArgumentException("A budget requires the prices of the models, but there are none");
			}
			if (prices.currencies().size() > 1) {
				throw new IllegalArgumentException("A budget requires prices in one currency, but they are in "
						+ String.join(", ", prices.currencies()));
			}
			this.limits = limits;
			this.prices = prices;
		}

		/** Set the clock, for tests. */
		Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set the store of the amounts that have been spent, which several instances of
		 * the application share.
		 * @param store the store, which is not closed with the budget
		 * @param name the name of the budget in the store, the same in all instances
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
		 * Set the maximum number of tenants whose spending is kept in memory. If there
		 * are more tenants, the spending of the tenant whose last request was longest ago
		 * is removed and counted from zero again, unless it is in a store.
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
		 * Set the listener that receives warnings.
		 * @param onWarning the listener, which is allowed to block
		 * @return this builder
		 */
		public Builder onWarning(Consumer<BudgetWarning> onWarning) {
			this.onWarning = onWarning;
			return this;
		}

		/**
		 * Set the registry for the metrics of the budget.
		 * @param registry the registry
		 * @return this builder
		 */
		public Builder meterRegistry(MeterRegistry registry) {
			this.meterRegistry = registry;
			return this;
		}

		/**
		 * Build the budget.
		 * @return a budget, which several clients can share
		 */
		public CostBudget build() {
			return new CostBudget(this);
		}

	}

}
