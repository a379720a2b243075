package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.netty.http.client.HttpClient;

import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.retry.autoconfigure.SpringAiRetryProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.ApiKeyResolver;
import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.QuotaKeyResolver;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.media.MediaStore;

/**
 * Auto-configuration for the factories of clients and chat models, and for the models
 * under {@code qhaigc.models}. Applies regardless of {@code spring.ai.model.chat}. Runs
 * before {@link ReactiveHttpClientAutoConfiguration}, so that the conditions find a
 * {@code ClientHttpConnector} bean only if the application defines one.
 */
@AutoConfiguration(before = ReactiveHttpClientAutoConfiguration.class)
@ConditionalOnClass({ QhaigcGeminiChatModel.class, HttpClient.class })
@EnableConfigurationProperties(QhaigcProperties.class)
@Import(NamedModelRegistrar.class)
public final class QhaigcClientAutoConfiguration {

	/**
	 * The infrastructure role prevents a log message: the bean can be created while bean
	 * post-processors are still being registered, and Spring logs each such bean that has
	 * the application role.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConfigurationPropertiesBinding
	static HarmCategoryConverter qhaigcHarmCategoryConverter() {
		return new HarmCategoryConverter();
	}

	@Bean
	@ConditionalOnMissingBean(QhaigcConnectionDetails.class)
	PropertiesQhaigcConnectionDetails qhaigcConnectionDetails(QhaigcProperties properties,
			ObjectProvider<ApiKey> apiKey, ObjectProvider<ApiKeyResolver> apiKeyResolver) {
		return new PropertiesQhaigcConnectionDetails(properties, apiKey.getIfUnique(),
				apiKeyResolver.stream().findAny().isPresent());
	}

	@Bean
	@ConditionalOnMissingBean(ClientHttpConnector.class)
	ConnectorFactory qhaigcConnectorFactory(ObjectProvider<ClientHttpConnectorBuilder<?>> builder) {
		return ConnectorFactory.forBuilder(builder.getIfAvailable(ClientHttpConnectorBuilder::detect));
	}

	@Bean
	@ConditionalOnBean(ClientHttpConnector.class)
	ConnectorFactory qhaigcUserConnectorFactory(ClientHttpConnector connector) {
		return ConnectorFactory.forConnector(connector);
	}

	@Bean
	QhaigcClientFactory qhaigcClientFactory(ObjectProvider<WebClient.Builder> webClientBuilder,
			ConnectorFactory connectorFactory, ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<SpringAiRetryProperties> retryProperties,
			ObjectProvider<MeterRegistry> meterRegistry, ObjectProvider<RequestQuota> requestQuota,
			ObjectProvider<ClientQuotas> quotas, ObjectProvider<ClientBudget> budget) {
		return new QhaigcClientFactory(webClientBuilder, connectorFactory,
				settings.getIfAvailable(HttpClientSettings::defaults), sslBundles.getIfAvailable(),
				retryProperties.getIfAvailable(), meterRegistry.getIfUnique(), requestQuota, quotas, budget);
	}

	@Bean
	@ConditionalOnWebApplication
	@ConditionalOnProperty(name = "server.shutdown", havingValue = "graceful", matchIfMissing = true)
	QhaigcGracefulShutdown qhaigcGracefulShutdown(ConfigurableListableBeanFactory beanFactory,
			QhaigcClientFactory clientFactory, Environment environment) {
		Duration phaseTimeout = Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(Duration.ofSeconds(30));
		return new QhaigcGracefulShutdown(() -> clientFactory.allClients(beanFactory), phaseTimeout);
	}

	@Bean
	ChatModelFactory qhaigcChatModelFactory(ObjectProvider<ToolCallingManager> toolCallingManager,
			ObjectProvider<RetryTemplate> retryTemplate, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<ChatModelObservationConvention> observationConvention,
			ObjectProvider<ApiKeyResolver> apiKeyResolver, ObjectProvider<QuotaKeyResolver> quotaKeyResolver,
			ObjectProvider<MediaStore> mediaStore, ObjectProvider<ChatModelCustomizer> customizers) {
		return new ChatModelFactory(toolCallingManager, retryTemplate, observationRegistry, observationConvention,
				apiKeyResolver, quotaKeyResolver, mediaStore, customizers);
	}

	@Bean
	@Lazy
	NamedModelRegistry qhaigcNamedModelRegistry(Environment environment, QhaigcConnectionDetails connectionDetails,
			ObjectProvider<QhaigcClient> client, QhaigcClientFactory clientFactory, ChatModelFactory chatModelFactory) {
		return new NamedModelRegistry(new NamedModelReader(environment), connectionDetails, client, clientFactory,
				chatModelFactory);
	}

}
