package net.qhaigc.springai.gemini.autoconfigure.quota;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcProperties;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.quota.BucketStore;

/**
 * Auto-configuration for the quotas under {@code qhaigc.quota} and those of models under
 * {@code qhaigc.models}, unless the application defines a {@link RequestQuota} itself.
 */
@AutoConfiguration(before = QhaigcGeminiChatAutoConfiguration.class)
@Conditional(QuotaCondition.class)
public final class QhaigcQuotaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(RequestQuota.class)
	BucketQuotas qhaigcClientQuotas(ObjectProvider<BucketStore> store,
			ObjectProvider<ProxyManager<String>> proxyManager, ObjectProvider<MeterRegistry> meterRegistry,
			QhaigcProperties properties) {
		return new BucketQuotas(new BucketStoreResolver(store, proxyManager).resolve(properties.getQuota()),
				meterRegistry.getIfUnique());
	}

}
