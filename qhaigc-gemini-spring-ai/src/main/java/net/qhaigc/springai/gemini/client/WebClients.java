package net.qhaigc.springai.gemini.client;

import java.util.function.Function;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The web client on our pool, and one that opens a connection for each exchange.
 */
final class WebClients implements AutoCloseable {

	private final ConnectionProvider pool;

	private final WebClient pooled;

	private final SingletonSupplier<WebClient> fresh;

	WebClients(ConnectionProvider pool, Connections connections, Function<HttpClient, ClientHttpConnector> connector,
			WebClient.Builder builder) {
		this.pool = pool;
		this.pooled = builder.clone().clientConnector(connector.apply(connections.on(this.pool))).build();
		this.fresh = SingletonSupplier.of(() -> builder.clone()
			.clientConnector(connector.apply(connections.on(ConnectionProvider.newConnection())))
			.build());
	}

	WebClient pooled() {
		return this.pooled;
	}

	/** For when a pooled connection was found closed. */
	WebClient fresh() {
		return this.fresh.obtain();
	}

	@Override
	public void close() {
		this.pool.disposeLater().subscribe();
	}

}
