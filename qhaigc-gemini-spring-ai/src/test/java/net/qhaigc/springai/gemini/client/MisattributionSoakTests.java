package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.pause;
import static net.qhaigc.springai.gemini.client.ClientFixtures.poolGauge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that each response reaches its own caller, each request ends and no connection
 * leaks, while many callers share half as many connections to a server that violates
 * HTTP. Runs for a few seconds; with {@code -Dqhaigc.misattribution.seconds=1800}, for
 * half an hour.
 */
class MisattributionSoakTests {

	private static final int SECONDS = Integer.getInteger("qhaigc.misattribution.seconds", 2);

	/** Enough requests for each misbehavior to occur, even if the machine is busy. */
	private static final int MIN_REQUESTS = 600;

	private static final int CALLERS = 200;

	private static final Duration RESPONSE_TIMEOUT = Duration.ofMillis(800);

	/** A retry template without the long waits of the default one. */
	private static final RetryTemplate RETRY_TEMPLATE = new RetryTemplate(
			RetryPolicy.builder().maxRetries(3).delay(Duration.ofMillis(100)).build());

	private final AtomicLong requests = new AtomicLong();

	private final Map<Misbehavior, LongAdder> misbehaviorCounts = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

	private final Queue<String> violations = new ConcurrentLinkedQueue<>();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void deliversEachResponseToItsCallerOverReusedConnections() throws InterruptedException {
		Set<Misbehavior> misbehaviors = EnumSet.complementOf(Misbehavior.UNSOLICITED);
		try (RawServer server = server(misbehaviors); QhaigcClient client = client(server)) {
			run(client, server, misbehaviors);
			assertThat(server.connections()).isLessThan(this.requests.intValue());
		}
	}

	/**
	 * The test starts with a duplicate response that is always detected, so that the
	 * client does not reuse connections for some time. On a reused connection, a
	 * duplicate that arrives after the next request was sent would look like the response
	 * to that request.
	 */
	@Test
	void deliversEachResponseToItsCallerAfterDuplicateResponse() throws InterruptedException {
		Set<Misbehavior> misbehaviors = EnumSet.allOf(Misbehavior.class);
		try (RawServer server = server(misbehaviors); QhaigcClient client = client(server)) {
			assertThat(CallerEcho.call(client, Misbehavior.DUPLICATED.name(), "Who am I?").block(TIMEOUT))
				.isEqualTo(Misbehavior.DUPLICATED.name());
			run(client, server, misbehaviors);
		}
	}

