package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.retry.TransientAiException;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.FixedBackOff;

import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.wire.Part;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.awaitQuietly;
import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RetryingQhaigcClient}.
 */
class RetryingQhaigcClientTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final TestClock time = new TestClock();

	private final RecordingListener listener = new RecordingListener();

	@AfterEach
	void stop() {
		this.gateway.close();
		this.time.close();
	}

	@Nested
	class Attempts {

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void retriesTransientFailureAndNotifiesListener(boolean streaming) {
			String name = streaming ? "stream gemini-2.5-flash" : "generate gemini-2.5-flash";
			gateway.googleError(503);
			gateway.googleError(429);
			gateway.reply("It is raining.");
			assertThat(send(client(3), streaming)).isEqualTo("It is raining.");
			assertThat(listener.events).containsExactly("execution 0 failed", "before 1", "failure",
					"execution 1 failed", "before 2", "success of " + name, "execution 2 succeeded");
			assertThat(gateway.received()).hasSize(3);
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void failsWithLastFailureWhenRetriesAreExhausted(boolean streaming) {
			gateway.googleError(503);
			gateway.googleError(500);
			gateway.googleError(429);
			RuntimeException failure = failure(client(2), streaming);
			assertThat(failure).isInstanceOf(QhaigcTransientException.class);
			assertThat(problem(failure).status()).isEqualTo(429);
			assertThat(listener.events).containsExactly("execution 0 failed", "before 1", "failure",
					"execution 1 failed", "before 2", "failure", "execution 2 failed", "exhaustion 429 after 503,500");
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void doesNotRetryPermanentFailure(boolean streaming) {
			gateway.googleError(400);
			assertThat(failure(client(3), streaming)).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(gateway.received()).hasSize(1);
			assertThat(listener.events).containsExactly("execution 0 failed", "exhaustion 400 after ");
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void retriesOnlyIfPolicyAndConditionAllowIt(boolean streaming) {
			gateway.googleError(503);
			gateway.googleError(429);
			QhaigcClient client = client(3).withRequestCondition(TestCondition
				.allowingRetryIf((failure) -> ((GatewayFailure) failure).kind() != FailureKind.RATE_LIMIT));
			RuntimeException failure = failure(client, streaming);
			assertThat(problem(failure).status()).isEqualTo(429);
			assertThat(listener.events).containsExactly("execution 0 failed", "before 1", "failure",
					"execution 1 failed", "exhaustion 429 after 503");
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void doesNotRetryIfConditionNoLongerHoldsAfterWait(boolean streaming) {
			gateway.googleError(503);
			AtomicInteger calls = new AtomicInteger();
			QhaigcClient client = client(3)
				.withRequestCondition(TestCondition.allowingRetryIf((failure) -> calls.incrementAndGet() == 1));
			RuntimeException failure = failure(client, streaming);
			assertThat(problem(failure).status()).isEqualTo(503);
			assertThat(gateway.received()).hasSize(1);
			assertThat(listener.events).containsExactly("execution 0 failed", "exhaustion 503 after ");
		}

		@Test
		void retriesStreamThatFailsBeforeFirstElement() {
			gateway.replyStream("dropped").closeAfterBytes(5);
			gateway.replyRaw(200, "text/event-stream", ": PING\n\ndata: {\"error\":{\"code\":503}}\n\n");
			gateway.replyRaw(200, "text/event-stream", "");
			gateway.replyStream("one", "two");
			assertThat(send(client(3), true)).isEqualTo("onetwo");
			assertThat(gateway.received()).hasSize(4);
		}

		@Test
		void doesNotRetryStreamThatFailsAfterFirstElement() {
			gateway.replyStream("one", "two").closeAfter(1);
			gateway.replyStream("three");
			StepVerifier.create(client(3).stream(request()).map(ClientFixtures::text))
				.expectNext("one")
				.expectError(QhaigcTransientException.class)
				.verify(TIMEOUT);
			assertThat(gateway.received()).hasSize(1);
			assertThat(listener.events).containsExactly("execution 0 succeeded");
		}

		@Test
		void resolvesApiKeyForEachAttempt() {
			gateway.googleError(503);
			gateway.reply("ok");
			List<String> keys = new ArrayList<>(List.of("test-key", "test-key"));
			QhaigcClient client = builder().apiKey(() -> keys.remove(0)).build();
			assertThat(send(client.withRetryTemplate(template(RetryPolicy.builder().delay(Duration.ZERO))), false))
				.isEqualTo("ok");
			assertThat(keys).isEmpty();
			assertThat(gateway.received().get(0).body()).isEqualTo(gateway.received().get(1).body());
		}

		@Test
		void resolvesApiKeyOnThreadThatCanBlock() {
			gateway.googleError(503);
			gateway.reply("ok");
			List<Boolean> canBlock = new CopyOnWriteArrayList<>();
			QhaigcClient client = builder().apiKey(() -> {
				canBlock.add(!Schedulers.isInNonBlockingThread());
				return gateway.apiKey();
			}).build().withRetryTemplate(template(RetryPolicy.builder().delay(Duration.ofMillis(1))));
			assertThat(text(time.await(client.generate(request()).subscribeOn(Schedulers.parallel())))).isEqualTo("ok");
			assertThat(canBlock).containsExactly(true, true);
		}

		@Test
		void doesNotBlockThreadBetweenAttempts() {
			gateway.googleError(503);
			gateway.reply("ok");
			// On a thread of this scheduler, Reactor rejects calls of block().
			GatewayResponse response = time.await(client(3).generate(request()).subscribeOn(Schedulers.single()));
			assertThat(text(response)).isEqualTo("ok");
		}

		@Test
		void stopsBackOffOnCancellation() {
			gateway.googleError(503);
			RetryTemplate template = template(RetryPolicy.builder().delay(Duration.ofMinutes(1)));
			Disposable exchange = client().withRetryTemplate(template).stream(request()).subscribe();
			gateway.takeRequest();
			await().until(() -> !listener.events.isEmpty());
			exchange.dispose();
			await().untilAsserted(
					() -> assertThat(listener.events).containsExactly("execution 0 failed", "interruption 503 after "));
			assertThat(gateway.received()).hasSize(1);
		}

	}

	@Nested
	class Templates {

		@Test
		void retriesThreeTimesByDefault() {
			for (int i = 0; i < 5; i++) {
				gateway.googleError(503);
			}
			assertThat(failure(builder().build(), false)).isInstanceOf(QhaigcTransientException.class);
			assertThat(gateway.received()).hasSize(4);
		}

		@Test
		void defaultBackOffDoublesWithJitter() {
			for (int draw = 0; draw < 1000; draw++) {
				BackOffExecution waits = RetryingQhaigcClient.DEFAULT_TEMPLATE.getRetryPolicy().getBackOff().start();
				// The policy never waits for less than its first delay.
				assertThat(waits.nextBackOff()).isBetween(500L, 750L);
				assertThat(waits.nextBackOff()).isBetween(500L, 1500L);
				assertThat(waits.nextBackOff()).isBetween(1000L, 3000L);
				assertThat(waits.nextBackOff()).isEqualTo(BackOffExecution.STOP);
			}
		}

		@Test
		void retriesExceptionIncludedByPolicy() {
			gateway.googleError(503);
			gateway.reply("ok");
			RetryTemplate template = template(
					RetryPolicy.builder().includes(TransientAiException.class).delay(Duration.ZERO));
			assertThat(send(client().withRetryTemplate(template), false)).isEqualTo("ok");
		}

		@Test
		void doesNotRetryExceptionExcludedByPolicy() {
			gateway.googleError(503);
			RetryTemplate template = template(
					RetryPolicy.builder().excludes(TransientAiException.class).delay(Duration.ZERO));
			assertThat(failure(client().withRetryTemplate(template), false))
				.isInstanceOf(QhaigcTransientException.class);
			assertThat(gateway.received()).hasSize(1);
		}

		@Test
		void doesNotRetryPermanentFailureWithDefaultPolicyOfSpring() {
			gateway.googleError(401);
			assertThat(failure(client().withRetryTemplate(new RetryTemplate()), false))
				.isInstanceOf(QhaigcNonTransientException.class);
			assertThat(gateway.received()).hasSize(1);
		}

		@Test
		void usesBackOffOfPolicy() {
			gateway.googleError(503);
			gateway.googleError(503);
			gateway.reply("ok");
			RetryTemplate template = template(RetryPolicy.builder().backOff(new FixedBackOff(10, 2)));
			assertThat(send(client().withRetryTemplate(template), false)).isEqualTo("ok");
		}

		@Test
		void doesNotRetryWhenBackOffExceedsPolicyTimeout() {
			gateway.googleError(503);
			RetryTemplate template = template(
					RetryPolicy.builder().delay(Duration.ofMinutes(1)).timeout(Duration.ofSeconds(30)));
			assertThat(problem(failure(client().withRetryTemplate(template), true)).status()).isEqualTo(503);
			assertThat(listener.events).containsExactly("execution 0 failed", "timeout 503 after ");
			assertThat(gateway.received()).hasSize(1);
		}

		@Test
		void replacesEarlierRetryTemplate() {
			for (int i = 0; i < 10; i++) {
				gateway.googleError(503);
			}
			failure(client(5).withRetryTemplate(template(RetryPolicy.builder().maxRetries(1).delay(Duration.ZERO))),
					false);
			assertThat(gateway.received()).hasSize(2);
		}

		@Test
		void retriesRequestsOfCustomClient() {
			List<Integer> attempts = new ArrayList<>();
			QhaigcClient customClient = new CustomClient(Mono.fromCallable(() -> {
				attempts.add(attempts.size());
				if (attempts.size() < 3) {
					throw TransportErrors.timeout("busy", "busy");
				}
				return List.of("a");
			}));
			assertThat(customClient.withRetryTemplate(template(RetryPolicy.builder().delay(Duration.ZERO)))
				.models()
				.block(TIMEOUT)).containsExactly("a");
		}

		@Test
		void closesDelegate() {
			AtomicBoolean closed = new AtomicBoolean();
			QhaigcClient delegate = new QhaigcClient() {

				@Override
				public Mono<GatewayResponse> generate(GatewayRequest request) {
					return Mono.empty();
				}

				@Override
				public Flux<GatewayResponse> stream(GatewayRequest request) {
					return Flux.empty();
				}

				@Override
				public Mono<List<String>> models() {
					return Mono.empty();
				}

				@Override
				public void close() {
					closed.set(true);
				}

			};
			delegate.withRetryTemplate(template(RetryPolicy.builder()))
				.withRetryTemplate(template(RetryPolicy.builder()))
				.close();
			assertThat(closed).isTrue();
		}

	}

	@Nested
	class RetryAfter {

		@Test
		void waitsForDelayInRetryAfter() {
			gateway.googleError(429).retryAfter(1);
			gateway.reply("ok");
			assertThat(send(client(3), true)).isEqualTo("ok");
			assertThat(time.elapsed()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
		}

		@Test
		void usesBackOffIfItIsLongerThanRetryAfter() {
			gateway.replyRaw(503, Map.of("retry-after-ms", "1"), new byte[0]);
			gateway.reply("ok");
			RetryTemplate template = template(RetryPolicy.builder().delay(Duration.ofMillis(500)));
			assertThat(send(client().withRetryTemplate(template), false)).isEqualTo("ok");
			assertThat(time.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void doesNotRetryWhenRetryAfterExceedsLimit(boolean streaming) {
			gateway.googleError(429).retryAfter(61);
			RuntimeException failure = failure(client(3), streaming);
			assertThat(problem(failure).retryAfter()).isEqualTo(Duration.ofSeconds(61));
			assertThat(failure).hasMessageEndingWith(
					"Retry after 1 min 1 s. Not retried, since the retry delay is longer than qhaigc.max-retry-after");
			assertThat(gateway.received()).hasSize(1);
		}

		@Test
		void appliesMaxRetryAfter() {
			gateway.googleError(429).retryAfter(3);
			QhaigcClient limited = builder().maxRetryAfter(Duration.ofSeconds(2)).build();
			assertThat(problem(failure(limited, false)).retryAfter()).isEqualTo(Duration.ofSeconds(3));
			assertThat(gateway.received()).hasSize(1);
		}

	}

	@Nested
	class Timeouts {

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void doesNotRetryAfterResponseTimeout(boolean streaming) {
			gateway.when((request) -> true).hang();
			QhaigcClient client = builder().responseTimeout(Duration.ofSeconds(5)).build();
			RuntimeException failure = failure(client.withRetryTemplate(template(RetryPolicy.builder())), streaming);
			assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessageContaining("may have been charged")
				.hasMessageEndingWith(". Not retried, since qhaigc.retry-after-timeout is false");
			assertThat(problem(failure).code()).isEqualTo("response_timeout");
			assertThat(gateway.received()).hasSize(1);
			assertThat(listener.events).containsExactly("execution 0 failed", "exhaustion 0 after 0");
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void doesNotRetryAfterIdleTimeout(boolean streaming) {
			gateway.when((request) -> true).replyRaw(200, "text/event-stream", ": PING\n\n").hangAfter(0);
			QhaigcClient client = builder().streamIdleTimeout(Duration.ofSeconds(5)).build();
			assertThat(failure(client, streaming))
				.hasMessageEndingWith(". Not retried, since qhaigc.retry-after-timeout is false");
			assertThat(gateway.received()).hasSize(1);
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void retriesAfterResponseTimeoutIfEnabled(boolean streaming) {
			gateway.hang();
			gateway.reply("ok");
			QhaigcClient client = builder().responseTimeout(Duration.ofSeconds(5)).retryAfterTimeout(true).build();
			assertThat(send(client, streaming)).isEqualTo("ok");
		}

		@Test
		void retriesRequestThatWasNotSentInTime() throws IOException {
			CountDownLatch release = new CountDownLatch(1);
			try (RawServer server = RawServer.startWithResponse(new RawServer.ResponseWriter() {

				@Override
				public void write(String head, Socket socket) throws IOException {
					RawServer.write(socket, CallerEcho.response(head));
				}

				@Override
				public boolean respondsEarly(String head) {
					// The body is not read until this method returns.
					awaitQuietly(release);
					return false;
				}

			})) {
				QhaigcClient client = builder().baseUrl(server.url()).responseTimeout(Duration.ofSeconds(5)).build();
				Mono<String> call = CallerEcho.call(client, "caller", "x".repeat(20_000_000));
				RuntimeException failure = time.awaitFailure(call);
				assertThat(problem(failure).code()).isEqualTo("request_timeout");
				assertThat(failure).hasMessage("The request was not sent within 5000 ms (qhaigc.response-timeout)");
				assertThat(server.connections()).isEqualTo(4);
			}
			finally {
				release.countDown();
			}
		}

	}

	@Nested
	class CallTimeout {

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void appliesCallTimeoutToAllAttemptsTogether(boolean streaming) {
			gateway.googleError(503);
			gateway.hang();
			QhaigcClient limited = builder().callTimeout(Duration.ofSeconds(5)).build();
			RetryTemplate template = template(RetryPolicy.builder().delay(Duration.ofMillis(100)));
			RuntimeException failure = failure(limited.withRetryTemplate(template), streaming);
			assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessage(
						"The call did not complete within 5000 ms (qhaigc.call-timeout). Its last request may have been charged");
			assertThat(problem(failure).code()).isEqualTo("call_timeout");
			assertThat(gateway.awaitCancelled(TIMEOUT)).isTrue();
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void appliesCallTimeoutToAllRequestsOfCallTogether(boolean streaming) {
			gateway.reply("One");
			QhaigcClient limited = builder().callTimeout(Duration.ofSeconds(5)).build();
			CallDeadline deadline = new CallDeadline();
			GatewayRequest request = GatewayRequest.builder()
				.model("gemini-2.5-flash")
				.body(ClientFixtures.requestBody(new Part.Text("How is the weather?")))
				.deadline(deadline)
				.build();
			limited.generate(request).block(TIMEOUT);
			time.advance(Duration.ofSeconds(4));
			deadline.throwIfExceeded();
			time.advance(Duration.ofSeconds(2));
			assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(deadline::throwIfExceeded)
				.withMessageContaining("within 5000 ms (qhaigc.call-timeout)");
			assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(
					() -> (streaming ? limited.stream(request) : limited.generate(request).flux()).blockLast(TIMEOUT))
				.withMessageContaining("within 5000 ms (qhaigc.call-timeout)");
			assertThat(gateway.received()).hasSize(1);
		}

		@Test
		void doesNotRetryWhenBackOffExceedsCallTimeout() {
			gateway.googleError(503);
			QhaigcClient limited = builder().callTimeout(Duration.ofSeconds(5)).build();
			RetryTemplate template = template(RetryPolicy.builder().delay(Duration.ofSeconds(6)));
			assertThat(problem(failure(limited.withRetryTemplate(template), false)).status()).isEqualTo(503);
		}

	}

	@Nested
	class Budget {

		@Test
		void limitsRateOfRetriesAcrossCalls() {
			gateway.when((request) -> true).googleError(503);
			QhaigcClient client = client(10);
			for (int i = 0; i < 12; i++) {
				failure(client, false);
			}
			// 12 first attempts, 100 immediate retries, and 20 more retries in 20
			// seconds.
			assertThat(gateway.received()).hasSize(12 * 11);
			assertThat(time.elapsed()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(22));
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void failsWhenBudgetIsExhaustedForTooLong(boolean streaming) {
			gateway.when((request) -> true).googleError(503);
			QhaigcClient client = builder().retryBudget(1)
				.maxRetryWait(Duration.ofMillis(500))
				.build()
				.withRetryTemplate(template(RetryPolicy.builder().maxRetries(5).delay(Duration.ofMillis(1))));
			RuntimeException failure = failure(client, streaming);
			assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessageEndingWith(". Not retried, since the retry budget is exhausted (qhaigc.retry-budget)");
			assertThat(problem(failure).status()).isEqualTo(503);
			assertThat(gateway.received()).hasSize(2);
			assertThat(listener.events).endsWith("exhaustion 503 after 503,503");
		}

		@Test
		void waitsForBudgetUntilPolicyTimeout() {
			gateway.when((request) -> true).googleError(503);
			RetryPolicy.Builder policy = RetryPolicy.builder()
				.maxRetries(60)
				.delay(Duration.ofMillis(1))
				.timeout(Duration.ofMillis(3500));
			QhaigcClient client = builder().retryBudget(1).build().withRetryTemplate(template(policy));
			assertThat(failure(client, false))
				.hasMessageEndingWith(". Not retried, since the retry budget is exhausted (qhaigc.retry-budget)");
			assertThat(gateway.received()).hasSizeBetween(4, 5);
		}

		@Test
		void takesNothingFromBudgetIfGatewaySpecifiesRetryDelay() {
			gateway.when((request) -> true).googleError(429).retryAfter(1);
			QhaigcClient client = builder().retryBudget(1)
				.maxRetryWait(Duration.ZERO)
				.build()
				.withRetryTemplate(template(RetryPolicy.builder().maxRetries(5).delay(Duration.ofMillis(1))));
			assertThat(failure(client, false)).hasMessageNotContaining("qhaigc.retry-budget");
			assertThat(gateway.received()).hasSize(6);
		}

		@Test
		void countsRetriesOfEachApiKeyAndModelSeparately() {
			gateway.when((request) -> true).googleError(503);
			QhaigcClient client = builder().retryBudget(1)
				.maxRetryWait(Duration.ZERO)
				.build()
				.withRetryTemplate(template(RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(1))));
			GatewayRequest otherModel = request("other", Map.of(), Map.of());
			List<GatewayRequest> requests = List.of(request(), otherModel, requestWithOwnApiKey());
			for (GatewayRequest request : requests) {
				assertThat(time.awaitFailure(client.generate(request))).hasMessageNotContaining("qhaigc.retry-budget");
				assertThat(time.awaitFailure(client.generate(request))).hasMessageContaining("qhaigc.retry-budget");
			}
			// An ApiKey that equals the ApiKey of an earlier request shares its budget.
			assertThat(time.awaitFailure(client.generate(requestWithOwnApiKey())))
				.hasMessageContaining("qhaigc.retry-budget");
		}

		private GatewayRequest requestWithOwnApiKey() {
			return GatewayRequest.builder()
				.model("gemini-2.5-flash")
				.json(request().json())
				.apiKey(new SimpleApiKey(gateway.apiKey()))
				.build();
		}

		@Test
		void doesNotLimitRetriesWhenBudgetIsZero() {
			gateway.when((request) -> true).googleError(503);
			RetryPolicy.Builder policy = RetryPolicy.builder().maxRetries(60).delay(Duration.ofMillis(1));
			QhaigcClient client = builder().retryBudget(0).build().withRetryTemplate(template(policy));
			failure(client, false);
			failure(client, true);
			failure(client, false);
			assertThat(gateway.received()).hasSize(3 * 61);
		}

		@Test
		void rejectsNegativeBudget() {
			assertThatIllegalArgumentException().isThrownBy(() -> builder().retryBudget(-1))
				.withMessage("qhaigc.retry-budget must be from 0 to 1000000, but is -1");
		}

	}

	@Nested
	class Observability {

		@Test
		void addsObservationEventForEachRetry() {
			gateway.googleError(503, "Overloaded.");
			gateway.reply("ok");
			List<Observation.Event> events = new CopyOnWriteArrayList<>();
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new ObservationHandler<>() {

				@Override
				public void onEvent(Observation.Event event, Observation.Context context) {
					events.add(event);
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			});
			Observation observation = Observation.start("test", registry);
			time.await(client(3).generate(request())
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation)));
			assertThat(events).hasSize(1);
			assertThat(events.get(0).getName()).isEqualTo("retry");
			assertThat(events.get(0).getContextualName()).contains("Attempt 2 of 4")
				.contains("503")
				.contains("Overloaded.");
		}

		@Test
		void logsEachRetryAtDebug() {
			Logger logger = (Logger) LoggerFactory.getLogger(QhaigcClient.class);
			Level level = logger.getLevel();
			ListAppender<ILoggingEvent> log = new ListAppender<>();
			log.start();
			logger.addAppender(log);
			logger.setLevel(Level.DEBUG);
			try {
				gateway.googleError(503, "Overloaded.");
				gateway.googleError(400, "No.");
				failure(client(3), false);
			}
			finally {
				logger.setLevel(level);
				logger.detachAppender(log);
			}
			assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
				.containsExactly(
						"Attempt 2 of 4 of 'generate gemini-2.5-flash' begins in 1 ms. Last failure: The gateway returned 503 UNAVAILABLE: Overloaded.",
						"No retry of 'generate gemini-2.5-flash', because the failure is permanent, or excluded by the policy or the RequestCondition: "
								+ "The gateway returned 400 INVALID_ARGUMENT: No.");
		}

	}

	private String send(QhaigcClient client, boolean streaming) {
		return this.time
			.await((streaming ? client.stream(request()) : client.generate(request()).flux()).map(ClientFixtures::text)
				.reduce(String::concat));
	}

	private RuntimeException failure(QhaigcClient client, boolean streaming) {
		return this.time.awaitFailure(streaming ? client.stream(request()) : client.generate(request()));
	}

	private QhaigcClient client(int retries) {
		return client()
			.withRetryTemplate(template(RetryPolicy.builder().maxRetries(retries).delay(Duration.ofMillis(1))));
	}

	private QhaigcClient client() {
		return builder().build();
	}

	private QhaigcClient.Builder builder() {
		return new QhaigcClientBuilder().clock(this.time.clock())
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey());
	}

	private RetryTemplate template(RetryPolicy.Builder policy) {
		RetryTemplate template = new RetryTemplate(policy.build());
		template.setRetryListener(this.listener);
		return template;
	}

	/** Records the notifications about retries. */
	private static final class RecordingListener implements RetryListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		public void onRetryableExecution(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
			this.events.add("execution " + state.getRetryCount() + (state.isSuccessful() ? " succeeded" : " failed"));
		}

		@Override
		public void beforeRetry(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
			this.events.add("before " + state.getRetryCount());
		}

		@Override
		public void onRetrySuccess(RetryPolicy policy, Retryable<?> retryable, @Nullable Object result) {
			assertThat(result).isNotNull();
			this.events.add("success of " + retryable.getName());
		}

		@Override
		public void onRetryFailure(RetryPolicy policy, Retryable<?> retryable, Throwable throwable) {
			this.events.add("failure");
		}

		@Override
		public void onRetryPolicyExhaustion(RetryPolicy policy, Retryable<?> retryable, RetryException exception) {
			this.events.add("exhaustion " + statuses(exception));
		}

		@Override
		public void onRetryPolicyInterruption(RetryPolicy policy, Retryable<?> retryable, RetryException exception) {
			this.events.add("interruption " + statuses(exception));
		}

		@Override
		public void onRetryPolicyTimeout(RetryPolicy policy, Retryable<?> retryable, RetryException exception) {
			this.events.add("timeout " + statuses(exception));
		}

		private static String statuses(RetryException exception) {
			List<String> earlier = new ArrayList<>();
			for (Throwable suppressed : exception.getSuppressed()) {
				earlier.add(String.valueOf(problem(suppressed).status()));
			}
			return problem(exception.getCause()).status() + " after " + String.join(",", earlier);
		}

	}

	/**
	 * A client that the application implements.
	 *
	 * @param models its models
	 */
	private record CustomClient(Mono<List<String>> models) implements QhaigcClient {

		@Override
		public Mono<GatewayResponse> generate(GatewayRequest request) {
			return Mono.empty();
		}

		@Override
		public Flux<GatewayResponse> stream(GatewayRequest request) {
			return Flux.empty();
		}

	}

}
