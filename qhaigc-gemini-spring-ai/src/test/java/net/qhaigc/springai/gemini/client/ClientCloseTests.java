package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.model.ApiKey;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.support.LogRecorder;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link QhaigcClient#close()} and {@link QhaigcClient#close(Duration)} while
 * requests are running.
 */
@Timeout(60)
class ClientCloseTests {

	private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

	private static final String ADVICE = ". To let running requests finish, use QhaigcClient.close(Duration) or"
			+ " spring.lifecycle.timeout-per-shutdown-phase";

	private static final String CLOSED = "The client of the gateway is closed. Build a new client, or close this one"
			+ " only after its last response";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	private final LogRecorder log = new LogRecorder();

	@AfterEach
	void stop() {
		this.client.close();
		this.gateway.close();
		this.log.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void letsRunningRequestFinishAndRejectsNewRequests(boolean streamed) {
		this.gateway.replyStream("Hel", "lo").delay(Duration.ofMillis(500));
		CompletableFuture<String> running = send(streamed);
		this.gateway.takeRequest();
		CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> this.client.close(ONE_MINUTE));
		await().untilAsserted(() -> assertThat(outcome(send(streamed))).isEqualTo(CLOSED));
		assertThat(closing).isNotDone();
		assertThat(outcome(running)).isEqualTo("Hello");
		assertThat(closing).succeedsWithin(TIMEOUT);
		assertThat(this.gateway.received()).hasSize(1);
	}

	@Test
	void endsStreamAfterGracePeriod() {
		this.gateway.replyStream("Hel", "lo").hangAfter(1);
		List<String> texts = new ArrayList<>();
		CompletableFuture<?> running = this.client.stream(request())
			.map(ClientFixtures::text)
			.doOnNext(texts::add)
			.collectList()
			.toFuture();
		await().until(() -> !texts.isEmpty());
		this.client.close(Duration.ofMillis(50));
		assertThat(outcome(running)).isEqualTo("The client was closed while the response was being received" + ADVICE);
		assertThat(texts).containsExactly("Hel");
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void immediatelyEndsRequestsWithoutResponse(boolean streamed) {
		List<CompletableFuture<?>> running = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			this.gateway.hang();
			running.add(send(streamed));
		}
		await().until(() -> this.gateway.received().size() == 20);
		this.client.close();
		assertThat(running).allSatisfy((request) -> assertThat(outcome(request))
			.isEqualTo("The client was closed before the response began" + ADVICE));
		assertThat(this.gateway.awaitCancelled(20, TIMEOUT)).isTrue();
		assertThat(this.log.lines()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitsForRetryOfRunningRequest(boolean streamed) {
		this.gateway.googleError(503);
		this.gateway.reply("Hello");
		CompletableFuture<String> running = send(streamed);
		this.gateway.takeRequest();
		this.client.close(ONE_MINUTE);
		assertThat(outcome(running)).isEqualTo("Hello");
	}

	@Test
	void endsBackOffAfterGracePeriod() {
		this.gateway.googleError(503);
		CountDownLatch failed = new CountDownLatch(1);
		RetryPolicy policy = RetryPolicy.builder().backOff(() -> () -> {
			failed.countDown();
			return ONE_MINUTE.toMillis();
		}).build();
		CompletableFuture<?> running = this.client.withRetryTemplate(new RetryTemplate(policy))
			.generate(request())
			.toFuture();
		ClientFixtures.awaitQuietly(failed);
		this.client.close(Duration.ofMillis(200));
		assertThat(outcome(running)).isEqualTo(CLOSED);
	}

	@Test
	void doesNotWaitIfNothingIsRunning() {
		this.gateway.reply("Hello");
		assertThat(outcome(send(false))).isEqualTo("Hello");
		this.client.close(ONE_MINUTE);
		this.client.close(ONE_MINUTE);
		assertThat(outcome(send(true))).isEqualTo(CLOSED);
	}

	@Test
	void doesNotWaitForCancelledStream() {
		this.gateway.replyStream("Hel", "lo").hangAfter(1);
		this.client.stream(request()).blockFirst(TIMEOUT);
		this.client.close(ONE_MINUTE);
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
	}

	@Test
	void gracePeriodCanBeUnlimited() {
		this.gateway.hang();
		CompletableFuture<String> running = send(false);
		this.gateway.takeRequest();
		CompletableFuture<Void> closing = CompletableFuture
			.runAsync(() -> this.client.close(ChronoUnit.FOREVER.getDuration()));
		running.cancel(true);
		assertThat(closing).succeedsWithin(TIMEOUT);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void returnsOnlyAfterSubscribersAreNotified(int receivedEvents) {
		this.gateway.replyStream("Hel", "lo").hangAfter(receivedEvents);
		Thread closingThread = Thread.currentThread();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		AtomicInteger events = new AtomicInteger();
		this.client.stream(request()).subscribe((event) -> events.incrementAndGet(), (ex) -> {
			await().pollDelay(Duration.ZERO).until(() -> closingThread.getState() == Thread.State.TIMED_WAITING);
			failure.set(ex);
		});
		this.gateway.takeRequest();
		await().until(() -> events.get() == receivedEvents);
		this.client.close();
		assertThat(failure.get()).hasMessageStartingWith("The client was closed");
	}

	@Test
	void doesNotWaitIndefinitelyForSubscriberThatBlocks() {
		this.gateway.hang();
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		this.client.stream(request())
			.doOnError((ex) -> ClientFixtures.awaitQuietly(release))
			.onErrorComplete()
			.doFinally((signal) -> ended.countDown())
			.subscribe();
		this.gateway.takeRequest();
		this.client.close();
		assertThat(ended.getCount()).isEqualTo(1);
		release.countDown();
		ClientFixtures.awaitQuietly(ended);
	}

	@Test
	void endsRequestThatWaitsForApiKey() {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		ApiKey apiKey = () -> {
			called.countDown();
			ClientFixtures.awaitQuietly(release);
			return "test-key";
		};
		CompletableFuture<?> running = this.client
			.generate(GatewayRequest.builder().model("m").body(Map.of()).apiKey(apiKey).build())
			.toFuture();
		ClientFixtures.awaitQuietly(called);
		this.client.close();
		try {
			assertThat(outcome(running)).isEqualTo(CLOSED);
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void interruptionEndsGracePeriod() {
		this.gateway.hang();
		CompletableFuture<String> running = send(false);
		this.gateway.takeRequest();
		Thread.currentThread().interrupt();
		this.client.close(ONE_MINUTE);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(outcome(running)).isEqualTo("The client was closed before the response began" + ADVICE);
	}

	private CompletableFuture<String> send(boolean streamed) {
		Supplier<Flux<GatewayResponse>> responses = () -> streamed ? this.client.stream(request())
				: this.client.generate(request()).flux();
		return Flux.defer(responses)
			.map(ClientFixtures::text)
			.collectList()
			.map((texts) -> String.join("", texts))
			.toFuture();
	}

	/** Return the text of the response, or the message of the failure. */
	private static Object outcome(CompletableFuture<?> running) {
		try {
			return running.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(ClientFixtures.problem(ex.getCause()).code()).isEqualTo("client_closed");
			return ex.getCause().getMessage();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
