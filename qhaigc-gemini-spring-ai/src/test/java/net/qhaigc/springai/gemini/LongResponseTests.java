package net.qhaigc.springai.gemini;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.IncompleteStream;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for responses that a model returns in sections, each of which requires a request
 * of its own.
 */
@ExtendWith(OutputCaptureExtension.class)
class LongResponseTests {

	private static final String MODEL = "gemini-4-argon";

	@RegisterExtension
	private final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	static Stream<Arguments> endpointsAndStreaming() {
		return Stream.of(Endpoint.values())
			.flatMap((endpoint) -> Stream.of(arguments(endpoint, false), arguments(endpoint, true)));
	}

	@ParameterizedTest
	@MethodSource("endpointsAndStreaming")
	void continuesResponseBySendingRequestAgainWithToken(Endpoint endpoint, boolean streamed) {
		this.fixture.gateway().reply("One, ").usage(10, 3, 13).continuation("dG9rZW4x");
		this.fixture.gateway().reply("two, ").usage(11, 4, 15).continuation("dG9rZW4y");
		this.fixture.gateway().reply("three.").usage(12, 5, 17);
		ChatResponse response = send(options(endpoint), streamed);
		Generation generation = Objects.requireNonNull(response.getResult());
		assertThat(generation.getOutput().getText()).isEqualTo("One, two, three.");
		assertThat(generation.getOutput().getMetadata()).doesNotContainKey("qhaigcTurn");
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(QhaigcGeminiMetadata.from(generation).continuationToken()).isNull();
		Usage usage = response.getMetadata().getUsage();
		assertThat(List.of(usage.getPromptTokens(), usage.getCompletionTokens(), usage.getTotalTokens()))
			.containsExactly(33, 12, 45);
		List<String> bodies = this.fixture.bodies();
		assertThat(bodies).hasSize(3);
		assertThat(parseObject(bodies.get(0))).doesNotContainKey("continuationToken");
		assertThat(parseObject(bodies.get(1))).isEqualTo(withToken(bodies.get(0), "dG9rZW4x"));
		assertThat(parseObject(bodies.get(2))).isEqualTo(withToken(bodies.get(0), "dG9rZW4y"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void returnsContentOfEverySection(boolean streamed) {
		this.fixture.gateway().thinking("Hm. ").text("One, ").continuation("dG9rZW4x");
		this.fixture.gateway()
			.thinking("Aha.")
			.text("two.")
			.callTool("f", Map.of("x", 1))
			.signature("c2ln")
			.unchecked();
		Generation generation = Objects.requireNonNull(send(options(Endpoint.NATIVE), streamed).getResult());
		assertThat(generation.getOutput().getText()).isEqualTo("One, two.");
		assertThat(QhaigcGeminiMetadata.from(generation).thoughts()).isEqualTo("Hm. Aha.");
		assertThat(generation.getOutput().getToolCalls()).singleElement()
			.satisfies((call) -> assertThat(call.arguments()).isEqualTo("{\"x\":1}"));
		assertThat(generation.getOutput().getMetadata().get("qhaigcTurn")).asString().contains("c2ln");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void returnsContinuationTokenToCallerIfMaxContinuationsIsZero(boolean streamed) {
		this.fixture.gateway().reply("One, ").continuation("dG9rZW4x");
		Generation generation = Objects
			.requireNonNull(send(options(Endpoint.NATIVE).maxContinuations(0), streamed).getResult());
		assertThat(generation.getOutput().getText()).isEqualTo("One, ");
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("CONTINUATION");
		assertThat(QhaigcGeminiMetadata.from(generation).continuationToken()).isEqualTo("dG9rZW4x");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void warnsAndStopsAfterMaxContinuations(boolean streamed, CapturedOutput output) {
		for (int i = 0; i <= 2; i++) {
			this.fixture.gateway().reply("Section. ").continuation("dG9rZW4" + i);
		}
		Generation generation = Objects
			.requireNonNull(send(options(Endpoint.NATIVE).maxContinuations(2), streamed).getResult());
		assertThat(generation.getOutput().getText()).isEqualTo("Section. Section. Section. ");
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("CONTINUATION");
		assertThat(QhaigcGeminiMetadata.from(generation).continuationToken()).isEqualTo("dG9rZW42");
		assertThat(output.getOut()).contains("WARN", "qhaigc.chat.max-continuations");
	}

	@Test
	void continuesSixteenTimesByDefault() {
		for (int i = 0; i <= 16; i++) {
			this.fixture.gateway().reply("a").continuation("dG9rZW4x");
		}
		Generation generation = Objects.requireNonNull(send(options(Endpoint.NATIVE), false).getResult());
		assertThat(generation.getOutput().getText()).hasSize(17);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void appliesCallTimeoutToAllSectionsTogether(boolean streamed) {
		this.fixture.gateway().when((request) -> true).reply("a").continuation("dG9rZW4x");
		QhaigcClient client = QhaigcClient.builder()
			.baseUrl(this.fixture.gateway().url())
			.apiKey(this.fixture.gateway().apiKey())
			.callTimeout(Duration.ofMillis(500))
			.build();
		QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
			.client(client)
			.options(options(Endpoint.NATIVE).maxContinuations(1_000_000).build())
			.build();
		QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
				() -> (streamed ? model.stream(new Prompt("Count")) : Flux.just(model.call(new Prompt("Count"))))
					.blockLast());
		assertThat(failure).hasMessageContaining("qhaigc.call-timeout");
		assertThat(failure.problem().code()).isEqualTo("call_timeout");
		client.close();
	}

	@Test
	void doesNotContinueResponseIfTokenIsMissing() {
		this.fixture.gateway().reply("One, ").finishReason("CONTINUATION");
		Generation generation = Objects.requireNonNull(send(options(Endpoint.NATIVE), false).getResult());
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("CONTINUATION");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failureContainsPartialResponseAndToken(boolean streamed) {
		this.fixture.gateway().reply("One, ").withoutModelVersion().usage(1, 2, 3).continuation("dG9rZW4x");
		this.fixture.gateway().googleError(503);
		QhaigcTransientException transientFailure = catchThrowableOfType(QhaigcTransientException.class,
				() -> send(options(Endpoint.NATIVE), streamed));
		assertPartialResponse(transientFailure.problem(), 503);
		this.fixture.gateway().reply("One, ").withoutModelVersion().usage(1, 2, 3).continuation("dG9rZW4x");
		this.fixture.gateway().googleError(400);
		QhaigcNonTransientException permanentFailure = catchThrowableOfType(QhaigcNonTransientException.class,
				() -> send(options(Endpoint.NATIVE), streamed));
		assertPartialResponse(permanentFailure.problem(), 400);
	}

	private static void assertPartialResponse(GatewayProblem problem, int status) {
		assertThat(problem.status()).isEqualTo(status);
		assertThat(problem.partialResponse()).isEqualTo("""
				{"candidates":[{"content":{"role":"model","parts":[{"text":"One, "}]},"finishReason":"CONTINUATION",\
				"index":0,"continuationToken":"dG9rZW4x"}],"promptFeedback":{},"usageMetadata":{"promptTokenCount":1,\
				"candidatesTokenCount":2,"totalTokenCount":3,"promptTokensDetails":[],"cacheTokensDetails":[],\
				"candidatesTokensDetails":[],"toolUsePromptTokensDetails":[]}}""");
	}

	@Test
	void emitsChunksReceivedBeforeContinuationFails() {
		this.fixture.gateway().reply("One, ").continuation("dG9rZW4x");
		this.fixture.gateway().replyStream("two, ", "three.").closeAfter(1);
		StringBuilder text = new StringBuilder();
		QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
				() -> model(options(Endpoint.NATIVE)).stream(new Prompt("Count"))
					.doOnNext((chunk) -> text.append(chunk.getResult().getOutput().getText()))
					.blockLast());
		assertThat(text).hasToString("One, two, ");
		assertThat(failure.problem().partialResponse()).contains("dG9rZW4x").doesNotContain("two");
	}

	@Test
	void completesStreamAndReturnsTokenIfContinuationIsIncomplete() {
		this.fixture.gateway().reply("One, ").continuation("dG9rZW4x");
		this.fixture.gateway().replyEvents("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"two, \"}]}}]}");
		Generation generation = Objects.requireNonNull(
				send(options(Endpoint.NATIVE).onIncompleteStream(IncompleteStream.COMPLETE), true).getResult());
		assertThat(generation.getOutput().getText()).isEqualTo("One, two, ");
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("UNKNOWN");
		assertThat(QhaigcGeminiMetadata.from(generation).continuationToken()).isEqualTo("dG9rZW4x");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void observesLongResponseAsOneOperation(boolean streamed) {
		this.fixture.gateway().reply("One, ").continuation("dG9rZW4x");
		this.fixture.gateway().reply("two.");
		TestObservationRegistry registry = TestObservationRegistry.create();
		QhaigcGeminiChatModel model = this.fixture.modelBuilder()
			.options(options(Endpoint.NATIVE).build())
			.observationRegistry(registry)
			.build();
		if (streamed) {
			model.stream(new Prompt("Count")).blockLast();
		}
		else {
			model.call(new Prompt("Count"));
		}
		TestObservationRegistryAssert.assertThat(registry)
			.hasNumberOfObservationsWithNameEqualTo("gen_ai.client.operation", 1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsEntireResponseBackAsOneTurn(boolean streamed) {
		this.fixture.gateway().reply("One, ").continuation("dG9rZW4x");
		this.fixture.gateway().reply("two.");
		this.fixture.gateway().reply("Bye.");
		ChatClient client = ChatClient.create(model(options(Endpoint.NATIVE)));
		AssistantMessage first = Objects.requireNonNull(send(options(Endpoint.NATIVE), streamed).getResult())
			.getOutput();
		client.prompt(new Prompt(List.of(new UserMessage("Count"), first, new UserMessage("Bye")))).call().content();
		assertThat(this.fixture.bodies().get(2)).contains("{\"role\":\"model\",\"parts\":[{\"text\":\"One, two.\"}]}");
	}

	private ChatResponse send(QhaigcGeminiChatOptions.Builder options, boolean streamed) {
		QhaigcGeminiChatModel model = model(options);
		return streamed ? aggregate(model.stream(new Prompt("Count"))) : model.call(new Prompt("Count"));
	}

	private static ChatResponse aggregate(Flux<ChatResponse> chunks) {
		@Nullable ChatResponse[] response = new ChatResponse[1];
		new MessageAggregator().aggregate(chunks, (aggregated) -> response[0] = aggregated).blockLast();
		return Objects.requireNonNull(response[0]);
	}

	private QhaigcGeminiChatModel model(QhaigcGeminiChatOptions.Builder options) {
		return this.fixture.model(options.build());
	}

	private static QhaigcGeminiChatOptions.Builder options(Endpoint endpoint) {
		return QhaigcGeminiChatOptions.builder().model(MODEL).endpoint(endpoint);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> parseObject(String json) {
		return (Map<String, Object>) Objects.requireNonNull(WireJson.readValue(json));
	}

	private static Map<String, Object> withToken(String body, String token) {
		Map<String, Object> continued = new LinkedHashMap<>(parseObject(body));
		continued.put("continuationToken", token);
		return continued;
	}

}
