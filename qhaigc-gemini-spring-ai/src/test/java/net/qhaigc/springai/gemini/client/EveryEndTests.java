package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReplyScript;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.once;
import static net.qhaigc.springai.gemini.client.ClientFixtures.poolGauge;
import static net.qhaigc.springai.gemini.client.ClientFixtures.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * However an exchange ends, by the gateway, by the clock or by whoever asked, and however
 * many do so at once over a few connections: it ends, and its connection is free again.
 */
class EveryEndTests {

	private static final int EXCHANGES = Integer.getInteger("qhaigc.ends", 2000);

	private static final int AT_A_TIME = 24;

	private static final String[] FAULTS = { "none", "slow", "refused", "stall", "stallInside", "closed", "cut",
			"cutEarly" };

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final Random random = new Random(4);

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void itIsAnEndAndTheConnectionIsFreeAgain() {
		script();
		Duration patience = Duration.ofMillis(60);
		QhaigcClient client = once(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.responseTimeout(patience)
			.streamIdleTimeout(patience)
			.callTimeout(patience.multipliedBy(2))
			.maxConnections(4)
			.meterRegistry(this.meters));
		Flux.range(0, EXCHANGES)
			.flatMap((i) -> exchange(client).timeout(TIMEOUT, Mono.error(new AssertionError("no end"))), AT_A_TIME)
			.blockLast();
		await().atMost(TIMEOUT).untilAsserted(() -> {
			assertThat(poolGauge(this.meters, "active.connections")).isZero();
			assertThat(poolGauge(this.meters, "pending.connections")).isZero();
		});
	}

	/** An exchange that whoever asked may leave at any moment. */
	private Mono<Void> exchange(QhaigcClient client) {
		GatewayRequest request = question("gemini-2.5-flash",
				Map.of("X-Fault", FAULTS[this.random.nextInt(FAULTS.length)]), Map.of());
		Flux<?> exchange = this.random.nextBoolean() ? client.stream(request) : client.generate(request).flux();
		Duration pause = Duration.ofNanos(this.random.nextInt(8_000_000));
		return switch (this.random.nextInt(4)) {
			case 0 -> ended(exchange.takeUntilOther(Mono.delay(pause)));
			case 1 -> ended(exchange.timeout(pause));
			case 2 -> ended(exchange.take(1).subscribeOn(Schedulers.parallel()));
			default -> ended(exchange.limitRate(1).delayElements(Duration.ofMillis(1)));
		};
	}

	private static Mono<Void> ended(Flux<?> exchange) {
		return exchange
			.onErrorComplete((ex) -> ex instanceof QhaigcTransientException || ex instanceof TimeoutException)
			.then();
	}

	private void script() {
		Duration moment = Duration.ofMillis(2);
		on("none").replyStream("one", "two", "three");
		on("slow").replyStream("one", "two", "three").delay(moment).delayBetween(moment);
		on("refused").error(503);
		on("stall").hang();
		on("stallInside").replyStream("one", "two", "three").hangAfter(1);
		on("closed").reply("never").closeAfter(0);
		on("cut").replyStream("one", "two", "three").closeAfter(2);
		on("cutEarly").replyStream("one", "two", "three").closeAfterBytes(20);
	}

	private ReplyScript on(String fault) {
		return this.gateway.when((request) -> fault.equals(request.header("X-Fault")));
	}

}
