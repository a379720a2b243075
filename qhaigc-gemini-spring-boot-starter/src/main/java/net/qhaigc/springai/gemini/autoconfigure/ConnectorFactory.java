package net.qhaigc.springai.gemini.autoconfigure;

import java.util.function.BiFunction;
import java.util.function.Function;

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

	private final boolean usesClientPool;

	private ConnectorFactory(BiFunction<HttpClient, HttpClientSettings, ClientHttpConnector> factory,
			boolean usesClientPool) {
		this.factory = factory;
		this.usesClientPool = usesClientPool;
	}

	/** Use the builder; for Reactor Netty with the connection pool of the client. */
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
	 * read timeout and redirects, which the client handles itself.
	 */
	Function<HttpClient, ClientHttpConnector> create(HttpClientSettings settings) {
		HttpClientSettings connectorSettings = settings.withReadTimeout(null).withRedirects(HttpRedirects.DONT_FOLLOW);
		return (httpClient) -> this.factory.apply(httpClient, connectorSettings);
	}

	/** Whether connectors use the connection pool of the client. */
	boolean usesClientPool() {
		return this.usesClientPool;
	}

}
