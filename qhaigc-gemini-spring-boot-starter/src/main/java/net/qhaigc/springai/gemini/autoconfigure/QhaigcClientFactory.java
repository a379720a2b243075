package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.retry.autoconfigure.SpringAiRetryProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
import net.qhaigc.springai.gemini.client.RequestQuota;

/**
 * Creates clients of the gateway from properties and the HTTP infrastructure of the
 * application.
 */
final class QhaigcClientFactory {

	private static final Log logger = LogFactory.getLog(QhaigcClientFactory.class);

	private final ObjectProvider<WebClient.Builder> webClientBuilder;

	private final ConnectorFactory connectorFactory;

	private final HttpClientSettings defaultSettings;

	private final @Nullable SslBundles sslBundles;

	private final @Nullable SpringAiRetryProperties retryProperties;

	private final @Nullable MeterRegistry meterRegistry;

	private final ObjectProvider<RequestQuota> requestQuota;

	private final ObjectProvider<ClientQuotas> quotas;

	private final ObjectProvider<ClientBudget> budget;

	private final List<QhaigcClient> clients = new CopyOnWriteArrayList<>();

	QhaigcClientFactory(ObjectProvider<WebClient.Builder> webClientBuilder, ConnectorFactory connectorFactory,
			HttpClientSettings defaultSettings, @Nullable SslBundles sslBundles,
			@Nullable SpringAiRetryProperties retryProperties, @Nullable MeterRegistry meterRegistry,
			ObjectProvider<RequestQuota> requestQuota, ObjectProvider<ClientQuotas> quotas,
			ObjectProvider<ClientBudget> budget) {
		this.webClientBuilder = webClientBuilder;
		this.connectorFactory = connectorFactory;
		this.defaultSettings = defaultSettings;
		this.sslBundles = sslBundles;
		this.retryProperties = retryProperties;
		this.meterRegistry = meterRegistry;
		this.requestQuota = requestQuota;
		this.quotas = quotas;
		this.budget = budget;
	}

	/**
	 * Create a client.
	 * @param name the name of the client's quota in metrics
	 * @throws ConfigurationException if a property has an invalid value
	 */
	QhaigcClient create(String name, QhaigcProperties properties, QhaigcConnectionDetails connectionDetails) {
		try {
			QhaigcClient client = builder(properties, connectionDetails,
					requestQuota(name, properties.getQuota(), connectionDetails))
				.build();
			this.clients.add(client);
			return client;
		}
		catch (NoSuchSslBundleException ex) {
			throw new ConfigurationException(
					"The SSL bundle '%s' set by 'qhaigc.ssl.bundle' was not found.".formatted(ex.getBundleName()),
					"Define the bundle under 'spring.ssl.bundle', or correct its name.");
		}
		catch (IllegalArgumentException ex) {
			throw ConfigurationException.of(ex);
		}
	}

	/**
	 * Return the clients that this factory created or that are beans, without creating
	 * any.
	 */
	List<QhaigcClient> allClients(ConfigurableListableBeanFactory beanFactory) {
		Set<QhaigcClient> all = new LinkedHashSet<>(this.clients);
		for (String name : beanFactory.getBeanNamesForType(QhaigcClient.class, false, false)) {
			if (beanFactory.getSingleton(name) instanceof QhaigcClient client) {
				all.add(client);
			}
		}
		return List.copyOf(all);
	}

