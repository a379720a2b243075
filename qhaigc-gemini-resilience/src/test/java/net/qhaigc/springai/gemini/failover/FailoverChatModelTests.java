package net.qhaigc.springai.gemini.failover;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.tool.annotation.Tool;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.client.TokenCounts;
import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.RateLimits;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.test.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link FailoverChatModel}, through {@code ChatClient}.
 */
class FailoverChatModelTests {

	private final QhaigcGateway first = QhaigcGateway.start();

	private final QhaigcGateway second = QhaigcGateway.start();

	private final SettableClock clock = new SettableClock();

	private final CircuitBreakerRegistry circuitBreakers = CircuitBreakerSettings.DEFAULT.newRegistry(this.clock);

	@AfterEach
	void stop() {
		this.first.close();
		this.second.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesWithNextRouteAfterRetriesOfTransientFailure(boolean streaming) {
		for (int i = 0; i < 4; i++) {
			this.first.googleError(503);
		}
		this.second.reply("It is raining.");
		assertThat(ask(failover(), streaming)).isEqualTo("It is raining.");
		assertThat(this.first.received()).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesAfterFailedConnection(boolean streaming) {
		this.first.close();
		this.second.reply("It is raining.");
		assertThat(ask(failover(), streaming)).isEqualTo("It is raining.");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesWithoutRetryAfterRateLimitWithRetryDelay(boolean streaming) {
		this.first.googleError(429).retryAfter(20);
		this.second.reply("It is raining.");
		assertThat(ask(failover(), streaming)).isEqualTo("It is raining.");
		assertThat(this.first.received()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 402, 403, 404 })
	void continuesAfterRejectedKeyInsufficientCreditOrUnknownModel(int status) {
		this.first.googleError(status);
		this.second.reply("It is raining.");
		assertThat(ask(failover(), false)).isEqualTo("It is raining.");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotContinueAfterInvalidRequest(boolean streaming) {
		this.first.googleError(400);
		RuntimeException failure = askAndCatchFailure(failover(), streaming);
		assertThat(failure).isInstanceOf(QhaigcNonTransientException.class);
		assertThat(this.second.received()).isEmpty();
	}

	@Test
	void doesNotContinueIfCallersKeyIsRejected() {
		this.first.googleError(401);
		RuntimeException failure = catchThrowableOfType(RuntimeException.class,
				() -> ChatClient.create(failover())
					.prompt("How is the weather?")
					.options(QhaigcGeminiChatOptions.builder().apiKey(this.first.apiKey()))
					.call()
					.content());
		assertThat(failure).isInstanceOf(QhaigcNonTransientException.class);
		assertThat(this.second.received()).isEmpty();
	}

	@Test
	void doesNotContinueAfterFirstChunk() {
		this.first.replyStream("It is", " raining.").closeAfter(1);
		StepVerifier.create(ChatClient.create(failover()).prompt("How is the weather?").stream().content())
			.expectNext("It is")
			.verifyError(QhaigcTransientException.class);
		assertThat(this.second.received()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failsWithLastFailureAndAddsEarlierFailuresAsSuppressed(boolean streaming) {
		this.first.googleError(401);
		this.second.googleError(402);
		RuntimeException failure = askAndCatchFailure(failover(), streaming);
		assertThat(status(failure)).isEqualTo(402);
		assertThat(failure.getSuppressed()).extracting(FailoverChatModelTests::status).contains(401);
	}

	@Test
	void skipsFailedRouteUntilTrialSucceeds() {
		FailoverChatModel model = failover();
		this.first.googleError(401);
		this.second.reply("one");
		this.second.reply("two");
		assertThat(ask(model, false)).isEqualTo("one");
		assertThat(ask(model, false)).isEqualTo("two");
		assertThat(this.first.received()).hasSize(1);
		assertThat(model.states()).isEqualTo(Map.of("default", "OPEN", "hk", "CLOSED"));
		this.clock.advance(Duration.ofSeconds(31));
		assertThat(model.states()).isEqualTo(Map.of("default", "HALF_OPEN", "hk", "CLOSED"));
		this.first.reply("three");
		this.first.reply("four");
		assertThat(ask(model, false)).isEqualTo("three");
		assertThat(ask(model, true)).isEqualTo("four");
		assertThat(model.states()).isEqualTo(Map.of("default", "CLOSED", "hk", "CLOSED"));
	}

	@Test
	void failureHasNoRetryDelayIfAllRoutesAreForcedOpen() {
		FailoverChatModel model = failover();
		circuitBreaker("default").transitionToForcedOpenState();
		circuitBreaker("hk").transitionToForcedOpenState();
		RuntimeException failure = askAndCatchFailure(model, false);
		assertThat(failure).isInstanceOf(QhaigcTransientException.class)
			.hasMessage("No route is available (qhaigc.failover): the circuit breakers of all routes are forced open"
					+ " (default, hk)");
		assertThat(((GatewayFailure) failure).problem().retryAfter()).isNull();
	}

	@Test
	void retryDelayDoesNotDependOnRouteThatIsForcedOpen() {
		FailoverChatModel model = failover();
		circuitBreaker("hk").transitionToForcedOpenState();
		this.first.googleError(401);
		askAndCatchFailure(model, false);
		RuntimeException failure = askAndCatchFailure(model, false);
		assertThat(((GatewayFailure) failure).problem().retryAfter()).isEqualTo(Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failureHasRetryDelayIfNoRouteIsAvailable(boolean streaming) {
		FailoverChatModel model = failover();
		this.first.googleError(401);
		this.second.googleError(402);
		askAndCatchFailure(model, false);
		RuntimeException failure = askAndCatchFailure(model, streaming);
		assertThat(failure).isInstanceOf(QhaigcTransientException.class)
			.hasMessage(
					"No route is available (qhaigc.failover): all routes failed recently (default, hk). Retry in 30 s");
		assertThat(((GatewayFailure) failure).problem().retryAfter()).isEqualTo(Duration.ofSeconds(30));
		assertThat(((GatewayFailure) failure).kind()).isEqualTo(FailureKind.UNAVAILABLE);
		assertThat(this.first.received()).hasSize(1);
		assertThat(this.second.received()).hasSize(1);
	}

	@Test
	void usesModelOfRouteAndKeepsCallersOptions() {
		QhaigcGeminiChatModel lite = model(this.second,
				QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash-lite").temperature(0.1).topK(3).build());
		this.first.googleError(401);
		this.second.reply("ok");
		ChatClient.create(failover(model(this.first, options().temperature(0.2).build()), lite))
			.prompt("Hello")
			.options(QhaigcGeminiChatOptions.builder().topK(7))
			.call()
			.content();
		ReceivedRequest request = this.second.takeRequest();
		assertThat(request.path()).contains("gemini-3.5-flash-lite");
		assertThat(request.body()).contains("\"topK\":7").contains("\"temperature\":0.1");
	}

	@Test
	void keepsCallersModelIfAllRoutesUseSameModel() {
		this.first.googleError(401);
		this.second.reply("ok");
		ChatClient.create(failover())
			.prompt("Hello")
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3-pro-preview"))
			.call()
			.content();
		assertThat(this.second.takeRequest().path()).contains("gemini-3-pro-preview");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesWithinToolLoop(boolean streaming) {
		this.first.callTool("weather", Map.of("city", "Hong Kong"));
		this.first.googleError(401);
		this.second.reply("It is raining.");
		ChatClient.ChatClientRequestSpec request = ChatClient.create(failover())
			.prompt("How is the weather?")
			.tools(new WeatherTools());
		String answer = streaming ? String.join("", request.stream().content().collectList().block())
				: request.call().content();
		assertThat(answer).isEqualTo("It is raining.");
		assertThat(this.second.takeRequest().body()).contains("functionCall").contains("rain in Hong Kong");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotRetryOnRouteWhoseCircuitHasOpened(boolean streaming) {
		this.first.googleError(503);
		this.first.onRequest((request) -> circuitBreaker("default").transitionToOpenState());
		this.second.reply("It is raining.");
		assertThat(ask(failover(), streaming)).isEqualTo("It is raining.");
		assertThat(this.first.received()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotRetryTrialRequestIfNextRouteIsAvailable(boolean streaming) {
		FailoverChatModel model = failover();
		circuitBreaker("default").transitionToOpenState();
		circuitBreaker("default").transitionToHalfOpenState();
		this.first.googleError(503);
		this.second.reply("It is raining.");
		assertThat(ask(model, streaming)).isEqualTo("It is raining.");
		assertThat(this.first.received()).hasSize(1);
		assertThat(model.states()).containsEntry("default", "OPEN");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void retriesAfterRateLimitWithRetryDelayIfNextRouteIsForcedOpen(boolean streaming) {
		FailoverChatModel model = failover();
		circuitBreaker("hk").transitionToForcedOpenState();
		this.first.googleError(429).retryAfter(1);
		this.first.reply("It is raining.");
		assertThat(ask(model, streaming)).isEqualTo("It is raining.");
		assertThat(this.first.received()).hasSize(2);
	}

	/**
	 * The circuit opens when the API key is resolved, before a connection is available.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotSendRequestIfCircuitOpensBeforeConnectionIsEstablished(boolean streaming) {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger reactorNetty = (Logger) LoggerFactory.getLogger("reactor.netty");
		reactorNetty.addAppender(log);
		QhaigcClient client = client(this.first, () -> {
			circuitBreaker("default").transitionToOpenState();
			return this.first.apiKey();
		}, (request) -> Mono.just(new UnusedPermit()));
		this.second.reply("It is raining.");
		FailoverChatModel model = failover(model(client, options().build()), model(this.second, options().build()));
		assertThat(ask(model, streaming)).isEqualTo("It is raining.");
		assertThat(this.first.received()).isEmpty();
		assertThat(circuitBreaker("default").getMetrics().getNumberOfFailedCalls()).isZero();
		Awaitility.await().until(() -> this.first.openConnections() == 0);
		reactorNetty.detachAppender(log);
		assertThat(log.list).noneMatch((event) -> event.getLevel().isGreaterOrEqual(Level.WARN));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void cancelsQuotaPermitIfCircuitOpensWhileRequestWaitsForQuota(boolean streaming) {
		UnusedPermit permit = new UnusedPermit();
		QhaigcClient client = client(this.first, this.first::apiKey, (request) -> Mono.fromSupplier(() -> {
			circuitBreaker("default").transitionToOpenState();
			return permit;
		}));
		this.second.reply("It is raining.");
		FailoverChatModel model = failover(model(client, options().build()), model(this.second, options().build()));
		assertThat(ask(model, streaming)).isEqualTo("It is raining.");
		assertThat(this.first.received()).isEmpty();
		assertThat(permit.cancelled).isTrue();
	}

	/**
	 * The quota can be that of a single tenant, so the route stays available for other
	 * requests.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotOpenCircuitIfQuotaIsUsedUp(boolean streaming) {
		AtomicInteger requests = new AtomicInteger();
		GatewayProblem problem = new GatewayProblem(0, "quota_exceeded", null, "Used up", null, Duration.ofSeconds(30),
				null);
		QhaigcClient client = client(this.first, this.first::apiKey, (request) -> (requests.getAndIncrement() == 0)
				? Mono.error(new QhaigcTransientException("Used up", problem, null)) : Mono.just(new NoopPermit()));
		this.first.reply("It is snowing.");
		this.second.reply("It is raining.");
		FailoverChatModel model = failover(model(client, options().build()), model(this.second, options().build()));
		assertThat(ask(model, streaming)).isEqualTo("It is raining.");
		assertThat(model.states()).containsEntry("default", "CLOSED");
		assertThat(ask(model, streaming)).isEqualTo("It is snowing.");
	}

	/**
	 * A request fails with the error code {@code quota_exceeded} if the gateway returns
	 * it, and also if a quota of the application is used up. The route is skipped only in
	 * the first case.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void skipsRouteIfGatewayReportsExceededQuota(boolean streaming) {
		this.first.gatewayError(429, "quota_exceeded", "Used up").header("Retry-After", "30");
		this.second.reply("It is raining.");
		FailoverChatModel model = failover();
		assertThat(ask(model, streaming)).isEqualTo("It is raining.");
		assertThat(model.states()).containsEntry("default", "OPEN");
	}

	/**
	 * A permission of the circuit breaker that was acquired before the circuit opened
	 * does not belong to a trial, so releasing it must not permit a second trial.
	 */
	@Test
	void doesNotPermitAdditionalTrialAfterRequestThatWasNotSent() {
		FailoverChatModel model = failover(model(client(this.first, () -> {
			circuitBreaker("default").transitionToOpenState();
			return this.first.apiKey();
		}, (request) -> Mono.just(new UnusedPermit())), options().build()), model(this.second, options().build()));
		this.second.reply("It is raining.");
		ask(model, false);
		circuitBreaker("default").transitionToHalfOpenState();
		assertThat(circuitBreaker("default").tryAcquirePermission()).isTrue();
		assertThat(circuitBreaker("default").tryAcquirePermission()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failureHasRetryDelayIfCircuitOfOnlyRouteOpensBeforeRequestIsSent(boolean streaming) {
		QhaigcClient client = client(this.first, () -> {
			circuitBreaker("default").transitionToOpenState();
			return this.first.apiKey();
		}, (request) -> Mono.just(new UnusedPermit()));
		TestObservationRegistry registry = TestObservationRegistry.create();
		RuntimeException failure = askAndCatchFailure(FailoverChatModel.builder()
			.route("default", model(client, options().build()))
			.circuitBreakerRegistry(this.circuitBreakers)
			.observationRegistry(registry)
			.build(), streaming);
		TestObservationRegistryAssert.assertThat(registry)
			.hasObservationWithNameEqualTo("qhaigc.failover")
			.that()
			.hasLowCardinalityKeyValue("qhaigc.failover.route", "none");
		assertThat(failure)
			.hasMessage("No route is available (qhaigc.failover): all routes failed recently (default). Retry in 30 s");
		assertThat(this.first.received()).isEmpty();
	}

	/**
	 * A half-open circuit breaker grants a single permission. If the first request kept
	 * it, no route would be available for the second request.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void releasesPermissionIfOptionsCannotBeAdapted(boolean streaming) {
		FailoverChatModel model = failover();
		circuitBreaker("default").transitionToForcedOpenState();
		circuitBreaker("hk").transitionToOpenState();
		circuitBreaker("hk").transitionToHalfOpenState();
		ChatOptions options = (ChatOptions) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ChatOptions.class }, (proxy, method, arguments) -> {
					throw new IllegalStateException("no " + method.getName());
				});
		Prompt prompt = new Prompt("How is the weather?", options);
		for (int i = 0; i < 2; i++) {
			assertThatIllegalStateException()
				.isThrownBy(() -> (streaming ? model.stream(prompt).blockLast() : model.call(prompt)).getResult())
				.withMessageStartingWith("no get");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void observesFailedAndUsedRoutes(boolean streaming) {
		TestObservationRegistry registry = TestObservationRegistry.create();
		this.first.googleError(401);
		this.second.reply("ok");
		ask(builder().observationRegistry(registry).build(), streaming);
		Awaitility.await()
			.untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
				.hasObservationWithNameEqualTo("qhaigc.failover")
				.that()
				.hasLowCardinalityKeyValue("qhaigc.failover.route", "hk")
				.hasEvent("qhaigc.failover", "Route default failed (API_KEY)")
				.doesNotHaveError()
				.hasBeenStopped());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void observesFailuresOfAllRoutes(boolean streaming) {
		TestObservationRegistry registry = TestObservationRegistry.create();
		FailoverChatModel model = builder().observationRegistry(registry).build();
		this.first.googleError(401);
		this.second.googleError(402);
		RuntimeException failure = askAndCatchFailure(model, streaming);
		TestObservationRegistryAssert.assertThat(registry)
			.hasObservationWithNameEqualTo("qhaigc.failover")
			.that()
			.hasLowCardinalityKeyValue("qhaigc.failover.route", "hk")
			.hasEvent("qhaigc.failover", "Route default failed (API_KEY)")
			.hasEvent("qhaigc.failover", "Route hk failed (CREDIT)")
			.hasError(failure);
		askAndCatchFailure(model, streaming);
		TestObservationRegistryAssert.assertThat(registry)
			.hasAnObservationWithAKeyValue("qhaigc.failover.route", "none");
	}

	@Test
	void rejectsTwoRoutesWithSameModel() {
		QhaigcGeminiChatModel model = model(this.first, options().build());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> FailoverChatModel.builder().route("a", model).route("b", model))
			.withMessage("The model of the route 'b' is also the model of another route");
	}

	@Test
	void requiresRoute() {
		assertThatIllegalArgumentException().isThrownBy(() -> FailoverChatModel.builder().build())
			.withMessage("A FailoverChatModel needs at least one route");
	}

	private FailoverChatModel failover() {
		return builder().build();
	}

	private FailoverChatModel.Builder builder() {
		return builder(model(this.first, options().build()), model(this.second, options().build()));
	}

	private FailoverChatModel failover(ChatModel one, ChatModel two) {
		return builder(one, two).build();
	}

	private FailoverChatModel.Builder builder(ChatModel one, ChatModel two) {
		return FailoverChatModel.builder()
			.route("default", one)
			.route("hk", two)
			.circuitBreakerRegistry(this.circuitBreakers);
	}

	private CircuitBreaker circuitBreaker(String route) {
		return this.circuitBreakers.circuitBreaker(route);
	}

	private static QhaigcGeminiChatOptions.Builder options() {
		return QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash");
	}

	private static QhaigcGeminiChatModel model(QhaigcGateway gateway, QhaigcGeminiChatOptions options) {
		return model(QhaigcClient.builder().baseUrl(gateway.url()).apiKey(gateway.apiKey()).build(), options);
	}

	private static QhaigcGeminiChatModel model(QhaigcClient client, QhaigcGeminiChatOptions options) {
		return QhaigcGeminiChatModel.builder()
			.client(client.withRetryTemplate(FastRetries.TEMPLATE))
			.options(options)
			.build();
	}

	private static QhaigcClient client(QhaigcGateway gateway, ApiKey apiKey, RequestQuota quota) {
		return QhaigcClient.builder().baseUrl(gateway.url()).apiKey(apiKey).requestQuota(quota).build();
	}

	private static String ask(ChatModel model, boolean streaming) {
		ChatClient.ChatClientRequestSpec request = ChatClient.create(model).prompt("How is the weather?");
		return streaming ? String.join("", request.stream().content().collectList().block()) : request.call().content();
	}

	private static RuntimeException askAndCatchFailure(ChatModel model, boolean streaming) {
		return catchThrowableOfType(RuntimeException.class, () -> ask(model, streaming));
	}

	private static int status(Throwable failure) {
		return (failure instanceof GatewayFailure gatewayFailure) ? gatewayFailure.problem().status() : 0;
	}

	static final class UnusedPermit implements RequestQuota.Permit {

		private volatile boolean cancelled;

		@Override
		public void cancel() {
			this.cancelled = true;
		}

		@Override
		public void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits) {
			// Not called, because no request is sent.
		}

	}

	record NoopPermit() implements RequestQuota.Permit {

		@Override
		public void cancel() {
		}

		@Override
		public void release(@Nullable TokenCounts tokens, @Nullable RateLimits limits) {
		}

	}

	static class WeatherTools {

		@Tool
		String weather(String city) {
			return "rain in " + city;
		}

	}

}
