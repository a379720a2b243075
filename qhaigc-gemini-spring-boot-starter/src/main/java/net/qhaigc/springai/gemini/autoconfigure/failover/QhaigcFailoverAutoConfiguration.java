package net.qhaigc.springai.gemini.autoconfigure.failover;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcProperties;
import net.qhaigc.springai.gemini.failover.FailoverChatModel;

/**
 * Auto-configuration for a {@link FailoverChatModel} of the default model and the models
 * in {@code qhaigc.failover}. The {@code FailoverChatModel} is the primary chat model,
 * and is therefore used by {@code ChatClient.Builder}.
 */
@AutoConfiguration(after = QhaigcGeminiChatAutoConfiguration.class,
		beforeName = "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration")
@Conditional(FailoverCondition.class)
@ConditionalOnBean(QhaigcGeminiChatModel.class)
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL,
		havingValue = QhaigcGeminiChatAutoConfiguration.PROVIDER, matchIfMissing = true)
@EnableConfigurationProperties(QhaigcCircuitBreakerProperties.class)
public final class QhaigcFailoverAutoConfiguration {

	/**
	 * The name of the registry bean. The bean is not a default candidate, so that the
	 * beans of Resilience4j's own starter do not use it.
	 */
	private static final String REGISTRY = "qhaigcCircuitBreakerRegistry";

	@Bean(name = REGISTRY, defaultCandidate = false)
	CircuitBreakerRegistry qhaigcCircuitBreakerRegistry(QhaigcCircuitBreakerProperties properties) {
		return properties.toSettings().newRegistry();
	}

	@Bean
	@Primary
	@ConditionalOnMissingBean
	FailoverChatModel qhaigcFailoverChatModel(QhaigcGeminiChatModel model, QhaigcProperties properties,
			ConfigurableListableBeanFactory beanFactory, @Qualifier(REGISTRY) CircuitBreakerRegistry circuitBreakers,
			ObjectProvider<ObservationRegistry> observationRegistry) {
		FailoverChatModel.Builder builder = FailoverChatModel.builder().circuitBreakerRegistry(circuitBreakers);
		new FailoverRoutes(beanFactory).addTo(builder, model, properties.getFailover());
		observationRegistry.ifUnique(builder::observationRegistry);
		return builder.build();
	}

	/**
	 * Metrics of the circuit breakers.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ TaggedCircuitBreakerMetrics.class, MeterBinder.class })
	static class Metrics {

		@Bean
		MeterBinder qhaigcCircuitBreakerMetrics(@Qualifier(REGISTRY) CircuitBreakerRegistry circuitBreakers) {
			return TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(circuitBreakers)::bindTo;
		}

	}

	/**
	 * Health of the models.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	static class FailoverHealth {

		@Bean
		@ConditionalOnEnabledHealthIndicator("qhaigc-failover")
		@ConditionalOnMissingBean(name = "qhaigcFailoverHealthContributor")
		HealthIndicator qhaigcFailoverHealthContributor(FailoverChatModel model) {
			return new QhaigcFailoverHealthIndicator(model);
		}

	}

}
