package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReplyScript;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@code EarlyRetries}. An early retry is a retry that is sent before its
 * back-off ends. A probe is an early retry that finds out whether an outage is over. When
 * a request succeeds after at least two seconds of failures, the remaining retries are
 * sent early, in batches.
 */
class EarlyRetriesTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final TestClock time = new TestClock();

	/** The times at which the gateway received the requests. */
	private final List<Duration> received = new CopyOnWriteArrayList<>();

	private final AtomicInteger inProgress = new AtomicInteger();

	private final List<String> listenerEvents = new CopyOnWriteArrayList<>();

	@BeforeEach
	void recordTimes() {
		this.gateway.onRequest((request) -> this.received.add(this.time.elapsed()));
	}

	@AfterEach
	void stop() {
		this.gateway.close();
		this.time.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsRemainingRetriesWhenProbeSucceeds(boolean streaming) {
		simulateOutage(Duration.ofSeconds(7));
		List<CompletableFuture<GatewayResponse>> calls = send(client(30), 10, streaming);
		awaitAll(calls);
		assertThat(calls).allSatisfy((call) -> assertThat(text(call.join())).isEqualTo("ok"));
		// All requests are sent at 0 s and again at 2 s. Then probes are sent: the first
		// ones fail, one succeeds, and the remaining requests follow.
		List<Duration> failed = this.received.stream().filter((at) -> at.toSeconds() < 7).toList();
		assertThat(failed).hasSizeBetween(21, 22);
		assertThat(this.received).hasSize(failed.size() + 10);
		assertSentEveryTwoSeconds(this.received.subList(19, failed.size() + 1));
		assertThat(this.time.elapsed()).isLessThan(Duration.ofSeconds(12));
	}

	@Test
	void keepsBackOffOfSingleCall() {
		simulateOutage(Duration.ofSeconds(3));
		awaitAll(send(client(5), 1, false));
		assertThat(this.received).hasSize(3);
		assertThat(this.received.get(2)).isGreaterThanOrEqualTo(Duration.ofSeconds(12));
	}

	@Test
	void doesNotCountFailedProbeAsAttempt() {
		simulateOutage(Duration.ofSeconds(21));
		List<CompletableFuture<GatewayResponse>> calls = send(client(15), 2, false);
		awaitAll(calls);
		assertThat(calls).allSatisfy((call) -> assertThat(text(call.join())).isEqualTo("ok"));
		assertThat(this.received).hasSizeGreaterThan(8);
		assertSentEveryTwoSeconds(this.received.subList(3, this.received.size() - 1));
		assertThat(this.time.elapsed()).isLessThan(Duration.ofSeconds(28));
		assertThat(this.listenerEvents).contains("before retry 2", "execution with retry count 2 and 2 failures")
			.doesNotContain("before retry 3", "execution with retry count 2 and 3 failures");
	}

	@Test
	void callsFailOnlyAfterDelaysOfPolicy() {
		this.gateway.when((request) -> true).googleError(503);
		List<CompletableFuture<GatewayResponse>> calls = send(client(5), 2, false);
		awaitAll(calls);
		assertThat(calls).allSatisfy(
				(call) -> assertThat(call).failsWithin(TIMEOUT).withThrowableThat().withMessageContaining("503"));
		assertThat(this.time.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(12));
	}

	@Test
	void sendsNoRetryBeforeTimeSpecifiedByGateway() {
		forFirstRequests(2).googleError(503).retryAfter(10);
		awaitAll(send(client(5), 2, false));
		assertThat(this.received).hasSize(4);
		assertThat(this.received.get(2)).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void keepsBackOffAfterRateLimit() {
		forFirstRequests(4).googleError(429);
		awaitAll(send(client(5), 2, false));
		assertThat(this.received).hasSize(6);
		assertThat(this.received.get(4)).isGreaterThanOrEqualTo(Duration.ofSeconds(12));
	}

	@Test
	void keepsBackOffWhileOtherRequestsSucceed() {
		forFirstRequests(2).googleError(503);
		QhaigcClient client = client(builder(), RetryPolicy.builder().delay(Duration.ofSeconds(10)));
		List<CompletableFuture<GatewayResponse>> calls = send(client, 2, false);
		for (int i = 0; i < 9; i++) {
			assertThat(text(client.generate(request()).block(TIMEOUT))).isEqualTo("ok");
			this.time.advance(Duration.ofSeconds(1));
		}
		assertThat(this.received).hasSize(11);
		awaitAll(calls);
		assertThat(this.received).hasSize(13);
		assertThat(this.received.get(11)).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void sendsNoProbeBeforeFirstDelayOfPolicyEnds() {
		simulateOutage(Duration.ofSeconds(9));
		awaitAll(send(client(builder(), RetryPolicy.builder().delay(Duration.ofSeconds(6)).multiplier(5)), 3, false));
		assertThat(this.received).hasSize(9);
		assertThat(this.received.get(3)).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
		assertThat(this.received.get(6)).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(20));
	}

	@Test
	void sendsFewerProbesWhileGatewayDoesNotRespond() {
		this.gateway.when((request) -> this.received.size() <= 6).googleError(503);
		this.gateway.when((request) -> true).hang();
		send(client(30), 3, false);
		this.time.advanceUntil(() -> this.received.size() == 8);
		assertThat(this.received.get(7).minus(this.received.get(6))).isGreaterThanOrEqualTo(Duration.ofMillis(9500));
	}

	@Test
	void stopsSendingEarlyRetriesWhenOneFails() {
		this.gateway.when((request) -> this.received.size() != 21).googleError(503);
		this.gateway.when((request) -> true).reply("ok");
		send(client(30), 10, false);
		advanceUntil(() -> this.received.size() > 20
				&& this.time.elapsed().minus(this.received.get(20)).compareTo(Duration.ofSeconds(3)) > 0);
		// The probe succeeds, and a batch of one retry is sent, which fails. Before this
		// failure is received, a batch of two retries can be sent. Later, another probe
		// is sent.
		Duration success = this.received.get(20);
		List<Duration> later = this.received.subList(21, this.received.size());
		assertThat(later).filteredOn((at) -> at.minus(success).toSeconds() < 1).hasSizeBetween(1, 3);
		assertThat(later.get(later.size() - 1).minus(success)).isGreaterThan(Duration.ofMillis(1500));
	}

	@Test
	void sendsNoMoreThanMaxConcurrentRequests() {
		this.gateway.when((request) -> this.received.size() <= 20).googleError(503);
		this.gateway.when((request) -> true).reply("ok").delay(Duration.ofMillis(20));
		QhaigcClient client = client(builder().maxConcurrentRequests(2), policy(30));
		List<CompletableFuture<GatewayResponse>> calls = send(client, 10, false);
		AtomicInteger completed = new AtomicInteger();
		List<Integer> requestsInProgress = new CopyOnWriteArrayList<>();
		calls.forEach((call) -> call
			.thenRun(() -> requestsInProgress.add(this.received.size() - 20 - completed.getAndIncrement())));
		awaitAll(calls);
		assertThat(requestsInProgress).hasSize(10).allSatisfy((requests) -> assertThat(requests).isBetween(1, 2));
		assertThat(this.time.elapsed()).isLessThan(Duration.ofSeconds(30));
	}

	@Test
	void doesNotRetryCancelledRequest() {
		this.gateway.when((request) -> this.received.size() <= 6).googleError(503);
		this.gateway.when((request) -> true).reply("ok");
		QhaigcClient client = client(30);
		Disposable cancelled = client.generate(request()).subscribe();
		awaitCompletedAttempts(1);
		List<CompletableFuture<GatewayResponse>> calls = send(client, 2, false);
		advanceUntil(() -> completedAttempts() == 6);
		cancelled.dispose();
		awaitAll(calls);
		assertThat(this.received).hasSize(8);
	}

	@Test
	void logsOneLineForEachRetryThatIsSentEarly() {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(QhaigcClient.class);
		Level level = logger.getLevel();
		log.start();
		logger.addAppender(log);
		logger.setLevel(Level.DEBUG);
		try {
			simulateOutage(Duration.ofSeconds(5));
			awaitAll(send(client(30), 2, false));
		}
		finally {
			logger.setLevel(level);
			logger.detachAppender(log);
		}
		List<String> lines = log.list.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.filter((line) -> line.startsWith("Attempt") || line.startsWith("Sending attempt"))
			.toList();
		assertThat(lines).hasSameSizeAs(this.received);
		assertThat(lines.subList(4, lines.size())).allSatisfy((line) -> assertThat(line).matches(
				"Sending attempt 3 of 3 of 'generate gemini-2.5-flash' \\d+ ms early, because an outage may be over"));
	}

	private void simulateOutage(Duration duration) {
		this.gateway.when((request) -> this.time.elapsed().compareTo(duration) < 0).googleError(503);
		this.gateway.when((request) -> true).reply("ok");
	}

	/**
	 * Return the script of the replies to the first requests. All later requests succeed.
	 */
	private ReplyScript forFirstRequests(int requests) {
		ReplyScript first = this.gateway.when((request) -> this.received.size() <= requests);
		this.gateway.when((request) -> true).reply("ok");
		return first;
	}

	private static void assertSentEveryTwoSeconds(List<Duration> times) {
		for (int i = 1; i < times.size(); i++) {
			assertThat(times.get(i).minus(times.get(i - 1))).as("times: %s", times)
				.isBetween(Duration.ofMillis(1500), Duration.ofSeconds(4));
		}
	}

	private void awaitCompletedAttempts(int attempts) {
		await().atMost(TIMEOUT).until(() -> completedAttempts() >= attempts);
	}

	private long completedAttempts() {
		return this.listenerEvents.stream().filter((event) -> event.startsWith("execution")).count();
	}

	private void awaitAll(List<CompletableFuture<GatewayResponse>> calls) {
		advanceUntil(() -> calls.stream().allMatch(CompletableFuture::isDone));
	}

	private void advanceUntil(BooleanSupplier condition) {
		this.time.advanceUntil(condition, () -> this.inProgress.get() == 0);
	}

	private List<CompletableFuture<GatewayResponse>> send(QhaigcClient client, int calls, boolean streaming) {
		List<CompletableFuture<GatewayResponse>> futures = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			futures.add((streaming ? client.stream(request()).last() : client.generate(request())).toFuture());
		}
		awaitCompletedAttempts(calls);
		return futures;
	}

	/** Return a client that makes two retries, the first one after two seconds. */
	private QhaigcClient client(int multiplier) {
		return client(builder(), policy(multiplier));
	}

	private static RetryPolicy.Builder policy(int multiplier) {
		return RetryPolicy.builder()
			.delay(Duration.ofSeconds(2))
			.multiplier(multiplier)
			.maxDelay(Duration.ofMinutes(5));
	}

	private QhaigcClient client(QhaigcClient.Builder builder, RetryPolicy.Builder policy) {
		RetryTemplate template = new RetryTemplate(policy.maxRetries(2).build());
		template.setRetryListener(new RecordingListener(this.listenerEvents));
		return builder.build().withRetryTemplate(template);
	}

	private QhaigcClient.Builder builder() {
		return new QhaigcClientBuilder().clock(this.time.clock())
			.webClientBuilder(WebClient.builder().filter(this::countInProgress))
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey());
	}

	private Mono<ClientResponse> countInProgress(ClientRequest request, ExchangeFunction exchange) {
		this.inProgress.incrementAndGet();
		return exchange.exchange(request).doFinally((signal) -> this.inProgress.decrementAndGet());
	}

	/**
	 * Records the notifications about retries.
	 *
	 * @param events the recorded notifications
	 */
	private record RecordingListener(List<String> events) implements RetryListener {

		@Override
		public void onRetryableExecution(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
			this.events.add("execution with retry count %d and %d failures".formatted(state.getRetryCount(),
					state.getExceptions().size()));
		}

		@Override
		public void beforeRetry(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
			this.events.add("before retry " + state.getRetryCount());
		}

	}

}
