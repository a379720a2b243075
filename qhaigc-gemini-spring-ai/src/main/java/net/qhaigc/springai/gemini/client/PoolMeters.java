package net.qhaigc.springai.gemini.client;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

/**
 * Registers the gauges of a connection pool under Reactor Netty's names, in the given
 * registry rather than in the global one.
 */
final class PoolMeters implements ConnectionProvider.MeterRegistrar {

	private static final Map<String, ToDoubleFunction<ConnectionPoolMetrics>> GAUGES = Map.of("total.connections",
			ConnectionPoolMetrics::allocatedSize, "active.connections", ConnectionPoolMetrics::acquiredSize,
			"idle.connections", ConnectionPoolMetrics::idleSize, "pending.connections",
			ConnectionPoolMetrics::pendingAcquireSize, "max.connections", ConnectionPoolMetrics::maxAllocatedSize,
			"max.pending.connections", ConnectionPoolMetrics::maxPendingAcquireSize);

	private static final AtomicInteger CLIENT_COUNT = new AtomicInteger();

	private final MeterRegistry registry;

	/**
	 * Distinguishes the pools in the {@code id} tag, since Reactor Netty gives the pools
	 * of clients with equal settings the same ID.
	 */
	private final int clientNumber = CLIENT_COUNT.incrementAndGet();

	private final Map<Tags, List<Gauge>> registered = new ConcurrentHashMap<>();

	PoolMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void registerMetrics(String poolName, String id, SocketAddress remoteAddress,
			ConnectionPoolMetrics metrics) {
		this.registered.computeIfAbsent(tags(poolName, id, remoteAddress),
				(tags) -> GAUGES.entrySet()
					.stream()
					.map((gauge) -> Gauge
						.builder("reactor.netty.connection.provider." + gauge.getKey(), metrics, gauge.getValue())
						.tags(tags)
						.strongReference(true)
						.register(this.registry))
					.toList());
	}

	@Override
	public void deRegisterMetrics(String poolName, String id, SocketAddress remoteAddress) {
		List<Gauge> gauges = this.registered.remove(tags(poolName, id, remoteAddress));
		if (gauges != null) {
			gauges.forEach(this.registry::remove);
		}
	}

	private Tags tags(String poolName, String id, SocketAddress remoteAddress) {
		String address = (remoteAddress instanceof InetSocketAddress inet) ? inet.getHostString() + ":" + inet.getPort()
				: remoteAddress.toString();
		return Tags.of("id", this.clientNumber + "/" + id, "remote.address", address, "name", poolName);
	}

}
