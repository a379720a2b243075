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
 * On which threads a user may wait.
 */
@Timeout(60)
class ClientSchedulersTests {

	private static final int CALLS = 200;

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.ruled();

	@Test
	void aCallInsideAStreamIsRefusedOnTheEventLoopAndNamesStream() {
		this.fixture.gateway().replyStream("one", "two");
		QhaigcGeminiChatModel model = this.fixture.model("gemini-2.5-flash");
		StepVerifier.create(model.stream("Hi").map((text) -> model.call("And " + text)))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("reactor-http")
				.hasMessageContaining("use stream()"))
			.verify(Duration.ofSeconds(20));
		assertThat(this.fixture.gateway().received()).hasSize(1);
	}

	@Test
	void manyCallsWaitAtOnceOnVirtualThreads() throws Exception {
		this.fixture.gateway().when((request) -> true).reply("ok").delay(Duration.ofMillis(200));
		QhaigcGeminiChatModel model = this.fixture.model("gemini-2.5-flash");
		ExecutorService threads = virtualThreads();
		try {
			List<Future<String>> answers = new ArrayList<>();
			for (int i = 0; i < CALLS; i++) {
				answers.add(threads.submit(() -> model.call("Hi")));
				answers.add(threads.submit(() -> String.join("", model.stream("Hi").collectList().block())));
			}
			for (Future<String> answer : answers) {
				assertThat(answer.get()).isEqualTo("ok");
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** As in a reactive application, which leaves to them whatever waits. */
	@Test
	void callsAreAnsweredThoughTheyHoldAllOfReactorsElasticThreads() {
		QhaigcGeminiChatModel model = modelWithALargeAnswerAndAKeyToFetch();
		int calls = 2 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		Mono<String> call = Mono.fromCallable(() -> model.call("Hi")).subscribeOn(Schedulers.boundedElastic());
		assertThat(Flux.range(0, calls).flatMap((i) -> call, calls).map(String::length).collectList().block())
			.hasSize(calls)
			.containsOnly(300_000);
	}

	@Test
	void callsAreAnsweredThoughSomebodyHoldsReactorsOtherThreads() throws InterruptedException {
		QhaigcGeminiChatModel model = modelWithALargeAnswerAndAKeyToFetch();
		assertThat(HeldThreads.during(() -> model.call("Hi"))).hasSize(300_000);
	}

	private QhaigcGeminiChatModel modelWithALargeAnswerAndAKeyToFetch() {
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

	/** Virtual where the JDK has them, which is from 21 on. */
	private static ExecutorService virtualThreads() throws ReflectiveOperationException {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (NoSuchMethodException ex) {
			return Executors.newCachedThreadPool();
		}
	}

}
