package net.qhaigc.springai.gemini.autoconfigure.cost;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler;

import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import net.qhaigc.springai.gemini.autoconfigure.ChatModelCustomizer;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.observation.EstimatedCostHandler;
import net.qhaigc.springai.gemini.options.Prices;

/**
 * Auto-configuration for the estimated costs of responses, based on the prices under
 * {@code qhaigc.prices}.
 */
@AutoConfiguration(before = QhaigcGeminiChatAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@Conditional(CostCondition.class)
public final class QhaigcCostAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Prices qhaigcPrices(Environment environment) {
		return new PriceReader(environment).read();
	}

	@Bean
	ChatModelCustomizer qhaigcPricesCustomizer(Prices prices) {
		return (builder) -> builder.prices(prices);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnBean(MeterRegistry.class)
		ObservationHandler<ChatModelObservationContext> qhaigcEstimatedCostHandler(MeterRegistry registry) {
			return new EstimatedCostHandler(registry);
		}

	}

}
