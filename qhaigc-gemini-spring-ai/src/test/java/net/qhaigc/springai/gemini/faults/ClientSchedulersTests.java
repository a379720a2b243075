package net.qhaigc.springai.gemini.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.ai.model.ApiKey;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.GatewayResponse;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.BlockedReactorThreads;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.awaitQuietly;
import static net.qhaigc.springai.gemini.client.ClientFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests on which threads an application can call a chat model, and that the client's own
 * threads keep working while other code blocks.
 */
@Timeout(60)
class ClientSchedulersTests {

	private static final int CALLS = 200;

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.allowingUnusedReplies();

	@Test
	void rejectsCallOnEventLoop() {
		this.fixture.gateway().replyStream("one", "two");
		QhaigcGeminiChatModel model = this.fixture.model("gemini-2.5-flash");
		StepVerifier.create(model.stream("Hi").map((text) -> model.call("And " + text)))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("reactor-http")
				.hasMessageContaining("Use stream() instead"))
			.verify(Duration.ofSeconds(20));
		assertThat(this.fixture.gateway().received()).hasSize(1);
	}

	@Test
	void runsManyCallsOnVirtualThreads() throws Exception {
		this.fixture.gateway().when((request) -> true).reply("ok").delay(Duration.ofMillis(200));
		QhaigcGeminiChatModel model = this.fixture.model("gemini-2.5-flash");
		ExecutorService threads = virtualThreads();
		try {
			List<Future<String>> results = new ArrayList<>();
			for (int i = 0; i < CALLS; i++) {
				results.add(threads.submit(() -> model.call("Hi")));
				results.add(threads.submit(() -> String.join("", model.stream("Hi").collectList().block())));
			}
			for (Future<String> result : results) {
				assertThat(result.get()).isEqualTo("ok");
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * A reactive application can run blocking code on all bounded elastic threads.
	 */
	@Test
	void completesCallsThatOccupyAllBoundedElasticThreads() {
		QhaigcGeminiChatModel model = modelWithLargeResponseAndApiKeyObject();
		int calls = 2 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		Mono<String> call = Mono.fromCallable(() -> model.call("Hi")).subscribeOn(Schedulers.boundedElastic());
		assertThat(Flux.range(0, calls).flatMap((i) -> call, calls).map(String::length).collectList().block())
			.hasSize(calls)
			.containsOnly(300_000);
	}

	@Test
	void completesCallsWhileReactorThreadsAreBlocked() throws InterruptedException {
		QhaigcGeminiChatModel model = modelWithLargeResponseAndApiKeyObject();
		assertThat(BlockedReactorThreads.during(() -> model.call("Hi"))).hasSize(300_000);
	}

	/**
	 * There are more blocked error handlers than threads on which the client handles
	 * timeouts and decodes responses.
	 */
	@Test
	void completesCallsWhileErrorHandlersBlock() throws Exception {
		this.fixture.gateway().when((request) -> request.model().equals("hanging")).hang();
		this.fixture.gateway().when((request) -> request.model().equals("large")).reply("x".repeat(300_000));
		this.fixture.gateway().googleError(503);
		this.fixture.gateway().reply("ok");
		CountDownLatch failed = new CountDownLatch(CALLS);
		CountDownLatch release = new CountDownLatch(1);
		try (QhaigcClient client = builder().responseTimeout(Duration.ofSeconds(1)).build();
				QhaigcClient clientWithCallTimeout = builder().callTimeout(Duration.ofSeconds(1)).build()) {
			for (int i = 0; i < CALLS; i++) {
				client.stream(request("hanging")).subscribe((event) -> {
				}, (ex) -> {
					failed.countDown();
					awaitQuietly(release);
				});
			}
			assertThat(failed.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			CompletableFuture<GatewayResponse> retried = client.generate(request("retried")).toFuture();
			CompletableFuture<GatewayResponse> unanswered = client.generate(request("hanging")).toFuture();
			CompletableFuture<GatewayResponse> late = clientWithCallTimeout.generate(request("hanging")).toFuture();
			assertThat(text(client.generate(request("large")).block(TIMEOUT))).hasSize(300_000);
			assertThat(text(retried.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))).isEqualTo("ok");
			assertThat(unanswered).failsWithin(TIMEOUT)
				.withThrowableThat()
				.withMessageContaining("qhaigc.response-timeout");
			assertThat(late).failsWithin(TIMEOUT).withThrowableThat().withMessageContaining("qhaigc.call-timeout");
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void resolvesApiKeyWhileOtherApiKeysHang() throws InterruptedException {
		this.fixture.gateway().when((request) -> true).reply("ok");
		CountDownLatch called = new CountDownLatch(CALLS);
		CountDownLatch release = new CountDownLatch(1);
		ApiKey hanging = () -> {
			called.countDown();
			awaitQuietly(release);
			return "test-key";
		};
		try (QhaigcClient client = builder().apiKey((ApiKey) this.fixture.gateway()::apiKey).build();
				QhaigcClient other = builder().apiKey((ApiKey) this.fixture.gateway()::apiKey).build()) {
			GatewayRequest request = GatewayRequest.builder().model("m").body(Map.of()).apiKey(hanging).build();
			for (int i = 0; i < CALLS; i++) {
				client.generate(request).onErrorComplete().subscribe();
			}
			assertThat(called.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(text(client.generate(request("m")).block(TIMEOUT))).isEqualTo("ok");
			assertThat(text(other.generate(request("m")).block(TIMEOUT))).isEqualTo("ok");
		}
		finally {
			release.countDown();
		}
	}

	/** An application with many named models can have many clients. */
	@Test
	void endsThreadsOfClientsThatAreClosed() {
		this.fixture.gateway().when((request) -> true).reply("ok");
		Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();
		for (int i = 0; i < 50; i++) {
			try (QhaigcClient client = builder().apiKey((ApiKey) this.fixture.gateway()::apiKey).build()) {
				assertThat(text(client.generate(request("m")).block(TIMEOUT))).isEqualTo("ok");
			}
		}
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !threadsBefore.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.matches("qhaigc-(timer|keys|signals|decoding)")));
	}

	@Test
	void closingClientFailsRequestThatWaitsForRetry() {
		this.fixture.gateway().when((request) -> true).googleError(429).retryAfter(50);
		CountDownLatch firstAttemptFailed = new CountDownLatch(1);
		RetryTemplate template = new RetryTemplate();
		template.setRetryListener(new RetryListener() {

			@Override
			public void onRetryableExecution(RetryPolicy policy, Retryable<?> retryable, RetryState state) {
				firstAttemptFailed.countDown();
			}

		});
		QhaigcClient client = builder().build().withRetryTemplate(template);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		client.generate(request("m")).subscribe((response) -> {
		}, failure::set);
		awaitQuietly(firstAttemptFailed);
		assertThat(failure).hasNullValue();
		client.close();
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(failure.get()).hasMessageContaining("The client of the gateway is closed"));
	}

	private QhaigcClient.Builder builder() {
		return QhaigcClient.builder().baseUrl(this.fixture.gateway().url()).apiKey(this.fixture.gateway().apiKey());
	}

	private static GatewayRequest request(String model) {
		return ClientFixtures.request(model, Map.of(), Map.of());
	}

	/**
	 * The client calls the {@code ApiKey} object and decodes the large response on
	 * threads of its own.
	 */
	private QhaigcGeminiChatModel modelWithLargeResponseAndApiKeyObject() {
		this.fixture.gateway().when((request) -> true).reply("x".repeat(300_000));
		QhaigcClient client = QhaigcClient.builder()
			.baseUrl(this.fixture.gateway().url())
			.apiKey((ApiKey) this.fixture.gateway()::apiKey)
			.build();
		return QhaigcGeminiChatModel.builder()
			.client(client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
			.build();
	}

	/** Return an executor that uses virtual threads on JDK 21 and later. */
	private static ExecutorService virtualThreads() throws ReflectiveOperationException {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException ex) {
			return Executors.newCachedThreadPool();
		}
	}

}
