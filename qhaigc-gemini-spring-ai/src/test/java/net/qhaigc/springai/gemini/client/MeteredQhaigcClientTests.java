package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeteredQhaigcClient} with a mock clock that the subscriber advances.
 */
class MeteredQhaigcClientTests {

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	@Test
	void recordsTimeToFirstChunkAndTimeBetweenChunks() {
		try (QhaigcGateway gateway = QhaigcGateway.start();
				QhaigcClient client = QhaigcClient.builder()
					.baseUrl(gateway.url())
					.apiKey(gateway.apiKey())
					.meterRegistry(this.registry)
					.build()) {
			gateway.replyEvents(event("One"), event(" two"), """
					{"candidates":[{"content":{"role":"model","parts":[{"text":" three"}]},"finishReason":"STOP"}]}""");
			this.clock.add(Duration.ofHours(1));
			client.stream(request())
				.doOnSubscribe((subscription) -> this.clock.add(Duration.ofMillis(30)))
				.doOnNext((chunk) -> this.clock.add(Duration.ofMillis(100)))
				.blockLast(TIMEOUT);
		}
		assertTimes("gen_ai.client.operation.time_to_first_chunk", 1, 30);
		assertTimes("gen_ai.client.operation.time_per_output_chunk", 2, 200);
	}

	private void assertTimes(String name, long count, double totalMillis) {
		Timer timer = this.registry.get(name).tag("gen_ai.request.model", request().model()).timer();
		assertThat(timer.count()).isEqualTo(count);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(totalMillis);
	}

	private static String event(String text) {
		return """
				{"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]}}]}""".formatted(text);
	}

}
