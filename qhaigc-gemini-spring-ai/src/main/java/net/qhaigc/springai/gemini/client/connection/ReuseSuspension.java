package net.qhaigc.springai.gemini.client.connection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Suspends the reuse of the connections of a client. A server that sent a response
 * without a request can do so again, possibly while a request is outstanding. Therefore,
 * connections are not reused for some time after a response that was not requested.
 */
final class ReuseSuspension {

	static final Duration DURATION = Duration.ofMinutes(10);

	private static final Log logger = LogFactory.getLog(ConnectionGuard.class);

	private final LongSupplier nanoTime;

	/**
	 * The last time at which bytes that were not requested were received; null if this
	 * never happened.
	 */
	private volatile @Nullable Long suspendedAt;

	private final Set<ConnectionGuard> connections = ConcurrentHashMap.newKeySet();

	ReuseSuspension(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	void add(ConnectionGuard connection) {
		this.connections.add(connection);
	}

	void remove(ConnectionGuard connection) {
		this.connections.remove(connection);
	}

	/** Close the idle connections that have been used before. */
	void closeIdle() {
		this.connections.forEach(ConnectionGuard::closeIfIdle);
	}

	boolean isSuspended() {
		Long since = this.suspendedAt;
		return since != null && this.nanoTime.getAsLong() - since < DURATION.toNanos();
	}

	/**
	 * Use each connection for only one request until the suspension is over, and close
	 * idle connections.
	 */
	void suspend() {
		boolean alreadySuspended = isSuspended();
		this.suspendedAt = this.nanoTime.getAsLong();
		closeIdle();
		if (!alreadySuspended) {
			logger
				.warn("The gateway sent a response or bytes that were not requested. To keep the responses of different"
						+ " requests apart, each request uses a new connection for the next " + DURATION.toMinutes()
						+ " minutes");
		}
	}

}
