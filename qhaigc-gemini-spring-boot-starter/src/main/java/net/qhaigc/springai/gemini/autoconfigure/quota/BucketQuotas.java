package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

import net.qhaigc.springai.gemini.autoconfigure.ClientQuotas;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcConnectionDetails;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcQuotaProperties;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.quota.BucketRequestQuota;
import net.qhaigc.springai.gemini.quota.BucketStore;
import net.qhaigc.springai.gemini.quota.QuotaLimits;
import net.qhaigc.springai.gemini.quota.StoreFailurePolicy;

/**
 * Creates quotas in memory or in a store of the application, and closes the quotas when
 * the application ends.
 */
final class BucketQuotas implements ClientQuotas, DisposableBean {

	private final @Nullable BucketStore store;

	private final @Nullable MeterRegistry meterRegistry;

	private final List<BucketRequestQuota> quotas = new CopyOnWriteArrayList<>();

	BucketQuotas(@Nullable BucketStore store, @Nullable MeterRegistry meterRegistry) {
		this.store = store;
		this.meterRegistry = meterRegistry;
	}

	@Override
	public @Nullable RequestQuota create(String name, QhaigcQuotaProperties properties,
			QhaigcConnectionDetails connectionDetails) {
		QuotaLimits limits = new QuotaLimits(properties.getRequestsPerMinute(), properties.getTokensPerMinute(),
				properties.getConcurrentRequests(), properties.getMaxWait());
		if (limits.isEmpty()) {
			return null;
		}
		BucketRequestQuota.Builder builder = BucketRequestQuota.builder(limits)
			.whenStoreFails(StoreFailurePolicy.valueOf(properties.getWhenStoreFails().name()))
			.maxTenants(properties.getMaxTenants());
		if (this.store != null) {
			builder.store(this.store, sharedName(connectionDetails));
		}
		if (this.meterRegistry != null) {
			builder.meterRegistry(this.meterRegistry, name);
		}
		BucketRequestQuota quota = builder.build();
		this.quotas.add(quota);
		return quota;
	}

	/**
	 * Return the name of a quota or a budget in the store. All instances of an
	 * application that have the same base URL and the same source of the API key share
	 * this quota or budget.
	 */
	static String sharedName(QhaigcConnectionDetails connectionDetails) {
		return connectionDetails.getBaseUrl() + "|" + connectionDetails.getApiKeySource();
	}

	@Override
	public void destroy() {
		this.quotas.forEach(BucketRequestQuota::close);
	}

}
