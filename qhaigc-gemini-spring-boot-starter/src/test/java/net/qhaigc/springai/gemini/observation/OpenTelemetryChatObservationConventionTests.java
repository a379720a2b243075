package net.qhaigc.springai.gemini.observation;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.test.json.JsonAssert;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link OpenTelemetryChatObservationConvention} and {@link GenAiMeterFilter}.
 */
class OpenTelemetryChatObservationConventionTests {

	private final OpenTelemetryChatObservationConvention convention = new OpenTelemetryChatObservationConvention();

	@ParameterizedTest
	@CsvSource({ "http://gateway.example, gateway.example, 80", "https://gateway.example/v1, gateway.example, 443",
			"https://gateway.example:8443, gateway.example, 8443" })
	void recordsAddressAndPortOfServer(String baseUrl, String address, String port) {
		assertThat(lowCardinality(this.convention.withServer(baseUrl), context(new UserMessage("Hi"))))
			.containsEntry("server.address", address)
			.containsEntry("server.port", port);
	}

	@Test
	void recordsAllTagsEvenWithoutValues() {
		assertThat(lowCardinality(this.convention, context(new UserMessage("Hi"))))
			.containsExactlyInAnyOrderEntriesOf(Map.of("gen_ai.operation.name", "chat", "gen_ai.provider.name",
					"qhaigc", "gen_ai.request.model", "gemini", "gen_ai.response.model", "none", "server.address",
					"none", "server.port", "none", "error.type", "none"));
	}

	@Test
	void recordsClassOfExceptionThatIsNotGatewayFailure() {
		ChatModelObservationContext context = context(new UserMessage("Hi"));
		context.setError(new IllegalStateException("no"));
		assertThat(lowCardinality(this.convention, context)).containsEntry("error.type",
				"java.lang.IllegalStateException");
	}

	@Test
	void recordsFailureCodeIfThereIsNoHttpStatus() {
		QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class, this::callUnusedPort);
		assertThat(failure.problem().status()).isZero();
		ChatModelObservationContext context = context(new UserMessage("Hi"));
		context.setError(failure);
		assertThat(lowCardinality(this.convention, context)).containsEntry("error.type", "connection_refused");
	}

	private void callUnusedPort() {
		try (QhaigcClient client = QhaigcClient.builder().baseUrl("http://localhost:1").apiKey("sk-1").build()) {
			QhaigcGeminiChatModel.builder()
				.client(client)
				.options(QhaigcGeminiChatOptions.builder().model("gemini").build())
				.build()
				.call("Hi");
		}
	}

	@Test
	void doesNotRecordMessagesByDefault() {
		assertThat(highCardinality(this.convention, context(new UserMessage("Secret")))).doesNotContainValue("Secret")
			.doesNotContainKey("gen_ai.input.messages");
	}

	@Test
	void recordsUriOrSizeOfMedia() {
		UserMessage message = UserMessage.builder()
			.text("Hi")
			.media(Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(URI.create("gs://bucket/a.png")).build(),
					Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data("data:image/png;base64,AAAA").build())
			.build();
		assertJson("""
				[{"role": "user", "parts": [
				  {"type": "text", "content": "Hi"},
				  {"type": "uri", "modality": "image", "mime_type": "image/png", "uri": "gs://bucket/a.png"},
				  {"type": "media", "modality": "image", "mime_type": "image/png", "size": 26}]}]""",
				highCardinality(this.convention.withMessages(), context(message)).get("gen_ai.input.messages"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"city\":", "" })
	void recordsInvalidToolArgumentsAsText(String arguments) {
		ChatModelObservationContext context = context(new UserMessage("Hi"));
		context.setResponse(new ChatResponse(List.of(new Generation(AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new AssistantMessage.ToolCall("c1", "function", "weather", arguments)))
			.build()))));
		assertJson(
				"""
						[{"role": "assistant", "finish_reason": "unknown", "parts": [
						  {"type": "tool_call", "id": "c1", "name": "weather", "arguments": "%s"}]}]"""
					.formatted(arguments.replace("\"", "\\\"")),
				highCardinality(this.convention.withMessages(), context).get("gen_ai.output.messages"));
	}

	@Test
	void meterFilterDeniesTokenCounterTaggedWithProviderName() {
		MeterRegistry registry = registryWithMeterFilter();
		Counter.builder("gen_ai.client.token.usage").tag("gen_ai.system", "openai").register(registry).increment();
		Counter.builder("gen_ai.client.token.usage")
			.tag("gen_ai.provider.name", "qhaigc")
			.register(registry)
			.increment();
		assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName() + meter.getId().getTags())
			.containsExactly("gen_ai.client.token.usage[tag(gen_ai.system=openai)]");
	}

	@Test
	void meterFilterRenamesSystemTagOfOperationMeters() {
		MeterRegistry registry = registryWithMeterFilter();
		Timer.builder("gen_ai.client.operation.time_to_first_chunk").tag("gen_ai.system", "qhaigc").register(registry);
		Timer.builder("http.client.requests").tag("error", "none").register(registry);
		assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName() + meter.getId().getTags())
			.containsExactlyInAnyOrder("gen_ai.client.operation.time_to_first_chunk[tag(gen_ai.provider.name=qhaigc)]",
					"http.client.requests[tag(error=none)]");
	}

	private static MeterRegistry registryWithMeterFilter() {
		MeterRegistry registry = new SimpleMeterRegistry();
		registry.config().meterFilter(OpenTelemetryHandlers.meterFilter());
		return registry;
	}

	private static ChatModelObservationContext context(Message message) {
		return ChatModelObservationContext.builder()
			.prompt(new Prompt(List.of(message), ChatOptions.builder().model("gemini").build()))
			.provider("qhaigc")
			.build();
	}

	private static Map<String, String> lowCardinality(OpenTelemetryChatObservationConvention convention,
			ChatModelObservationContext context) {
		return map(convention.getLowCardinalityKeyValues(context));
	}

	private static Map<String, String> highCardinality(OpenTelemetryChatObservationConvention convention,
			ChatModelObservationContext context) {
		return map(convention.getHighCardinalityKeyValues(context));
	}

	private static Map<String, String> map(KeyValues keyValues) {
		return keyValues.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
	}

	private static void assertJson(String expected, String actual) {
		JsonAssert.comparator(JsonCompareMode.STRICT).assertIsMatch(expected, actual);
	}

}
