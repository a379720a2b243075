package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Returns the connector that the application defines. If there is none, creates a
 * connector with Spring Boot's builder, so that the settings and customizers of the
 * builder apply.
 */
final class ConnectorFactory {

	/**
	 * The default of the response timeout and of the stream idle timeout of the client; a
	 * connector must not time out earlier.
	 */
	private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);

	/** Some connectors convert the timeout to milliseconds in an {@code int}. */
	private static final Duration MAX_TIMEOUT = Duration.ofDays(24);

	private final Factory factory;

	private final boolean usesClientPool;

	private ConnectorFactory(Factory factory, boolean usesClientPool) {
		this.factory = factory;
		this.usesClientPool = usesClientPool;
	}

	/**
	 * Return a factory that uses the builder. Connectors for Reactor Netty use the
	 * connection pool of the {@code QhaigcClient}.
	 */
	static ConnectorFactory forBuilder(ClientHttpConnectorBuilder<?> builder) {
		return (builder instanceof ReactorClientHttpConnectorBuilder reactor) ? new ConnectorFactory((httpClient,
				settings, proxy) -> withProxy(reactor, proxy).withHttpClientFactory(() -> httpClient).build(settings),
				true) : new ConnectorFactory((httpClient, settings, proxy) -> builder.build(settings), false);
	}

	/**
	 * Set the proxy, which takes precedence over the proxy in Java's system properties.
	 */
	private static ReactorClientHttpConnectorBuilder withProxy(ReactorClientHttpConnectorBuilder builder,
			@Nullable ProxyConfigurer proxy) {
		return (proxy != null) ? builder.withHttpClientCustomizer(proxy::configure) : builder;
	}

	/**
	 * Return a factory that returns the connector of the application, regardless of the
	 * settings.
	 */
	static ConnectorFactory forConnector(ClientHttpConnector connector) {
		return new ConnectorFactory((httpClient, settings, proxy) -> connector, false);
	}

	/**
	 * Return a function that creates a connector with the given settings, except for the
	 * read timeout and redirects, which the client handles itself. All connectors except
	 * Reactor Netty's get a read timeout that is longer than the timeouts of the client,
	 * or 24 days if one of these timeouts is disabled or exceeds 24 days. Jetty's default
	 * of 30 seconds can be too short. The connector of HttpComponents needs a timeout,
	 * since it does not close the connection when a request is cancelled.
	 * @param settings the settings
	 * @param timeouts the response timeout and the stream idle timeout of the client,
	 * each of which is null for its default
	 * @param proxy sets the proxy of Reactor Netty; null for none
	 * @throws ConfigurationException if there is a proxy, but this factory does not use
	 * Spring Boot's builder for Reactor Netty
	 */
	Function<HttpClient, ClientHttpConnector> create(HttpClientSettings settings, List<@Nullable Duration> timeouts,
			@Nullable ProxyConfigurer proxy) {
		if (proxy != null && !this.usesClientPool) {
			throw new ConfigurationException(
					"The properties 'qhaigc.proxy.*' apply to the connector of Reactor Netty only, and another connector"
							+ " is in use.",
					"Remove 'spring.http.clients.reactive.connector' or the bean of type ClientHttpConnector, so that the"
							+ " connector of Reactor Netty is used. Alternatively, remove 'qhaigc.proxy.*', and configure"
							+ " the proxy of the other connector.");
		}
		HttpClientSettings connectorSettings = settings
			.withReadTimeout(this.usesClientPool ? null : longerThanAll(timeouts))
			.withRedirects(HttpRedirects.DONT_FOLLOW);
		return (httpClient) -> this.factory.create(httpClient, connectorSettings, proxy);
	}

	private static Duration longerThanAll(List<@Nullable Duration> timeouts) {
		Duration longest = Duration.ZERO;
		for (Duration timeout : timeouts) {
			Duration limit = (timeout != null) ? timeout : DEFAULT_TIMEOUT;
			if (limit.isZero() || limit.compareTo(MAX_TIMEOUT) > 0) {
				return MAX_TIMEOUT;
			}
			longest = (limit.compareTo(longest) > 0) ? limit : longest;
		}
		Duration longer = longest.plus(longest.dividedBy(4));
		return (longer.compareTo(MAX_TIMEOUT) > 0) ? MAX_TIMEOUT : longer;
	}

	/** Whether connectors use the connection pool of the client. */
	boolean usesClientPool() {
		return this.usesClientPool;
	}

	private interface Factory {

		ClientHttpConnector create(HttpClient httpClient, HttpClientSettings settings, @Nullable ProxyConfigurer proxy);

	}

}