	private void run(QhaigcClient client, RawServer server, Set<Misbehavior> misbehaviors) throws InterruptedException {
		try (ErrorLog log = new ErrorLog()) {
			sendRequestsFromAllCallers(client);
			System.out.println("Misattribution soak: " + this.requests + " requests, " + server.connections()
					+ " connections, " + this.outcomes + ", " + this.misbehaviorCounts);
			assertThat(this.violations).isEmpty();
			assertThat(this.misbehaviorCounts).containsOnlyKeys(misbehaviors);
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(poolGauge(this.meters, "active.connections")).isZero());
			assertThat(log.errors()).isEmpty();
		}
	}

	private void sendRequestsFromAllCallers(QhaigcClient client) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS) / 2;
		Flux.range(0, CALLERS)
			.flatMap((i) -> Mono.defer(() -> exchange(client, "caller-" + this.requests.incrementAndGet()))
				.repeat(() -> System.nanoTime() < end || this.requests.get() < MIN_REQUESTS), CALLERS)
			.then()
			.block(Duration.ofSeconds(SECONDS).plus(TIMEOUT.multipliedBy(2)));
	}

	private Mono<Void> exchange(QhaigcClient client, String caller) {
		Mono<String> text = ThreadLocalRandom.current().nextBoolean() ? CallerEcho.call(client, caller, "Who am I?")
				: CallerEcho.stream(client, caller, "Who am I?");
		return text.timeout(TIMEOUT)
			.doOnNext((echoedCaller) -> recordResponse(caller, echoedCaller))
			.doOnError(TimeoutException.class, (ex) -> this.violations.add(caller + " received nothing"))
			.onErrorResume((ex) -> Mono.fromRunnable(() -> count("failed")))
			.then();
	}

	private void recordResponse(String caller, String echoedCaller) {
		boolean own = echoedCaller.equals(caller);
		count(own ? "own response" : "misattributed response");
		if (!own) {
			this.violations.add(caller + " received the response for " + echoedCaller);
		}
	}

	private void count(String outcome) {
		this.outcomes.computeIfAbsent(outcome, (key) -> new LongAdder()).increment();
	}

	private QhaigcClient client(RawServer server) {
		return QhaigcClient.builder()
			.baseUrl(server.url())
			.apiKey("soak-key")
			.maxConnections(CALLERS / 2)
			.responseTimeout(RESPONSE_TIMEOUT)
			.streamIdleTimeout(RESPONSE_TIMEOUT)
			.retryBudget(0)
			.retryAfterTimeout(true)
			.meterRegistry(this.meters)
			.build()
			.withRetryTemplate(RETRY_TEMPLATE);
	}

	private RawServer server(Set<Misbehavior> misbehaviors) {
		List<Misbehavior> list = List.copyOf(misbehaviors);
		return RawServer.startWithResponse((head, socket) -> {
			Misbehavior misbehavior = head.contains(Misbehavior.DUPLICATED.name()) ? Misbehavior.DUPLICATED
					: randomMisbehavior(list, ThreadLocalRandom.current());
			this.misbehaviorCounts.computeIfAbsent(misbehavior, (key) -> new LongAdder()).increment();
			misbehavior.delivery.write(CallerEcho.response(head), socket);
		});
	}

	private static Misbehavior randomMisbehavior(List<Misbehavior> list, Random random) {
		return (random.nextInt(3) > 0) ? Misbehavior.NONE : list.get(random.nextInt(list.size()));
	}

	private static int randomIndex(String response) {
		return ThreadLocalRandom.current().nextInt(response.length());
	}

	/**
	 * How the server sends a correct response: as expected, in an unusual way, or in
	 * violation of HTTP.
	 */
	private enum Misbehavior {

		NONE((response, socket) -> RawServer.write(socket, response)),

		INTERIM((response, socket) -> RawServer.write(socket, "HTTP/1.1 103 Early Hints\r\n\r\n" + response)),

		INTERIM_BEFORE_A_PAUSE((response, socket) -> {
			RawServer.write(socket, "HTTP/1.1 102 Processing\r\n\r\n");
			pause(20);
			RawServer.write(socket, response);
		}),

		TOO_LATE((response, socket) -> {
			pause(RESPONSE_TIMEOUT.toMillis() + 200);
			RawServer.write(socket, response);
		}),

		BYTE_BY_BYTE((response, socket) -> {
			for (byte part : response.getBytes(StandardCharsets.UTF_8)) {
				socket.getOutputStream().write(part);
			}
		}),

		CLOSED_AT_RANDOM_INDEX((response, socket) -> {
			RawServer.write(socket, response.substring(0, randomIndex(response)));
			socket.close();
		}),

		RESET_AT_RANDOM_INDEX((response, socket) -> {
			RawServer.write(socket, response.substring(0, randomIndex(response)));
			RawServer.reset(socket);
		}),

		CLOSED_AFTERWARDS((response, socket) -> {
			RawServer.write(socket, response);
			socket.close();
		}),

		CLOSED_WHEN_IDLE((response, socket) -> {
			RawServer.write(socket, response);
			pause(1);
			socket.close();
		}),

		HALF_CLOSED((response, socket) -> {
			RawServer.write(socket, response);
			socket.shutdownOutput();
		}),

		ERROR_BEFORE_THE_RESPONSE((response, socket) -> {
			RawServer.write(socket, "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n");
			pause(5);
			RawServer.write(socket, response);
		}),

		DUPLICATED((response, socket) -> RawServer.write(socket, response + response)),

		DUPLICATED_AND_SPLIT((response, socket) -> {
			int at = randomIndex(response);
			RawServer.write(socket, response.substring(0, at));
			RawServer.write(socket, response.substring(at) + response);
		}),

		DUPLICATED_IN_TWO_WRITES((response, socket) -> {
			RawServer.write(socket, response);
			RawServer.write(socket, response);
		}),

		DUPLICATED_IN_PART(
				(response, socket) -> RawServer.write(socket, response + response.substring(0, randomIndex(response))));

		/** The misbehaviors that write bytes which belong to no request. */
		static final EnumSet<Misbehavior> UNSOLICITED = EnumSet.range(ERROR_BEFORE_THE_RESPONSE, DUPLICATED_IN_PART);

		private final Delivery delivery;

		Misbehavior(Delivery delivery) {
			this.delivery = delivery;
		}

	}

	/** How a response is written. */
	private interface Delivery {

		void write(String response, Socket socket) throws IOException;

	}

}
