package net.qhaigc.springai.gemini.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.quota.BucketRequestQuota;
import net.qhaigc.springai.gemini.quota.QuotaLimits;

/**
 * Creates quotas in memory, and closes them with the application.
 */
final class BucketQuotas implements ClientQuotas, DisposableBean {

	private final List<BucketRequestQuota> quotas = new CopyOnWriteArrayList<>();

	@Override
	public @Nullable RequestQuota create(QhaigcQuotaProperties properties) {
		QuotaLimits limits = new QuotaLimits(properties.getRequestsPerMinute(), properties.getTokensPerMinute(),
				properties.getConcurrentRequests(), properties.getMaxWait());
		if (limits.isEmpty()) {
			return null;
		}
		BucketRequestQuota quota = BucketRequestQuota.builder(limits).build();
		this.quotas.add(quota);
		return quota;
	}

	@Override
	public void destroy() {
		this.quotas.forEach(BucketRequestQuota::close);
	}

}
