package net.qhaigc.springai.gemini.client;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The Reactor Netty clients: one on a pool of our own, one without a pool.
 *
 * @param maxConnections how many connections may be open
 * @param maxPending how many requests may wait for one
 * @param maxIdleTime how long a connection may be unused; shorter than the gateway keeps
 * it, so that it is not found closed
 * @param maxLifeTime how long a connection may live, so that a changed address is noticed
 * @param connectTimeout how long a connection may take
 */
record PoolSettings(int maxConnections, int maxPending, Duration maxIdleTime, Duration maxLifeTime,
		Duration connectTimeout) {

	static final PoolSettings DEFAULT = new PoolSettings(1000, 4000, Duration.ofSeconds(30), Duration.ofMinutes(10),
			Duration.ofSeconds(10));

	/** Larger than Netty's own, since an image comes in hundreds of pieces else. */
	private static final int PIECE_SIZE = 64 * 1024;

	/** How long a request waits for a connection, which is Reactor Netty's own limit. */
	static final Duration MAX_PENDING_TIME = Duration.ofSeconds(45);

	HttpClient on(ConnectionProvider pool) {
		return shaped(HttpClient.create(pool));
	}

	/** A pool, which is measured if there is a registry. */
	ConnectionProvider pool(@Nullable MeterRegistry registry) {
		ConnectionProvider.Builder pool = ConnectionProvider.builder("qhaigc-gemini")
			.maxConnections(this.maxConnections)
			.pendingAcquireMaxCount(this.maxPending)
			.pendingAcquireTimeout(MAX_PENDING_TIME);
		if (!this.maxIdleTime.isZero()) {
			pool.maxIdleTime(this.maxIdleTime).evictInBackground(this.maxIdleTime, ClientSchedulers.TIMER);
		}
		if (!this.maxLifeTime.isZero()) {
			pool.maxLifeTime(this.maxLifeTime);
		}
		if (registry != null) {
			PoolMeters meters = new PoolMeters(registry);
			pool.metrics(true, () -> meters);
		}
		return pool.build();
	}

	/**
	 * Reactor Netty deprecates the size of a piece for what its next major will do. It
	 * undoes compression as Spring Boot's connector does, asked for or not.
	 */
	@SuppressWarnings("deprecation")
	private HttpClient shaped(HttpClient client) {
		return client.proxyWithSystemProperties()
			.compress(true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS,
					(int) Math.min(Integer.MAX_VALUE, this.connectTimeout.toMillis()))
			.httpResponseDecoder((decoder) -> decoder.maxChunkSize(PIECE_SIZE));
	}

}
