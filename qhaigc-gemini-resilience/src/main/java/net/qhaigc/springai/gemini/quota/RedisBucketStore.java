package net.qhaigc.springai.gemini.quota;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;

/**
 * Stores buckets in Redis. Requires Lettuce and
 * {@code com.bucket4j:bucket4j_jdk17-lettuce}. The store uses one connection, which is
 * established when the store is used for the first time. Lettuce reconnects if the
 * connection is lost.
 */
public final class RedisBucketStore implements BucketStore, AutoCloseable {

	private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	/** How long Redis keeps a bucket that is full again. */
	private static final Duration EXPIRATION = Duration.ofMinutes(1);

	private final Supplier<? extends AbstractRedisClient> client;

	private @Nullable CompletableFuture<ProxyManager<String>> manager;

	private @Nullable StatefulConnection<String, byte[]> connection;

	private boolean closed;

	/**
	 * Create a store.
	 * @param client supplies a {@link RedisClient} or a {@link RedisClusterClient}, for
	 * example {@code LettuceConnectionFactory::getRequiredNativeClient} of Spring Data
	 * Redis. The store does not close the client
	 */
	public RedisBucketStore(Supplier<? extends AbstractRedisClient> client) {
		this.client = client;
	}

	/**
	 * Connect on a separate thread, because Lettuce blocks until it is connected. At most
	 * one attempt to connect is in progress at a time.
	 */
	@Override
	public synchronized CompletableFuture<ProxyManager<String>> connect() {
		CompletableFuture<ProxyManager<String>> current = this.manager;
		if (current == null || current.isCompletedExceptionally()) {
			CompletableFuture<ProxyManager<String>> next = new CompletableFuture<>();
			Thread thread = new Thread(() -> connect(next), "qhaigc-redis");
			thread.setDaemon(true);
			thread.start();
			this.manager = next;
			current = next;
		}
		// The caller can cancel the copy without cancelling the attempt to connect.
		return current.copy();
	}

	private void connect(CompletableFuture<ProxyManager<String>> result) {
		try {
			result.complete(createManager(this.client.get()));
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(ex);
		}
	}

	private ProxyManager<String> createManager(AbstractRedisClient redis) {
		if (redis instanceof RedisClusterClient cluster) {
			StatefulRedisClusterConnection<String, byte[]> connected = cluster.connect(CODEC);
			setConnection(connected);
			return createManager(Bucket4jLettuce.casBasedBuilder(connected));
		}
		StatefulRedisConnection<String, byte[]> connected = ((RedisClient) redis).connect(CODEC);
		setConnection(connected);
		return createManager(Bucket4jLettuce.casBasedBuilder(connected));
	}

	private static ProxyManager<String> createManager(Bucket4jLettuce.LettuceBasedProxyManagerBuilder<String> builder) {
		return builder
			.expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(EXPIRATION))
			.build();
	}

	private synchronized void setConnection(StatefulConnection<String, byte[]> connected) {
		if (this.closed) {
			connected.closeAsync();
			throw new IllegalStateException("The Redis bucket store is closed");
		}
		this.connection = connected;
	}

	/**
	 * Close the connection.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.connection != null) {
			this.connection.close();
		}
	}

}
