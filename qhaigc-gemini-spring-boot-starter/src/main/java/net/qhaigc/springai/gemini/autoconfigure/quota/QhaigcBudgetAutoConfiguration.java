package net.qhaigc.springai.gemini.autoconfigure.quota;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcConnectionDetails;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcProperties;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcQuotaProperties;
import net.qhaigc.springai.gemini.autoconfigure.cost.QhaigcCostAutoConfiguration;
import net.qhaigc.springai.gemini.options.Prices;
import net.qhaigc.springai.gemini.quota.BucketStore;
import net.qhaigc.springai.gemini.quota.CostBudget;
import net.qhaigc.springai.gemini.quota.StoreFailurePolicy;

/**
 * Auto-configuration for the budget under {@code qhaigc.budget}, which all clients share.
 */
@AutoConfiguration(before = QhaigcGeminiChatAutoConfiguration.class, after = QhaigcCostAutoConfiguration.class)
@Conditional(BudgetCondition.class)
@EnableConfigurationProperties(QhaigcBudgetProperties.class)
public final class QhaigcBudgetAutoConfiguration {

	@Bean
	SharedCostBudget qhaigcBudget(QhaigcBudgetProperties properties, QhaigcProperties clientProperties,
			QhaigcConnectionDetails connectionDetails, ObjectProvider<Prices> prices, ObjectProvider<BucketStore> store,
			ObjectProvider<ProxyManager<String>> proxyManager, ApplicationEventPublisher events,
			ObjectProvider<MeterRegistry> meterRegistry) {
		CostBudget.Builder builder = builder(properties, clientProperties.getQuota(), prices.getIfUnique())
			.onWarning(events::publishEvent)
			.whenStoreFails(StoreFailurePolicy.valueOf(clientProperties.getQuota().getWhenStoreFails().name()));
		BucketStore shared = new BucketStoreResolver(store, proxyManager).resolve(clientProperties.getQuota());
		if (shared != null) {
			builder.store(shared, BucketQuotas.sharedName(connectionDetails));
		}
		meterRegistry.ifUnique(builder::meterRegistry);
		return new SharedCostBudget(builder.build());
	}

	private static CostBudget.Builder builder(QhaigcBudgetProperties properties, QhaigcQuotaProperties quota,
			@Nullable Prices prices) {
		if (prices == null) {
			throw new ConfigurationException("The properties 'qhaigc.budget.*' require prices.",
					"Set the prices of the models with 'qhaigc.prices'.");
		}
		if (prices.currencies().size() > 1) {
			throw new ConfigurationException(
					"The properties 'qhaigc.budget.*' require prices in one currency, but 'qhaigc.prices' has %s."
						.formatted(String.join(", ", prices.currencies())),
					"Use one currency for all prices.");
		}
		try {
			return CostBudget.builder(properties.toLimits(), prices).maxTenants(quota.getMaxTenants());
		}
		catch (IllegalArgumentException ex) {
			throw ConfigurationException.of(ex);
		}
	}

}