	private QhaigcClient.Builder builder(QhaigcProperties properties, QhaigcConnectionDetails connectionDetails,
			@Nullable RequestQuota quota) {
		HttpClientSettings settings = new HttpClientSettingsPropertyMapper(this.sslBundles, this.defaultSettings)
			.map(properties);
		if (settings.sslBundle() != null) {
			load(settings.sslBundle());
		}
		Duration responseTimeout = firstNonNull(properties.getResponseTimeout(), settings.readTimeout());
		Duration streamIdleTimeout = firstNonNull(properties.getStreamIdleTimeout(), settings.readTimeout());
		QhaigcClient.Builder client = QhaigcClient.builder()
			.baseUrl(connectionDetails.getBaseUrl())
			.apiKey(connectionDetails.getApiKey(), connectionDetails.getApiKeySource())
			.headers(properties.getHeaders())
			.wireLog(properties.isWireLog())
			.webClientBuilder(() -> this.webClientBuilder.getIfAvailable(WebClient::builder))
			.connector(this.connectorFactory.create(settings, Arrays.asList(responseTimeout, streamIdleTimeout),
					ProxyConfigurer.of(properties.getProxy())))
			.followRedirects(
					properties.getRedirects() != null && properties.getRedirects() != HttpRedirects.DONT_FOLLOW);
		PropertyMapper map = PropertyMapper.get();
		map.from(settings.connectTimeout()).to(client::connectTimeout);
		map.from(responseTimeout).to(client::responseTimeout);
		map.from(streamIdleTimeout).to(client::streamIdleTimeout);
		map.from(properties.getCallTimeout()).to(client::callTimeout);
		map.from(properties.getMaxResponseSize()).to(client::maxResponseSize);
		map.from(properties.getMaxRetryAfter()).to(client::maxRetryAfter);
		map.from(properties.getRetryBudget()).to(client::retryBudget);
		map.from(properties.getMaxRetryWait()).to(client::maxRetryWait);
		map.from(properties.getRetryAfterTimeout()).to(client::retryAfterTimeout);
		map.from(properties.getMaxConcurrentRequests()).to(client::maxConcurrentRequests);
		map.from(this.retryProperties)
			.to((retry) -> client.retryOn(retry.getOnHttpCodes(), retry.isOnClientErrors(),
					retry.getExcludeOnHttpCodes()));
		map.from(this.meterRegistry).to(client::meterRegistry);
		map.from(quota).to(client::requestQuota);
		if (properties.getPool().isSet()) {
			configurePool(properties.getPool(), client);
		}
		return client;
	}

	/**
	 * Return the {@link RequestQuota} bean if there is a unique one, and otherwise the
	 * quota of the properties. If there is a budget, it is combined with this quota.
	 */
	private @Nullable RequestQuota requestQuota(String name, QhaigcQuotaProperties properties,
			QhaigcConnectionDetails connectionDetails) {
		RequestQuota bean = this.requestQuota.getIfUnique();
		ClientQuotas clientQuotas = (bean != null) ? null : this.quotas.getIfAvailable();
		RequestQuota quota = (clientQuotas != null) ? clientQuotas.create(name, properties, connectionDetails) : bean;
		ClientBudget clientBudget = this.budget.getIfAvailable();
		if (clientBudget == null || quota == null) {
			return (clientBudget != null) ? clientBudget.quota() : quota;
		}
		return clientBudget.quota().and(quota);
	}

	private static @Nullable Duration firstNonNull(@Nullable Duration first, @Nullable Duration second) {
		return (first != null) ? first : second;
	}

	/**
	 * Load the bundle at startup; the connector would load it only on the first request.
	 */
	private static void load(SslBundle bundle) {
		try {
			bundle.createSslContext();
		}
		catch (RuntimeException ex) {
			throw new ConfigurationException(
					"The SSL bundle for the gateway could not be loaded: %s."
						.formatted(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()),
					"Check the properties of the bundle under 'spring.ssl.bundle'. Its name is set by"
							+ " 'qhaigc.ssl.bundle', or by 'spring.http.clients.ssl.bundle' for all clients.");
		}
	}

	private void configurePool(QhaigcProperties.Pool pool, QhaigcClient.Builder client) {
		if (!this.connectorFactory.usesClientPool()) {
			logger.warn("The properties 'qhaigc.pool.*' are ignored: they apply to the Reactor Netty connector only"
					+ " (see 'spring.http.clients.reactive.connector')");
		}
		PropertyMapper map = PropertyMapper.get();
		map.from(pool.getMaxConnections()).to(client::maxConnections);
		map.from(pool.getMaxPending()).to(client::maxPending);
		map.from(pool.getMaxIdleTime()).to(client::maxIdleTime);
		map.from(pool.getMaxLifeTime()).to(client::maxLifeTime);
	}

}
