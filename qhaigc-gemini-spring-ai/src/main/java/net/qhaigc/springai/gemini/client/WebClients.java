package net.qhaigc.springai.gemini.client;

import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The web client on our pool, and one that opens a connection for each exchange. Both are
 * made when they are needed: an application starts sooner without, and may never ask.
 */
final class WebClients implements AutoCloseable {

	private final Supplier<ConnectionProvider> newPool;

	private final SingletonSupplier<WebClient> pooled;

	private final SingletonSupplier<WebClient> unpooled;

	private volatile @Nullable ConnectionProvider pool;

	private volatile boolean closed;

	WebClients(Supplier<ConnectionProvider> newPool, PoolSettings connections,
			Function<HttpClient, ClientHttpConnector> connector, Supplier<WebClient.Builder> builder) {
		this.newPool = newPool;
		this.pooled = SingletonSupplier
			.of(() -> builder.get().clientConnector(connector.apply(connections.on(pool()))).build());
		this.unpooled = SingletonSupplier.of(() -> builder.get()
			.clientConnector(connector.apply(connections.on(ConnectionProvider.newConnection())))
			.build());
	}

	WebClient pooled() {
		return made(this.pooled);
	}

	/** For when a pooled connection was found closed. */
	WebClient unpooled() {
		return made(this.unpooled);
	}

	/** Reactor Netty would make a new pool in place of the one that was closed. */
	private WebClient made(SingletonSupplier<WebClient> client) {
		if (this.closed) {
			throw TransportErrors.ofClosed(null);
		}
		try {
			return client.obtain();
		}
		catch (RuntimeException ex) {
			throw TransportErrors.of(ex);
		}
	}

	private ConnectionProvider pool() {
		ConnectionProvider pool = this.newPool.get();
		this.pool = pool;
		if (this.closed) {
			throw TransportErrors.ofClosed(null);
		}
		return pool;
	}

	@Override
	public void close() {
		this.closed = true;
		ConnectionProvider pool = this.pool;
		if (pool != null) {
			pool.disposeLater().subscribe();
		}
	}

}
