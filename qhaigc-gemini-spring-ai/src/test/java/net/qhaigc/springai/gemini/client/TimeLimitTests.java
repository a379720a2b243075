package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.ai.model.ApiKey;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.support.HeldThreads;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.awaitQuietly;
import static net.qhaigc.springai.gemini.client.ClientFixtures.once;
import static net.qhaigc.springai.gemini.client.ClientFixtures.pause;
import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.question;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway that is silent for too long is left, with its connection closed.
 */
class TimeLimitTests {

	/** Short for a silence, and long for a machine that has much to do. */
	private static final Duration SHORT = Duration.ofSeconds(2);

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void aGatewayThatDoesNotAnswerIsLeft() {
		QhaigcClient client = once(builder().responseTimeout(SHORT));
		this.gateway.hang();
		RuntimeException failure = ClientFixtures.failure(client, question());
		assertThat(failure).isInstanceOf(QhaigcTransientException.class)
			.hasMessage("The gateway did not respond within 2000 ms (qhaigc.response-timeout)");
		assertThat(problem(failure).code()).isEqualTo("response_timeout");
		assertThat(this.gateway.awaitCancelled(1, TIMEOUT)).isTrue();
		this.gateway.hang();
		assertThat(ClientFixtures.streamFailure(client, question())).hasMessage(failure.getMessage());
		assertThat(this.gateway.awaitCancelled(2, TIMEOUT)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aKeyThatDoesNotComeIsNotWaitedFor(boolean streaming) throws InterruptedException {
		CountDownLatch never = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		ApiKey hanging = () -> {
			awaitQuietly(never);
			interrupted.countDown();
			throw new IllegalStateException("interrupted");
		};
		QhaigcClient client = once(builder().apiKey(hanging).responseTimeout(SHORT));
		try (ErrorLog log = new ErrorLog()) {
			RuntimeException failure = streaming ? ClientFixtures.streamFailure(client, question())
					: ClientFixtures.failure(client, question());
			assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessage("The ApiKey did not return an API key within 2000 ms (qhaigc.response-timeout)");
			assertThat(problem(failure).code()).isEqualTo("api_key_timeout");
			assertThat(interrupted.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(log.errors()).isEmpty();
		}
		assertThat(this.gateway.received()).isEmpty();
	}

	@Test
	void aStreamThatStopsIsLeftAfterWhatHadCome() {
		this.gateway.replyStream("one", "two").hangAfter(1);
		StepVerifier.create(once(builder().streamIdleTimeout(SHORT)).stream(question()).map(ClientFixtures::text))
			.expectNext("one")
			.expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(QhaigcTransientException.class)
					.hasMessage("The gateway sent no further data within 2000 ms (qhaigc.stream-idle-timeout)");
				assertThat(problem(ex).code()).isEqualTo("stream_idle_timeout");
			})
			.verify(TIMEOUT);
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
	}

	@Test
	void anAnswerThatStopsIsLeftToo() {
		this.gateway.reply("It is raining.").hangAfter(0);
		RuntimeException failure = ClientFixtures.failure(once(builder().streamIdleTimeout(SHORT)), question());
		assertThat(problem(failure).code()).isEqualTo("stream_idle_timeout");
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aGatewayThatRedirectsAndThenDoesNotAnswerIsLeft(boolean bodyComes) throws IOException {
		try (RawServer server = RawServer.start((number, socket) -> {
			if (number == 1) {
				RawServer.write(socket, "HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: "
						+ (bodyComes ? 0 : 10) + "\r\n\r\n");
			}
		})) {
			QhaigcClient client = once(builder().baseUrl(server.url()).followRedirects(true).responseTimeout(SHORT));
			RuntimeException failure = ClientFixtures.failure(client, question());
			assertThat(problem(failure).code()).isEqualTo("response_timeout");
			assertThat(server.requests()).hasSize(bodyComes ? 2 : 1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anErrorIsReportedThoughTheRestOfItNeverComes(boolean streaming) throws IOException {
		try (RawServer server = unfinishedError()) {
			QhaigcClient client = once(builder().baseUrl(server.url()).responseTimeout(SHORT).streamIdleTimeout(SHORT));
			RuntimeException failure = streaming ? ClientFixtures.streamFailure(client, question())
					: ClientFixtures.failure(client, question());
			assertThat(failure).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(problem(failure).status()).isEqualTo(400);
			assertThat(problem(failure).body()).isEqualTo("{\"error\":");
		}
	}

	@Test
	void timeRunsWhateverAnApplicationDoesWithReactorsThreads() throws InterruptedException {
		this.gateway.when((request) -> true).hang();
		for (QhaigcClient client : List.of(once(builder().responseTimeout(SHORT)),
				once(builder().callTimeout(SHORT)))) {
			assertThat(HeldThreads.during(() -> ClientFixtures.failure(client, question())))
				.isInstanceOf(QhaigcTransientException.class)
				.hasMessageContaining("within 2000 ms");
		}
	}

	@Test
	void theRestOfAnErrorIsNotWaitedForWhateverAnApplicationDoesWithThem() throws IOException, InterruptedException {
		try (RawServer server = unfinishedError()) {
			QhaigcClient client = once(builder().baseUrl(server.url()));
			RuntimeException failure = HeldThreads.during(() -> ClientFixtures.failure(client, question()));
			assertThat(problem(failure).status()).isEqualTo(400);
		}
	}

	@Test
	void aRetryIsMadeWhateverAnApplicationDoesWithThem() throws InterruptedException {
		this.gateway.error(503);
		this.gateway.reply("It is raining.");
		QhaigcClient client = builder().build();
		assertThat(HeldThreads.during(() -> client.generate(question()).map(ClientFixtures::text).block(TIMEOUT)))
			.isEqualTo("It is raining.");
	}

	@Test
	void whatASubscriberDoesAboutAFailureDoesNotStopTheClock() throws InterruptedException {
		this.gateway.when((request) -> true).hang();
		CountDownLatch failed = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		QhaigcClient client = once(builder().responseTimeout(SHORT));
		client.stream(question()).subscribe((event) -> {
		}, (ex) -> {
			failed.countDown();
			awaitQuietly(release);
		});
		try {
			assertThat(failed.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			client.stream(question()).onErrorComplete().subscribe();
			assertThat(this.gateway.awaitCancelled(2, TIMEOUT)).isTrue();
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void keepAlivesAreLife() throws IOException {
		try (RawServer server = RawServer.start((number, socket) -> {
			RawServer.write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
			for (int i = 0; i < 14; i++) {
				RawServer.write(socket, ": PING\r\n\r\n");
				pause(250);
			}
			RawServer.write(socket, """
					data: {"candidates":[{"content":{"parts":[{"text":"one"}]},"finishReason":"STOP"}]}

					""");
			socket.close();
		})) {
			QhaigcClient client = once(builder().baseUrl(server.url()).streamIdleTimeout(Duration.ofSeconds(3)));
			StepVerifier.create(client.stream(question()).map(ClientFixtures::text))
				.expectNext("one")
				.expectComplete()
				.verify(TIMEOUT);
		}
	}

	@Test
	void timeInWhichNobodyAsksIsNotTheGateways() {
		String[] texts = new String[60];
		for (int i = 0; i < texts.length; i++) {
			texts[i] = i + "x".repeat(100_000);
		}
		this.gateway.replyStream(texts);
		StepVerifier
			.create(once(builder().streamIdleTimeout(SHORT)).stream(question()).map(ClientFixtures::text).take(60), 0)
			.thenRequest(1)
			.expectNextCount(1)
			.expectNoEvent(SHORT.multipliedBy(2))
			.thenRequest(Long.MAX_VALUE)
			.expectNextCount(59)
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void silenceBeginsWhenSomebodyAsksAgain() {
		InactivityTimeout timeout = new InactivityTimeout(new ClientSettings.Timeouts(SHORT, SHORT, SHORT, SHORT),
				ClientClock.SYSTEM);
		timeout.responseReceived();
		AtomicLong asked = new AtomicLong();
		StepVerifier.create(timeout.limit(timeout.watch(Flux.just("one").concatWith(Flux.never()))), 0)
			.thenRequest(1)
			.expectNext("one")
			.thenAwait(SHORT.multipliedBy(3).dividedBy(2))
			.then(() -> asked.set(System.nanoTime()))
			.thenRequest(1)
			.expectErrorSatisfies(
					(ex) -> assertThat(System.nanoTime() - asked.get()).isGreaterThanOrEqualTo(SHORT.toNanos()))
			.verify(TIMEOUT);
	}

	@Test
	void theTimeRunsOnceSomebodyAsks() {
		Flux<Object> limited = TimeLimit.of(Flux.never(), Mono.delay(Duration.ofMillis(10)),
				() -> TimeLimit.exceeded("late", "It was late", "qhaigc.late", Duration.ofMillis(10)));
		StepVerifier.create(limited, 0)
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(100))
			.thenRequest(1)
			.expectErrorMessage("It was late within 10 ms (qhaigc.late)")
			.verify(TIMEOUT);
	}

	@ParameterizedTest
	@MethodSource
	void zeroAndTheLongestTimeThereIsWaitForEver(Duration forEver) {
		Duration pause = Duration.ofMillis(200);
		this.gateway.replyStream("one", "two").delay(pause).delayBetween(pause);
		QhaigcClient patient = once(builder().connectTimeout(forEver)
			.responseTimeout(forEver)
			.streamIdleTimeout(forEver)
			.callTimeout(forEver)
			.maxRetryAfter(forEver)
			.maxIdleTime(forEver)
			.maxLifeTime(forEver));
		StepVerifier.create(patient.stream(question()).map(ClientFixtures::text))
			.expectNext("one", "two")
			.thenConsumeWhile((text) -> true)
			.expectComplete()
			.verify(TIMEOUT);
	}

	static Stream<Duration> zeroAndTheLongestTimeThereIsWaitForEver() {
		return Stream.of(Duration.ZERO, ChronoUnit.FOREVER.getDuration());
	}

	@Test
	void whereverTheTimeIsOverNoBufferLeaksAndNoErrorIsLogged() throws InterruptedException {
		this.gateway.when((request) -> true)
			.replyStream("one", "two", "three", "four")
			.delayBetween(Duration.ofMillis(2));
		try (ErrorLog log = new ErrorLog()) {
			for (int i = 0; i < 200; i++) {
				Duration limit = Duration.ofMillis(1 + i % 10);
				once(builder().responseTimeout(limit).streamIdleTimeout(limit)).stream(question())
					.onErrorComplete(QhaigcTransientException.class)
					.blockLast(TIMEOUT);
			}
			assertThat(log.errors()).isEmpty();
		}
	}

	private QhaigcClient.Builder builder() {
		return QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey());
	}

	private static RawServer unfinishedError() throws IOException {
		return RawServer.start((number, socket) -> RawServer.write(socket,
				"HTTP/1.1 400 Bad Request\r\nContent-Length: 1000\r\n\r\n{\"error\":"));
	}

}
