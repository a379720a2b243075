package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
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
import net.qhaigc.springai.gemini.client.scheduling.ClientSchedulers;
import net.qhaigc.springai.gemini.client.scheduling.RunningRequests;
import net.qhaigc.springai.gemini.client.scheduling.TimeLimit;
import net.qhaigc.springai.gemini.support.BlockedReactorThreads;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.awaitQuietly;
import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TimeLimit} and {@link InactivityTimeout}: when a limit is exceeded,
 * the exchange fails and its connection is closed.
 */
class TimeLimitTests {

	/** Short for a test, and long enough for a busy machine. */
	private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final TestClock time = new TestClock();

	@AfterEach
	void stop() {
		this.gateway.close();
		this.time.close();
	}

	@Nested
	class ResponseTimeout {

		@Test
		void failsWhenGatewayDoesNotRespond() {
			QhaigcClient client = withoutRetries(builder().responseTimeout(SHORT_TIMEOUT));
			gateway.hang();
			RuntimeException failure = time.awaitFailure(client.generate(request()));
			assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessage("The gateway did not respond within 2000 ms (qhaigc.response-timeout). "
						+ "The request may have been charged");
			assertThat(problem(failure).code()).isEqualTo("response_timeout");
			assertThat(gateway.awaitCancelled(1, TIMEOUT)).isTrue();
			gateway.hang();
			assertThat(time.awaitFailure(client.stream(request()))).hasMessage(failure.getMessage());
			assertThat(gateway.awaitCancelled(2, TIMEOUT)).isTrue();
		}

