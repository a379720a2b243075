package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.once;
import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.question;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway that is silent for too long is left, with its connection closed.
 */
class TimeLimitTests {

	/** Short for a silence, and long for a machine that has much to do. */
	private static final Duration SHORT = Duration.ofSeconds(1);

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void aGatewayThatDoesNotAnswerIsLeft() {
		QhaigcClient client = once(builder().responseTimeout(SHORT));
		this.gateway.stall();
		RuntimeException failure = ClientFixtures.failure(client, question());
		assertThat(failure).isInstanceOf(QhaigcTransientException.class)
			.hasMessage("The gateway did not answer within 1000 ms (qhaigc.response-timeout)");
		assertThat(problem(failure).code()).isEqualTo("response_timeout");
		assertThat(this.gateway.awaitCancelled(1, TIMEOUT)).isTrue();
		this.gateway.stall();
		assertThat(ClientFixtures.streamFailure(client, question())).hasMessage(failure.getMessage());
		assertThat(this.gateway.awaitCancelled(2, TIMEOUT)).isTrue();
	}

	@Test
	void aStreamThatStopsIsLeftAfterWhatHadCome() {
		this.gateway.replyStream("one", "two").stallAfter(1);
		StepVerifier.create(once(builder().streamIdleTimeout(SHORT)).stream(question()).map(ClientFixtures::text))
			.expectNext("one")
			.expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(QhaigcTransientException.class)
					.hasMessage("The gateway's answer stopped half-way within 1000 ms (qhaigc.stream-idle-timeout)");
				assertThat(problem(ex).code()).isEqualTo("stream_idle_timeout");
			})
			.verify(TIMEOUT);
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
	}

	@Test
	void anAnswerThatStopsIsLeftToo() {
		this.gateway.reply("It is raining.").stallAfter(0);
		RuntimeException failure = ClientFixtures.failure(once(builder().streamIdleTimeout(SHORT)), question());
		assertThat(problem(failure).code()).isEqualTo("stream_idle_timeout");
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
	}

	@Test
	void keepAlivesAreLife() throws IOException {
		try (RawServer server = RawServer.start((number, socket) -> {
			RawServer.write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
			for (int i = 0; i < 8; i++) {
				RawServer.write(socket, ": PING\r\n\r\n");
				pause(250);
			}
			RawServer.write(socket, """
					data: {"candidates":[{"content":{"parts":[{"text":"one"}]},"finishReason":"STOP"}]}

					""");
			socket.close();
		})) {
			QhaigcClient client = once(builder().baseUrl(server.url()).streamIdleTimeout(Duration.ofMillis(1500)));
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

	@Test
	void zeroWaitsForEver() {
		Duration pause = Duration.ofMillis(200);
		this.gateway.replyStream("one", "two").delay(pause).delayBetween(pause);
		QhaigcClient patient = once(builder().responseTimeout(Duration.ZERO).streamIdleTimeout(Duration.ZERO));
		StepVerifier.create(patient.stream(question()).map(ClientFixtures::text))
			.expectNext("one", "two")
			.thenConsumeWhile((text) -> true)
			.expectComplete()
			.verify(TIMEOUT);
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

	private static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
