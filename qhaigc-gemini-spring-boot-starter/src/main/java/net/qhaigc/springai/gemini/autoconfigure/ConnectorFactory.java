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
 * How connectors are made: by Spring Boot's builder, so that its settings and customizers
 * apply, unless the application has a connector of its own.
 */
final class ConnectorFactory {

	private final BiFunction<HttpClient, HttpClientSettings, ClientHttpConnector> connector;

	private final boolean pooled;

	private ConnectorFactory(BiFunction<HttpClient, HttpClientSettings, ClientHttpConnector> connector,
			boolean pooled) {
		this.connector = connector;
		this.pooled = pooled;
	}

	/** Connectors as the builder makes them; Reactor Netty's on the client's pool. */
	static ConnectorFactory builtBy(ClientHttpConnectorBuilder<?> builder) {
		return (builder instanceof ReactorClientHttpConnectorBuilder reactor)
				? new ConnectorFactory(
						(pooled, settings) -> reactor.withHttpClientFactory(() -> pooled).build(settings), true)
				: new ConnectorFactory((pooled, settings) -> builder.build(settings), false);
	}

	/** The application's own connector, whatever the settings. */
	static ConnectorFactory of(ClientHttpConnector connector) {
		return new ConnectorFactory((pooled, settings) -> connector, false);
	}

	/**
	 * A connector with the given settings, but for those that the client sees to itself.
	 */
	Function<HttpClient, ClientHttpConnector> with(HttpClientSettings settings) {
		HttpClientSettings ours = settings.withReadTimeout(null).withRedirects(HttpRedirects.DONT_FOLLOW);
		return (pooled) -> this.connector.apply(pooled, ours);
	}

	/** Whether connections come from the client's pool. */
	boolean arePooled() {
		return this.pooled;
	}

}