		@Test
		void namesExceededLimitEvenIfResponseBeginsAfterwards() {
			InactivityTimeout timeout = new InactivityTimeout(
					new ClientSettings.Timeouts(SHORT_TIMEOUT, SHORT_TIMEOUT, Duration.ofMinutes(15), SHORT_TIMEOUT),
					new ClientSchedulers(time.clock()), new RunningRequests());
			timeout.recordEndOfSending();
			CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
			timeout.start(() -> {
				timeout.recordResponse();
				failure.complete(timeout.failure());
			});
			time.advance(SHORT_TIMEOUT);
			assertThat(failure).succeedsWithin(TIMEOUT)
				.satisfies((timedOut) -> assertThat(problem(timedOut).code()).isEqualTo("response_timeout"));
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void failsWhenGatewayDoesNotRespondAfterRedirect(boolean redirectIsComplete) throws IOException {
			try (RawServer server = RawServer.start((number, socket) -> {
				if (number == 1) {
					RawServer.write(socket,
							"HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: "
									+ (redirectIsComplete ? 0 : 10) + "\r\n\r\n");
				}
			})) {
				QhaigcClient client = withoutRetries(
						builder().baseUrl(server.url()).followRedirects(true).responseTimeout(SHORT_TIMEOUT));
				CompletableFuture<GatewayResponse> call = client.generate(request()).toFuture();
				await().atMost(TIMEOUT).until(() -> server.requests().size() == (redirectIsComplete ? 2 : 1));
				time.advanceUntil(call::isDone);
				assertThat(call).failsWithin(TIMEOUT)
					.withThrowableThat()
					.withCauseInstanceOf(QhaigcTransientException.class)
					.satisfies((ex) -> assertThat(problem(ex.getCause()).code()).isEqualTo("response_timeout"));
				assertThat(server.requests()).hasSize(redirectIsComplete ? 2 : 1);
			}
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void failsWhenApiKeyIsNotReturnedInTime(boolean streaming) throws InterruptedException {
			CountDownLatch never = new CountDownLatch(1);
			CountDownLatch interrupted = new CountDownLatch(1);
			ApiKey hanging = () -> {
				awaitQuietly(never);
				interrupted.countDown();
				throw new IllegalStateException("interrupted");
			};
			QhaigcClient client = withoutRetries(builder().apiKey(hanging).responseTimeout(SHORT_TIMEOUT));
			try (ErrorLog log = new ErrorLog()) {
				RuntimeException failure = time
					.awaitFailure(streaming ? client.stream(request()) : client.generate(request()));
				assertThat(failure).isInstanceOf(QhaigcTransientException.class)
					.hasMessage("The ApiKey did not return an API key within 2000 ms (qhaigc.response-timeout)");
				assertThat(problem(failure).code()).isEqualTo("api_key_timeout");
				assertThat(interrupted.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
				assertThat(log.errors()).isEmpty();
			}
			assertThat(gateway.received()).isEmpty();
		}

	}

	@Nested
	class StreamIdleTimeout {

		@Test
		void failsAfterDeliveredEventsWhenStreamIsIdle() {
			gateway.replyStream("one", "two").hangAfter(1);
			StepVerifier
				.create(withoutRetries(builder().streamIdleTimeout(SHORT_TIMEOUT)).stream(request())
					.map(ClientFixtures::text))
				.expectNext("one")
				.then(() -> time.advance(SHORT_TIMEOUT))
				.expectErrorSatisfies((ex) -> {
					assertThat(ex).isInstanceOf(QhaigcTransientException.class)
						.hasMessage("The gateway sent no further data within 2000 ms (qhaigc.stream-idle-timeout). "
								+ "The request may have been charged");
					assertThat(problem(ex).code()).isEqualTo("stream_idle_timeout");
				})
				.verify(TIMEOUT);
			assertThat(gateway.awaitCancelled(TIMEOUT)).isTrue();
		}

		@Test
		void failsWhenResponseBodyIsIdle() {
			gateway.reply("It is raining.").hangAfter(0);
			RuntimeException failure = time
				.awaitFailure(withoutRetries(builder().streamIdleTimeout(SHORT_TIMEOUT)).generate(request()));
			assertThat(problem(failure).code()).isEqualTo("stream_idle_timeout");
			assertThat(gateway.awaitCancelled(TIMEOUT)).isTrue();
		}

		@Test
		void resetsIdleTimeoutOnKeepAliveComment() throws IOException {
			CompletableFuture<Socket> connection = new CompletableFuture<>();
			try (RawServer server = RawServer.start((number, socket) -> {
				RawServer.write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
				connection.complete(socket);
			})) {
				QhaigcClient client = withoutRetries(builder().baseUrl(server.url()).streamIdleTimeout(SHORT_TIMEOUT));
				CompletableFuture<String> text = client.stream(request()).map(ClientFixtures::text).last().toFuture();
				Socket socket = connection.join();
				for (int i = 0; i < 4; i++) {
					RawServer.write(socket, ": PING\r\n\r\n");
					time.awaitIdleThreads();
					time.advance(SHORT_TIMEOUT.dividedBy(2));
				}
				RawServer.write(socket, """
						data: {"candidates":[{"content":{"parts":[{"text":"one"}]},"finishReason":"STOP"}]}

						""");
				socket.close();
				assertThat(text).succeedsWithin(TIMEOUT).isEqualTo("one");
			}
		}

		@Test
		void doesNotCountTimeWithoutDemand() {
			String[] texts = new String[60];
			for (int i = 0; i < texts.length; i++) {
				texts[i] = i + "x".repeat(100_000);
			}
			gateway.replyStream(texts);
			StepVerifier
				.create(withoutRetries(builder().streamIdleTimeout(SHORT_TIMEOUT)).stream(request())
					.map(ClientFixtures::text)
					.take(60), 0)
				.thenRequest(1)
				.expectNextCount(1)
				// The client reads ahead until its buffers are full.
				.then(() -> ClientFixtures.pause(500))
				.then(() -> time.advance(SHORT_TIMEOUT.multipliedBy(2)))
				.thenRequest(Long.MAX_VALUE)
				.expectNextCount(59)
				.expectComplete()
				.verify(TIMEOUT);
		}

		@Test
		void restartsIdleTimeoutOnNewDemand() {
			InactivityTimeout timeout = new InactivityTimeout(
					new ClientSettings.Timeouts(SHORT_TIMEOUT, SHORT_TIMEOUT, SHORT_TIMEOUT, SHORT_TIMEOUT),
					new ClientSchedulers(time.clock()), new RunningRequests());
			timeout.recordResponse();
			StepVerifier.create(TimeLimit.of(timeout.watch(Flux.just("one").concatWith(Flux.never())), timeout), 0)
				.thenRequest(1)
				.expectNext("one")
				.then(() -> time.advance(SHORT_TIMEOUT.multipliedBy(3).dividedBy(2)))
				.thenRequest(1)
				.then(() -> time.advance(SHORT_TIMEOUT.minusMillis(1)))
				.expectNoEvent(Duration.ofMillis(50))
				.then(() -> time.advance(Duration.ofMillis(1)))
				.expectError(QhaigcTransientException.class)
				.verify(TIMEOUT);
		}

		/** The body of an error has a fixed timeout instead of the idle timeout. */
		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void reportsErrorWhoseBodyDoesNotEnd(boolean streaming) throws IOException {
			try (RawServer server = serverWithUnfinishedError()) {
				QhaigcClient client = withoutRetries(builder().baseUrl(server.url()).streamIdleTimeout(SHORT_TIMEOUT));
				RuntimeException failure = time
					.awaitFailure(streaming ? client.stream(request()) : client.generate(request()));
				assertThat(failure).isInstanceOf(QhaigcNonTransientException.class);
				assertThat(problem(failure).status()).isEqualTo(400);
				assertThat(problem(failure).body()).isEqualTo("{\"error\":");
			}
		}

	}

	@Nested
	class BlockedThreads {

		@Test
		void appliesTimeoutsWhileReactorThreadsAreBlocked() throws InterruptedException {
			gateway.when((request) -> true).hang();
			Duration limit = Duration.ofMillis(300);
			for (QhaigcClient client : List.of(withoutRetries(realTimeBuilder().responseTimeout(limit)),
					withoutRetries(realTimeBuilder().callTimeout(limit)))) {
				assertThat(BlockedReactorThreads.during(() -> ClientFixtures.failure(client, request())))
					.isInstanceOf(QhaigcTransientException.class)
					.hasMessageContaining("within 300 ms");
			}
		}

		@Test
		void reportsIncompleteErrorWhileReactorThreadsAreBlocked() throws IOException, InterruptedException {
			try (RawServer server = serverWithUnfinishedError()) {
				QhaigcClient client = withoutRetries(builder().baseUrl(server.url()));
				RuntimeException failure = BlockedReactorThreads
					.during(() -> time.awaitFailure(client.generate(request())));
				assertThat(problem(failure).status()).isEqualTo(400);
			}
		}

		@Test
		void retriesWhileReactorThreadsAreBlocked() throws InterruptedException {
			gateway.googleError(503);
			gateway.reply("It is raining.");
			QhaigcClient client = realTimeBuilder().build();
			assertThat(BlockedReactorThreads
				.during(() -> client.generate(request()).map(ClientFixtures::text).block(TIMEOUT)))
				.isEqualTo("It is raining.");
		}

		@Test
		void appliesTimeoutWhileAnotherSubscriberBlocks() throws InterruptedException {
			gateway.when((request) -> true).hang();
			CountDownLatch failed = new CountDownLatch(1);
			CountDownLatch release = new CountDownLatch(1);
			ExecutorService timer = Executors.newSingleThreadExecutor();
			QhaigcClient client = withoutRetries(builder().responseTimeout(SHORT_TIMEOUT));
			try {
				client.stream(request()).subscribe((event) -> {
				}, (ex) -> {
					failed.countDown();
					awaitQuietly(release);
				});
				gateway.takeRequest();
				timer.execute(() -> time.advance(SHORT_TIMEOUT));
				assertThat(failed.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
				client.stream(request()).onErrorComplete().subscribe();
				gateway.takeRequest();
				timer.execute(() -> time.advance(SHORT_TIMEOUT));
				assertThat(gateway.awaitCancelled(2, TIMEOUT)).isTrue();
			}
			finally {
				release.countDown();
				timer.shutdown();
			}
		}

	}

	@Nested
	class AnyLimit {

		@Test
		void startsTimeoutOnFirstDemand() {
			Flux<Object> limited = TimeLimit.of(Flux.never(), Duration.ofMillis(10), new ClientSchedulers(),
					() -> TimeLimit.timeout("late", "No signal within %d ms", Duration.ofMillis(10)));
			StepVerifier.create(limited, 0)
				.expectSubscription()
				.expectNoEvent(Duration.ofMillis(100))
				.thenRequest(1)
				.expectErrorMessage("No signal within 10 ms")
				.verify(TIMEOUT);
		}

		@ParameterizedTest
		@MethodSource
		void acceptsZeroAndForeverAsNoLimit(Duration noLimit) {
			Duration pause = Duration.ofMillis(200);
			gateway.replyStream("one", "two").delay(pause).delayBetween(pause);
			QhaigcClient unlimited = withoutRetries(realTimeBuilder().connectTimeout(noLimit)
				.responseTimeout(noLimit)
				.streamIdleTimeout(noLimit)
				.callTimeout(noLimit)
				.maxRetryAfter(noLimit)
				.maxIdleTime(noLimit)
				.maxLifeTime(noLimit));
			StepVerifier.create(unlimited.stream(request()).map(ClientFixtures::text))
				.expectNext("one", "two")
				.thenConsumeWhile((text) -> true)
				.expectComplete()
				.verify(TIMEOUT);
		}

		static Stream<Duration> acceptsZeroAndForeverAsNoLimit() {
			return Stream.of(Duration.ZERO, ChronoUnit.FOREVER.getDuration());
		}

		@Test
		void releasesBuffersWhenTimeoutExpires() throws InterruptedException {
			gateway.when((request) -> true)
				.replyStream("one", "two", "three", "four")
				.delayBetween(Duration.ofMillis(2));
			try (ErrorLog log = new ErrorLog()) {
				for (int millis = 1; millis <= 10; millis++) {
					Duration limit = Duration.ofMillis(millis);
					QhaigcClient client = withoutRetries(
							realTimeBuilder().responseTimeout(limit).streamIdleTimeout(limit));
					for (int i = 0; i < 20; i++) {
						client.stream(request()).onErrorComplete(QhaigcTransientException.class).blockLast(TIMEOUT);
					}
				}
				assertThat(log.errors()).isEmpty();
			}
		}

	}

	private QhaigcClient.Builder builder() {
		return realTimeBuilder().clock(this.time.clock()).baseUrl(this.gateway.url());
	}

	/** Return a builder of clients whose timeouts use real time. */
	private QhaigcClientBuilder realTimeBuilder() {
		QhaigcClientBuilder builder = new QhaigcClientBuilder();
		builder.baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey());
		return builder;
	}

	private static RawServer serverWithUnfinishedError() throws IOException {
		return RawServer.start((number, socket) -> RawServer.write(socket,
				"HTTP/1.1 400 Bad Request\r\nContent-Length: 1000\r\n\r\n{\"error\":"));
	}

}
