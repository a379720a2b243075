package net.qhaigc.springai.gemini.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.ai.model.ApiKey;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;
import net.qhaigc.springai.gemini.support.HeldThreads;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the threads on which calls may block.
 */
@Timeout(60)
class ClientSchedulersTests {

	private static final int CALLS = 200;

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.ruled();

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
	 * As in a reactive application that runs blocking code on the bounded elastic
	 * threads.
	 */
	@Test
	void completesCallsThatOccupyAllBoundedElasticThreads() {
		QhaigcGeminiChatModel model = modelWithLargeResponseAndBlockingApiKey();
		int calls = 2 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		Mono<String> call = Mono.fromCallable(() -> model.call("Hi")).subscribeOn(Schedulers.boundedElastic());
		assertThat(Flux.range(0, calls).flatMap((i) -> call, calls).map(String::length).collectList().block())
			.hasSize(calls)
			.containsOnly(300_000);
	}

	@Test
	void completesCallsWhileReactorThreadsAreBlocked() throws InterruptedException {
		QhaigcGeminiChatModel model = modelWithLargeResponseAndBlockingApiKey();
		assertThat(HeldThreads.during(() -> model.call("Hi"))).hasSize(300_000);
	}

	private QhaigcGeminiChatModel modelWithLargeResponseAndBlockingApiKey() {
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

	/** Virtual threads on JDK 21 and later. */
	private static ExecutorService virtualThreads() throws ReflectiveOperationException {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException ex) {
			return Executors.newCachedThreadPool();
		}
	}

}
