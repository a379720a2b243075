package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Creates connectors with Spring Boot's builder, so that its settings and customizers
 * apply, unless the application defines a connector itself.
 */
final class ConnectorFactory {

	private final BiFunction<HttpClient, HttpClientSettings, ClientHttpConnector> factory;

	/** The default of the client, for other connectors. */
	private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);

	/** Other connectors take the timeout as a number of milliseconds. */
	private static final Duration MAX_TIMEOUT = Duration.ofDays(24);

	private final boolean usesClientPool;

	private ConnectorFactory(BiFunction<HttpClient, HttpClientSettings, ClientHttpConnector> factory,
			boolean usesClientPool) {
		this.factory = factory;
		this.usesClientPool = usesClientPool;
	}

	/**
	 * Use the builder; for Reactor Netty with the connection pool of the client. Other
	 * connectors need a read timeout: Jetty's own default is 30 seconds, and those of the
	 * JDK and of HttpComponents do not close the connection of a request that is
	 * cancelled before the response.
	 */
	static ConnectorFactory forBuilder(ClientHttpConnectorBuilder<?> builder) {
		return (builder instanceof ReactorClientHttpConnectorBuilder reactor)
				? new ConnectorFactory(
						(httpClient, settings) -> reactor.withHttpClientFactory(() -> httpClient).build(settings), true)
				: new ConnectorFactory((httpClient, settings) -> builder.build(settings), false);
	}

	/** Use the connector of the application, regardless of the settings. */
	static ConnectorFactory forConnector(ClientHttpConnector connector) {
		return new ConnectorFactory((httpClient, settings) -> connector, false);
	}

	/**
	 * Return a function that creates a connector with the given settings, except for the
	 * read timeout and redirects, which the client handles itself. Connectors other than
	 * that of Reactor Netty have a read timeout that is longer than those of the client:
	 * Jetty's default is 30 seconds, and those of the JDK and of HttpComponents do not
	 * close the connection of a request that is cancelled before its response.
	 * @param settings the settings
	 * @param timeouts the timeouts of the client between two chunks of data; null for its
	 * default
	 */
	Function<HttpClient, ClientHttpConnector> create(HttpClientSettings settings, List<@Nullable Duration> timeouts) {
		HttpClientSettings connectorSettings = settings
			.withReadTimeout(this.usesClientPool ? null : longerThanAll(timeouts))
			.withRedirects(HttpRedirects.DONT_FOLLOW);
		return (httpClient) -> this.factory.apply(httpClient, connectorSettings);
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
		return longest.plus(longest.dividedBy(4));
	}

	/** Whether connectors use the connection pool of the client. */
	boolean usesClientPool() {
		return this.usesClientPool;
	}

}
