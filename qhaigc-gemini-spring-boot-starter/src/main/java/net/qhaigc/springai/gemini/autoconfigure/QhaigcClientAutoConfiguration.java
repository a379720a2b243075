package net.qhaigc.springai.gemini.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.retry.autoconfigure.SpringAiRetryProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * Auto-configuration of what clients and models are made with, and of the models that are
 * configured by name, which are there whatever {@code spring.ai.model.chat} says. Comes
 * before Spring Boot's connector, so as to tell it from one of the application's own.
 */
@AutoConfiguration(before = ReactiveHttpClientAutoConfiguration.class)
@ConditionalOnClass(QhaigcGeminiChatModel.class)
@EnableConfigurationProperties(QhaigcProperties.class)
@Import(NamedModelRegistrar.class)
public final class QhaigcClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(QhaigcConnectionDetails.class)
	PropertiesQhaigcConnectionDetails qhaigcConnectionDetails(QhaigcProperties properties,
			ObjectProvider<ApiKey> apiKey) {
		return new PropertiesQhaigcConnectionDetails(properties, apiKey.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean(ClientHttpConnector.class)
	ConnectorFactory qhaigcBuiltConnectors(ObjectProvider<ClientHttpConnectorBuilder<?>> builder) {
		return ConnectorFactory.builtBy(builder.getIfAvailable(ClientHttpConnectorBuilder::detect));
	}

	@Bean
	@ConditionalOnBean(ClientHttpConnector.class)
	ConnectorFactory qhaigcApplicationConnectors(ClientHttpConnector connector) {
		return ConnectorFactory.of(connector);
	}

	@Bean
	QhaigcClientFactory qhaigcClients(ObjectProvider<WebClient.Builder> webClientBuilder, ConnectorFactory connectors,
			ObjectProvider<HttpClientSettings> settings, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<SpringAiRetryProperties> retry, ObjectProvider<MeterRegistry> meterRegistry) {
		return new QhaigcClientFactory(webClientBuilder, connectors,
				settings.getIfAvailable(HttpClientSettings::defaults), sslBundles.getIfAvailable(),
				retry.getIfAvailable(), meterRegistry.getIfUnique());
	}

	@Bean
	ChatModelFactory qhaigcChatModels(ObjectProvider<ToolCallingManager> toolCallingManager,
			ObjectProvider<RetryTemplate> retryTemplate, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<ChatModelObservationConvention> observationConvention) {
		return new ChatModelFactory(toolCallingManager, retryTemplate, observationRegistry, observationConvention);
	}

	@Bean
	@Lazy
	NamedModelRegistry qhaigcNamedModels(Environment environment, QhaigcConnectionDetails connection,
			ObjectProvider<QhaigcClient> client, QhaigcClientFactory clients, ChatModelFactory models) {
		return new NamedModelRegistry(new NamedModelReader(environment), connection, client, clients, models);
	}

}
