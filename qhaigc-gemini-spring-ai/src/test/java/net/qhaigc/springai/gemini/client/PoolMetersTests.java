package net.qhaigc.springai.gemini.client;

import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PoolMeters} with two clients that use the same gateway and the same
 * registry.
 */
class PoolMetersTests {

	private static final Set<String> GAUGE_NAMES = Set.of("active", "idle", "pending", "total", "max", "max.pending");

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final QhaigcClient one = client(5);

	private final QhaigcClient other = client(7);

	@AfterEach
	void stop() {
		this.one.close();
		this.other.close();
		this.gateway.close();
	}

	@Test
	void registersGaugesForEachPool() {
		send(this.one);
		send(this.other);
		assertThat(this.registry.get("reactor.netty.connection.provider.max.connections").gauges())
			.extracting(Gauge::value)
			.containsExactlyInAnyOrder(5.0, 7.0);
	}

	@Test
	void removesOnlyGaugesOfClosedClient() {
		send(this.one);
		send(this.other);
		this.one.close();
		await().untilAsserted(
				() -> assertThat(this.registry.find("reactor.netty.connection.provider.max.connections").gauges())
					.extracting(Gauge::value)
					.containsExactly(7.0));
		assertThat(
				this.registry.getMeters().stream().map((meter) -> meter.getId().getName()).collect(Collectors.toSet()))
			.containsAll(GAUGE_NAMES.stream()
				.map((name) -> "reactor.netty.connection.provider." + name + ".connections")
				.toList());
	}

	private QhaigcClient client(int maxConnections) {
		return QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.maxConnections(maxConnections)
			.meterRegistry(this.registry)
			.build();
	}

	private static void send(QhaigcClient client) {
		client.generate(ClientFixtures.request()).block(ClientFixtures.TIMEOUT);
	}

}
