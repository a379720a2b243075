package net.qhaigc.springai.gemini.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.retry.autoconfigure.SpringAiRetryProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * Makes clients of the gateway from properties, on the application's HTTP infrastructure.
 */
final class QhaigcClientFactory {

	private static final Log logger = LogFactory.getLog(QhaigcClientFactory.class);

	private final ObjectProvider<WebClient.Builder> webClientBuilder;

	private final ConnectorFactory connectors;

	private final HttpClientSettings defaults;

	private final @Nullable SslBundles sslBundles;

	private final @Nullable SpringAiRetryProperties retry;

	private final @Nullable MeterRegistry meterRegistry;

	QhaigcClientFactory(ObjectProvider<WebClient.Builder> webClientBuilder, ConnectorFactory connectors,
			HttpClientSettings defaults, @Nullable SslBundles sslBundles, @Nullable SpringAiRetryProperties retry,
			@Nullable MeterRegistry meterRegistry) {
		this.webClientBuilder = webClientBuilder;
		this.connectors = connectors;
		this.defaults = defaults;
		this.sslBundles = sslBundles;
		this.retry = retry;
		this.meterRegistry = meterRegistry;
	}

	/**
	 * Makes a client.
	 * @throws ConfigurationException if a property has a value that cannot be used
	 */
	QhaigcClient create(QhaigcProperties properties, QhaigcConnectionDetails connection) {
		try {
			return builder(properties, connection).build();
		}
		catch (NoSuchSslBundleException ex) {
			throw new ConfigurationException("The property 'qhaigc.ssl.bundle' names a bundle that is not there: %s."
				.formatted(ex.getBundleName()), "Define it by 'spring.ssl.bundle.*', or correct the name.");
		}
		catch (IllegalArgumentException ex) {
			throw ConfigurationException.of(ex);
		}
	}

	private QhaigcClient.Builder builder(QhaigcProperties properties, QhaigcConnectionDetails connection) {
		HttpClientSettings settings = new HttpClientSettingsPropertyMapper(this.sslBundles, this.defaults)
			.map(properties);
		if (settings.sslBundle() != null) {
			read(settings.sslBundle());
		}
		QhaigcClient.Builder client = QhaigcClient.builder()
			.baseUrl(connection.getBaseUrl())
			.apiKey(connection.getApiKey())
			.headers(properties.getHeaders())
			.wireLog(properties.isWireLog())
			.webClientBuilder(() -> this.webClientBuilder.getIfAvailable(WebClient::builder))
			.connector(this.connectors.with(settings))
			.followRedirects(
					properties.getRedirects() != null && properties.getRedirects() != HttpRedirects.DONT_FOLLOW);
		PropertyMapper map = PropertyMapper.get();
		map.from(settings.connectTimeout()).to(client::connectTimeout);
		map.from(properties.getResponseTimeout()).orFrom(settings::readTimeout).to(client::responseTimeout);
		map.from(properties.getStreamIdleTimeout()).orFrom(settings::readTimeout).to(client::streamIdleTimeout);
		map.from(properties.getCallTimeout()).to(client::callTimeout);
		map.from(properties.getMaxResponseSize()).to(client::maxResponseSize);
		map.from(properties.getMaxRetryAfter()).to(client::maxRetryAfter);
		map.from(properties.getRetryBudget()).to(client::retryBudget);
		map.from(this.retry)
			.to((retry) -> client.retryOn(retry.getOnHttpCodes(), retry.isOnClientErrors(),
					retry.getExcludeOnHttpCodes()));
		map.from(this.meterRegistry).to(client::meterRegistry);
		if (properties.getPool().isSet()) {
			pool(properties.getPool(), client);
		}
		return client;
	}

	/** The connector would do so when the first question is asked. */
	private static void read(SslBundle bundle) {
		try {
			bundle.createSslContext();
		}
		catch (RuntimeException ex) {
			throw new ConfigurationException(
					"The SSL bundle for the gateway cannot be read: %s."
						.formatted(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()),
					"Correct what 'spring.ssl.bundle.*' says of the bundle that 'qhaigc.ssl.bundle' names, or"
							+ " 'spring.http.clients.ssl.bundle' for all clients.");
		}
	}

	private void pool(QhaigcProperties.Pool pool, QhaigcClient.Builder client) {
		if (!this.connectors.arePooled()) {
			logger
				.warn("The properties 'qhaigc.pool.*' have no effect: they are for Reactor Netty, and the connector is"
						+ " another one (property 'spring.http.clients.reactive.connector')");
		}
		PropertyMapper map = PropertyMapper.get();
		map.from(pool.getMaxConnections()).to(client::maxConnections);
		map.from(pool.getMaxPending()).to(client::maxPending);
		map.from(pool.getMaxIdleTime()).to(client::maxIdleTime);
		map.from(pool.getMaxLifeTime()).to(client::maxLifeTime);
	}

}
