package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import static net.qhaigc.springai.gemini.client.ClientFixtures.pause;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for many calls to a gateway that limits the rate of requests or has an outage.
 * The clock runs four times as fast as real time by default. With
 * {@code -Dqhaigc.bulk.calls=5000 -Dqhaigc.bulk.outage=30}, the tests run longer.
 */
@Timeout(300)
class BulkWorkTests {

	private static final int CALLS = Integer.getInteger("qhaigc.bulk.calls", 1000);

	private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("qhaigc.bulk.outage", 6));

	private static final int CALLERS = 64;

	private static final int SPEED = Integer.getInteger("qhaigc.bulk.speed", 4);

	private static final int LATENCY_MILLIS = 50;

	private final TestClock time = new TestClock().runAtSpeed(SPEED);

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final Map<Long, AtomicInteger> servedBySecond = new ConcurrentHashMap<>();

	private final AtomicInteger served = new AtomicInteger();

	private final LongAdder rejected = new LongAdder();

	/**
	 * The number of rejections that are permitted: {@link #CALLERS}, the maximum number
	 * of calls in progress, for each second in which the rate limit is exceeded.
	 */
	private final LongAdder maxRejected = new LongAdder();

	private volatile Duration outageStart = Duration.ofSeconds(1);

	private long currentSecond = -1;

	private int requestsInCurrentSecond;

	private boolean rejectedInCurrentSecond;

	@AfterEach
	void stop() {
		this.time.close();
	}

	@Test
	void usesMostOfRateLimitWithoutFailures() {
		try (RawServer server = server(this::respondWithinRateLimit); QhaigcClient client = client(server)) {
			run(client, 100);
			Duration taken = run(client, CALLS);
			double usedShare = CALLS / 100.0 / taken.toMillis() * 1000;
			report("rate limit (%.0f %% used)".formatted(usedShare * 100), taken);
			assertThat(this.failures).isEmpty();
			// The share exceeds 80% on an otherwise idle machine.
			assertThat(usedShare).isGreaterThan(0.7);
			assertThat(this.rejected.sum()).isLessThanOrEqualTo(this.maxRejected.sum());
		}
	}

	@Test
	void recoversMostOfThroughputWithinThreeSecondsAfterOutage() {
		try (RawServer server = server(this::respondUnlessOutage); QhaigcClient client = client(server)) {
			this.outageStart = Duration.ofDays(1);
			run(client, CALLS);
			long start = this.time.elapsed().toSeconds() + 3;
			long end = start + OUTAGE.toSeconds();
			this.outageStart = Duration.ofSeconds(start);
			report("outage", run(client, () -> this.time.elapsed().toSeconds() <= end + 3));
			assertThat(this.failures).isEmpty();
			int before = servedIn(start - 1);
			int after = LongStream.rangeClosed(end + 1, end + 3).mapToInt(this::servedIn).max().orElse(0);
			// On an otherwise idle machine, more than 90% of the throughput before the
			// outage is reached.
			assertThat(after).as("served by second: %s", this.servedBySecond).isGreaterThan(before * 3 / 4);
		}
	}

	@Test
	void completesBatchDespiteOutageAndRateLimitAndTruncatedResponses() {
		try (RawServer server = server((head) -> {
			String response = respondUnlessOutage(head);
			return response.startsWith("HTTP/1.1 200") ? truncateSome(respondWithinRateLimit(head)) : response;
		}); QhaigcClient client = client(server)) {
			report("batch", run(client, CALLS / 2));
			assertThat(this.failures).isEmpty();
		}
	}

	@Test
	void rateLimitOfBusyModelDoesNotDelayOtherModel() {
		// The name of a caller is the model of its requests.
		try (RawServer server = server((head) -> CallerEcho.caller(head).equals("quiet") ? CallerEcho.response(head)
				: rejection("429 Too Many Requests", "Retry-After: 1\r\n")); QhaigcClient client = client(server)) {
			Flux.range(0, CALLERS).flatMap((i) -> CallerEcho.call(client, "busy", "Hi"), CALLERS).subscribe((text) -> {
			}, this.failures::add);
			for (int i = 0; i < 20; i++) {
				assertThat(CallerEcho.call(client, "quiet", "Hi").block(Duration.ofSeconds(5))).isEqualTo("quiet");
			}
			assertThat(this.time.elapsed()).isLessThan(Duration.ofSeconds(60));
		}
	}

	private Duration run(QhaigcClient client, int calls) {
		return run(client, Flux.range(0, calls));
	}

	/** Start calls until the condition is no longer met. */
	private Duration run(QhaigcClient client, BooleanSupplier condition) {
		return run(client, Flux.range(0, Integer.MAX_VALUE).takeWhile((i) -> condition.getAsBoolean()));
	}

	private Duration run(QhaigcClient client, Flux<Integer> calls) {
		Duration start = this.time.elapsed();
		calls.flatMap((i) -> CallerEcho.call(client, "m", "Hi").then().onErrorResume((ex) -> {
			this.failures.add(ex);
			return Mono.empty();
		}), CALLERS).blockLast(Duration.ofSeconds(280));
		return this.time.elapsed().minus(start);
	}

	private void report(String what, Duration taken) {
		System.out.println(
				"Bulk work, %s: %d responses (by second: %s), %d failures, %d of at most %d rejections; last run: %s"
					.formatted(what, this.served.get(), new TreeMap<>(this.servedBySecond), this.failures.size(),
							this.rejected.sum(), this.maxRejected.sum(), taken));
	}

	private int servedIn(long second) {
		return this.servedBySecond.getOrDefault(second, new AtomicInteger()).get();
	}

	private RawServer server(Function<String, String> response) {
		return RawServer.startWithResponse((head, socket) -> respond(head, socket, response));
	}

	private void respond(String head, Socket socket, Function<String, String> response) throws IOException {
		String text = response.apply(head);
		pause(LATENCY_MILLIS / SPEED);
		if (text.startsWith("HTTP/1.1 200")) {
			this.served.incrementAndGet();
			this.servedBySecond.computeIfAbsent(this.time.elapsed().toSeconds(), (second) -> new AtomicInteger())
				.incrementAndGet();
		}
		RawServer.write(socket, text);
	}

	/** Accept the first hundred requests of each second, and reject the others. */
	private synchronized String respondWithinRateLimit(String head) {
		long second = this.time.elapsed().toSeconds();
		if (second != this.currentSecond) {
			this.currentSecond = second;
			this.requestsInCurrentSecond = 0;
			this.rejectedInCurrentSecond = false;
		}
		if (++this.requestsInCurrentSecond <= 100) {
			return CallerEcho.response(head);
		}
		if (!this.rejectedInCurrentSecond) {
			this.rejectedInCurrentSecond = true;
			this.maxRejected.add(CALLERS);
		}
		this.rejected.increment();
		return rejection("429 Too Many Requests", "Retry-After: 1\r\n");
	}

	private String respondUnlessOutage(String head) {
		Duration elapsed = this.time.elapsed();
		boolean outage = elapsed.compareTo(this.outageStart) >= 0
				&& elapsed.compareTo(this.outageStart.plus(OUTAGE)) < 0;
		return outage ? rejection("503 Service Unavailable", "") : CallerEcho.response(head);
	}

	private String truncateSome(String response) {
		return (this.served.get() % 100 == 7) ? CallerEcho.withLength("{\"candidates\":[{") : response;
	}

	private static String rejection(String status, String headers) {
		return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n";
	}

	/** Return a client with the defaults of Spring AI's retry properties. */
	private QhaigcClient client(RawServer server) {
		return new QhaigcClientBuilder().clock(this.time.clock())
			.baseUrl(server.url())
			.apiKey("test-key")
			.build()
			.withRetryTemplate(template(Duration.ofSeconds(2), 5, 180));
	}

	private static RetryTemplate template(Duration delay, int multiplier, int maxSeconds) {
		return new RetryTemplate(RetryPolicy.builder()
			.maxRetries(10)
			.delay(delay)
			.multiplier(multiplier)
			.maxDelay(Duration.ofSeconds(maxSeconds))
			.build());
	}

}
