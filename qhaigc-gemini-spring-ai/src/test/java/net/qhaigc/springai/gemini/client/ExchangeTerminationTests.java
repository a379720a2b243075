package net.qhaigc.springai.gemini.client;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
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
import static net.qhaigc.springai.gemini.client.ClientFixtures.poolGauge;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that each of many concurrent exchanges over few connections ends and releases its
 * connection, whether the gateway, a timeout or the subscriber ends the exchange. Also
 * tests that an open client retains neither requests nor responses. The system property
 * {@code qhaigc.termination.exchanges} sets the number of exchanges.
 */
class ExchangeTerminationTests {

	private static final int EXCHANGES = Integer.getInteger("qhaigc.termination.exchanges", 2000);

	private static final int CONCURRENCY = 24;

	private static final String[] FAULTS = { "none", "slow", "error", "hang", "hangInStream", "closed",
			"closedInStream", "closedInEvent" };

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final Random random = new Random(4);

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void releasesConnectionAfterEachOutcome() {
		scriptFaults();
		Duration timeout = Duration.ofMillis(60);
		QhaigcClient client = withoutRetries(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.responseTimeout(timeout)
			.streamIdleTimeout(timeout)
			.callTimeout(timeout.multipliedBy(2))
			.maxConnections(4)
			.meterRegistry(this.meters));
		Flux.range(0, EXCHANGES)
			.flatMap((i) -> exchange(client).timeout(TIMEOUT,
					Mono.error(new AssertionError("The exchange did not end"))), CONCURRENCY)
			.blockLast();
		await().atMost(TIMEOUT).untilAsserted(() -> {
			assertThat(poolGauge(this.meters, "active.connections")).isZero();
			assertThat(poolGauge(this.meters, "pending.connections")).isZero();
		});
	}

	/**
	 * The connection pool keeps a reference to the first exchange with each server. This
	 * reference must not retain the request or the response of the caller.
	 */
	@Test
	void retainsNeitherRequestNorResponseWhileClientIsOpen() {
		this.gateway.reply("one");
		QhaigcClient client = withoutRetries(
				QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey()));
		List<WeakReference<?>> requestAndResponse = callAndReturnWeakReferences(client);
		await().atMost(TIMEOUT).untilAsserted(() -> {
			System.gc();
			assertThat(requestAndResponse).allMatch((reference) -> reference.refersTo(null));
		});
		client.close();
	}

	/**
	 * Send a request in a separate method, so that no local variable of the test retains
	 * the request or the response.
	 */
	private static List<WeakReference<?>> callAndReturnWeakReferences(QhaigcClient client) {
		GatewayRequest request = request();
		return List.of(new WeakReference<>(request), new WeakReference<>(client.generate(request).block(TIMEOUT)));
	}

	/** Return an exchange that completes, fails, times out or is cancelled. */
	private Mono<Void> exchange(QhaigcClient client) {
		GatewayRequest request = request("gemini-2.5-flash",
				Map.of("X-Fault", FAULTS[this.random.nextInt(FAULTS.length)]), Map.of());
		Flux<?> exchange = this.random.nextBoolean() ? client.stream(request) : client.generate(request).flux();
		Duration timeUntilEnd = Duration.ofNanos(this.random.nextInt(8_000_000));
		return switch (this.random.nextInt(4)) {
			case 0 -> ignoreExpectedFailures(exchange.takeUntilOther(Mono.delay(timeUntilEnd)));
			case 1 -> ignoreExpectedFailures(exchange.timeout(timeUntilEnd));
			case 2 -> ignoreExpectedFailures(exchange.take(1).subscribeOn(Schedulers.parallel()));
			default -> ignoreExpectedFailures(exchange.limitRate(1).delayElements(Duration.ofMillis(1)));
		};
	}

	private static Mono<Void> ignoreExpectedFailures(Flux<?> exchange) {
		return exchange
			.onErrorComplete((ex) -> ex instanceof QhaigcTransientException || ex instanceof TimeoutException)
			.then();
	}

	private void scriptFaults() {
		Duration delay = Duration.ofMillis(2);
		on("none").replyStream("one", "two", "three");
		on("slow").replyStream("one", "two", "three").delay(delay).delayBetween(delay);
		on("error").googleError(503);
		on("hang").hang();
		on("hangInStream").replyStream("one", "two", "three").hangAfter(1);
		on("closed").reply("never").closeAfter(0);
		on("closedInStream").replyStream("one", "two", "three").closeAfter(2);
		on("closedInEvent").replyStream("one", "two", "three").closeAfterBytes(20);
	}

	private ReplyScript on(String fault) {
		return this.gateway.when((request) -> fault.equals(request.header("X-Fault")));
	}

}
