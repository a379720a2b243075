package net.qhaigc.springai.gemini;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ChatObservation}: a call and a stream are observed in the same way.
 */
class ChatObservationTests {

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final List<ChatModelObservationContext> observed = new CopyOnWriteArrayList<>();

	@BeforeEach
	void recordObservations() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<ChatModelObservationContext>() {

			@Override
			public void onStop(ChatModelObservationContext context) {
				ChatObservationTests.this.observed.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ChatModelObservationContext;
			}

		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void observesRequestAndAggregatedResponse(boolean streamed) {
		this.fixture.gateway().replyStream("Hel", "lo").usage(3, 2, 5);
		send(streamed);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("gen_ai.client.operation")
			.that()
			.hasContextualNameEqualTo("chat gemini-2.5-flash")
			.hasLowCardinalityKeyValue("gen_ai.operation.name", "chat")
			.hasLowCardinalityKeyValue("gen_ai.system", "qhaigc")
			.hasLowCardinalityKeyValue("gen_ai.request.model", "gemini-2.5-flash")
			.hasHighCardinalityKeyValue("gen_ai.request.temperature", "0.5")
			.hasHighCardinalityKeyValue("gen_ai.response.finish_reasons", "[\"STOP\"]")
			.hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", "3")
			.hasHighCardinalityKeyValue("gen_ai.usage.output_tokens", "2")
			.hasHighCardinalityKeyValue("gen_ai.usage.total_tokens", "5")
			.hasBeenStarted()
			.hasBeenStopped();
		assertThat(response().getResult().getOutput().getText()).isEqualTo("Hello");
		assertThat(response().getMetadata().getUsage().getNativeUsage())
			.isInstanceOf(net.qhaigc.springai.gemini.metadata.TokenUsage.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsErrorOnObservation(boolean streamed) {
		this.fixture.gateway().gatewayError(401);
		try {
			send(streamed);
		}
		catch (RuntimeException ex) {
			// Checked below.
		}
		assertThat(this.observed).singleElement()
			.satisfies((context) -> assertThat(context.getError()).hasMessageContaining("qhaigc.api-key"));
	}

	@Test
	void stopsObservationWhenStreamIsCancelled() {
		this.fixture.gateway().replyStream("a", "b").hangAfter(1);
		StepVerifier.create(model().stream(prompt()).take(1)).expectNextCount(1).verifyComplete();
		assertThat(this.observed).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(Endpoint.class)
	void recordsCancellationOfStream(Endpoint endpoint) {
		this.fixture.gateway().replyStream("a", "b").usage(3, 2, 5).hangAfter(1);
		StepVerifier.create(model(endpoint).stream(prompt()).take(1)).expectNextCount(1).verifyComplete();
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("gen_ai.client.operation")
			.that()
			.hasEvent("cancelled")
			.doesNotHaveError()
			.hasLowCardinalityKeyValue("gen_ai.response.model", "gemini-2.5-flash")
			.hasHighCardinalityKeyValue("gen_ai.response.finish_reasons", "[\"CANCELLED\"]")
			.hasBeenStopped();
	}

	/**
	 * Only the last event contains the number of output tokens. The events before it
	 * report the number of prompt tokens as the total.
	 */
	@Test
	void recordsUsageOfCancelledStream() {
		this.fixture.gateway().replyStream("a", "b").usage(5000, 9, 5009).hangAfter(1);
		StepVerifier.create(model().stream(prompt()).take(1)).expectNextCount(1).verifyComplete();
		assertThat(response().getMetadata().getUsage().getTotalTokens()).isEqualTo(5000);
	}

	@Test
	void recordsUsageOfIncompleteStream() {
		this.fixture.gateway().replyStream("a", "b").usage(5000, 9, 5009).closeAfter(1);
		StepVerifier.create(model().stream(prompt())).expectNextCount(1).verifyError();
		assertThat(this.observed).singleElement().satisfies((context) -> assertThat(context.getError()).isNotNull());
		assertThat(response().getMetadata().getModel()).isEqualTo("gemini-2.5-flash");
		assertThat(response().getMetadata().getUsage().getTotalTokens()).isEqualTo(5000);
	}

	@Test
	void recordsCancellationBeforeFirstEvent() {
		this.fixture.gateway().hang();
		StepVerifier.create(model().stream(prompt())).then(this.fixture.gateway()::takeRequest).thenCancel().verify();
		await().until(() -> this.fixture.gateway().unusedReplies() == 0);
		assertThat(this.observed).hasSize(1);
		assertThat(response().getMetadata().getModel()).isEmpty();
		assertThat(response().getResult().getMetadata().getFinishReason()).isEqualTo("CANCELLED");
	}

	@Test
	void stopsObservationOnlyOnceWhenStreamIsCancelledAfterCompletion() throws InterruptedException {
		this.fixture.gateway().reply("ok");
		LateCanceller subscriber = new LateCanceller();
		model().stream(prompt()).subscribe(subscriber);
		assertThat(subscriber.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.observed).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void usesParentObservationFromReactorContextOrThread(boolean inContext) {
		this.fixture.gateway().reply("ok");
		Observation parent = Observation.start("parent", this.registry);
		if (inContext) {
			model().stream(prompt())
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
				.blockLast();
		}
		else {
			parent.scoped(() -> model().stream(prompt()).blockLast());
		}
		parent.stop();
		assertThat(this.observed).singleElement()
			.satisfies((context) -> assertThat(context.getParentObservation()).isSameAs(parent));
	}

	/**
	 * Without an observation registry, the chat model and the HTTP client both use
	 * {@link Observation#NOOP}. This observation must not become the current one, since
	 * Micrometer could not restore it after an observation that is nested in it.
	 */
	@Test
	@Timeout(60)
	void supportsAutomaticContextPropagationWithoutObservationRegistry() {
		this.fixture.gateway().reply("called");
		this.fixture.gateway().reply("streamed");
		String key = this.fixture.gateway().apiKey();
		QhaigcClient client = this.fixture
			.closeAfterTest(QhaigcClient.builder().baseUrl(this.fixture.gateway().url()).apiKey(() -> key).build());
		QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
			.client(client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
			.build();
		Hooks.enableAutomaticContextPropagation();
		try {
			assertThat(model.call("Hi")).isEqualTo("called");
			assertThat(model.stream("Hi").collectList().block()).contains("streamed");
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	@Test
	void appliesCustomObservationConvention() {
		this.fixture.gateway().reply("ok");
		QhaigcGeminiChatModel model = model();
		model.setObservationConvention(new DefaultChatModelObservationConvention() {

			@Override
			public String getName() {
				return "my.chat";
			}

		});
		model.call(prompt());
		TestObservationRegistryAssert.assertThat(this.registry).hasObservationWithNameEqualTo("my.chat");
	}

	private @Nullable ChatResponse send(boolean streamed) {
		return streamed ? model().stream(prompt()).blockLast() : model().call(prompt());
	}

	private ChatResponse response() {
		return this.observed.get(0).getResponse();
	}

	private QhaigcGeminiChatModel model() {
		return model(Endpoint.NATIVE);
	}

	private QhaigcGeminiChatModel model(Endpoint endpoint) {
		return this.fixture.modelBuilder()
			.options(QhaigcGeminiChatOptions.builder()
				.model("gemini-2.5-flash")
				.endpoint(endpoint)
				.temperature(0.5)
				.build())
			.observationRegistry(this.registry)
			.build();
	}

	private static Prompt prompt() {
		return new Prompt("Hi");
	}

	private static final class LateCanceller extends BaseSubscriber<ChatResponse> {

		private final CountDownLatch cancelled = new CountDownLatch(1);

		private Subscription subscription;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			this.subscription = subscription;
			requestUnbounded();
		}

		@Override
		protected void hookOnComplete() {
			this.subscription.cancel();
			this.cancelled.countDown();
		}

	}

}
