package net.qhaigc.springai.gemini.autoconfigure;

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
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * Auto-configuration of what clients of the gateway are made with. Comes before Spring
 * Boot's connector, so as to tell it from a connector that the application defines.
 */
@AutoConfiguration(before = ReactiveHttpClientAutoConfiguration.class)
@ConditionalOnClass(QhaigcClient.class)
@EnableConfigurationProperties(QhaigcProperties.class)
public final class QhaigcClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ClientHttpConnector.class)
	Connectors qhaigcBuiltConnectors(ObjectProvider<ClientHttpConnectorBuilder<?>> builder) {
		return Connectors.builtBy(builder.getIfAvailable(ClientHttpConnectorBuilder::detect));
	}

	@Bean
	@ConditionalOnBean(ClientHttpConnector.class)
	Connectors qhaigcApplicationConnectors(ClientHttpConnector connector) {
		return Connectors.of(connector);
	}

	@Bean
	QhaigcClients qhaigcClients(ObjectProvider<WebClient.Builder> webClientBuilder, Connectors connectors,
			ObjectProvider<HttpClientSettings> settings, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<SpringAiRetryProperties> retry) {
		return new QhaigcClients(webClientBuilder, connectors, settings.getIfAvailable(HttpClientSettings::defaults),
				sslBundles.getIfAvailable(), retry.getIfAvailable());
	}

}
