package net.qhaigc.springai.gemini.docs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.content.Media;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.test.json.JsonAssert;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Verifies the section on OpenTelemetry's conventions in {@code docs/observability.md}
 * with OpenTelemetry's tracer and a Prometheus registry.
 */
class OpenTelemetryConventionTests {

	/** The attributes of an inference span in the published conventions. */
	private static final Set<String> PUBLISHED_ATTRIBUTES = Set.of("gen_ai.operation.name", "gen_ai.provider.name",
			"error.type", "gen_ai.conversation.id", "gen_ai.output.type", "gen_ai.request.choice.count",
			"gen_ai.request.model", "gen_ai.request.seed", "gen_ai.request.stream", "gen_ai.request.top_k",
			"server.port", "gen_ai.request.frequency_penalty", "gen_ai.request.max_tokens",
			"gen_ai.request.presence_penalty", "gen_ai.request.stop_sequences", "gen_ai.request.temperature",
			"gen_ai.request.top_p", "gen_ai.response.finish_reasons", "gen_ai.response.id", "gen_ai.response.model",
			"gen_ai.usage.audio.input_tokens", "gen_ai.usage.audio.output_tokens",
			"gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.image.input_tokens", "gen_ai.usage.input_tokens",
			"gen_ai.usage.output_tokens", "gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.text.input_tokens",
			"gen_ai.usage.text.output_tokens", "gen_ai.usage.video.input_tokens", "server.address",
			"gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions");

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private @Nullable ConfigurableApplicationContext application;

	@AfterEach
	void stop() {
		this.application.close();
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsAttributesOfPublishedConventions(boolean streamed) {
		start();
		this.gateway.replyJson("""
				{"responseId":"r-1","modelVersion":"gemini-3.5-flash","candidates":[{"content":{"role":"model",\
				"parts":[{"text":"Rain."}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":300,\
				"cachedContentTokenCount":100,"candidatesTokenCount":4,"thoughtsTokenCount":6,"totalTokenCount":310,\
				"promptTokensDetails":[{"modality":"TEXT","tokenCount":42},{"modality":"IMAGE","tokenCount":258}],\
				"candidatesTokensDetails":[{"modality":"TEXT","tokenCount":4}]}}""");
		ask(streamed,
				QhaigcGeminiChatOptions.builder()
					.temperature(0.5)
					.topP(0.9)
					.topK(40)
					.maxTokens(512)
					.seed(7)
					.stopSequences(List.of("END", "STOP"))
					.responseMimeType("application/json"));
		SpanData span = span();
		assertThat(span.getName()).isEqualTo("chat gemini-3.5-flash");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		Map<String, Object> expected = new TreeMap<>(Map.ofEntries(Map.entry("gen_ai.operation.name", "chat"),
				Map.entry("gen_ai.provider.name", "qhaigc"), Map.entry("gen_ai.request.model", "gemini-3.5-flash"),
				Map.entry("gen_ai.response.model", "gemini-3.5-flash"), Map.entry("server.address", "localhost"),
				Map.entry("server.port", (long) this.gateway.port()), Map.entry("gen_ai.conversation.id", "zhou"),
				Map.entry("session.id", "zhou"), Map.entry("gen_ai.output.type", "json"),
				Map.entry("gen_ai.request.seed", 7L), Map.entry("gen_ai.request.temperature", 0.5),
				Map.entry("gen_ai.request.top_p", 0.9), Map.entry("gen_ai.request.top_k", 40.0),
				Map.entry("gen_ai.request.max_tokens", 512L),
				Map.entry("gen_ai.request.stop_sequences", List.of("END", "STOP")),
				Map.entry("gen_ai.response.finish_reasons", List.of("STOP")), Map.entry("gen_ai.response.id", "r-1"),
				Map.entry("gen_ai.usage.input_tokens", 300L), Map.entry("gen_ai.usage.output_tokens", 10L),
				Map.entry("gen_ai.usage.cache_read.input_tokens", 100L),
				Map.entry("gen_ai.usage.reasoning.output_tokens", 6L), Map.entry("gen_ai.usage.text.input_tokens", 42L),
				Map.entry("gen_ai.usage.image.input_tokens", 258L), Map.entry("gen_ai.usage.text.output_tokens", 4L)));
		if (streamed) {
			expected.put("gen_ai.request.stream", true);
		}
		assertThat(attributes(span)).isEqualTo(expected);
		assertThat(attributes(span).keySet()).filteredOn((key) -> !key.equals("session.id"))
			.isSubsetOf(PUBLISHED_ATTRIBUTES);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsMetrics(boolean streamed) {
		start();
		this.gateway.reply("Rain.").usage(3, 2, 5);
		ask(streamed, QhaigcGeminiChatOptions.builder());
		String tags = """
				gen_ai_operation_name="chat",gen_ai_provider_name="qhaigc",gen_ai_request_model="gemini-3.5-flash",\
				gen_ai_response_model="gemini-3.5-flash",%sserver_address="localhost",server_port="%d\"""";
		String usageTags = tags.formatted("gen_ai_token_type=\"%s\",", this.gateway.port());
		String durationTags = "error_type=\"none\"," + tags.formatted("", this.gateway.port());
		await().untilAsserted(
				() -> assertThat(scrape())
					.contains("gen_ai_client_operation_duration_seconds_count{%s} 1\n".formatted(durationTags),
							"gen_ai_client_operation_duration_seconds_bucket{%s,le=\"81.92\"} 1\n"
								.formatted(durationTags),
							"gen_ai_client_token_usage_sum{%s} 3.0\n".formatted(usageTags.formatted("input")),
							"gen_ai_client_token_usage_bucket{%s,le=\"4.0\"} 1\n"
								.formatted(usageTags.formatted("output")))
					.doesNotContain("gen_ai_client_token_usage_total", "gen_ai_client_operation_seconds",
							"gen_ai_system=\"qhaigc"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsErrorType(boolean streamed) {
		start();
		this.gateway.gatewayError(403);
		assertThatException().isThrownBy(() -> ask(streamed, QhaigcGeminiChatOptions.builder()));
		assertThat(attributes(span())).containsEntry("error.type", "403").doesNotContainKey("gen_ai.response.model");
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		await().untilAsserted(() -> assertThat(scrape()).contains("error_type=\"403\""));
	}

	@Test
	void recordsCancelledStream() {
		start();
		this.gateway.replyStream("Ra", "in.").usage(5000, 9, 5009).hangAfter(1);
		request(QhaigcGeminiChatOptions.builder()).stream().content().take(1).blockLast();
		await().untilAsserted(() -> assertThat(attributes(span())).containsEntry("error.type", "cancelled")
			.containsEntry("gen_ai.response.finish_reasons", List.of("CANCELLED"))
			.containsEntry("gen_ai.usage.input_tokens", 5000L));
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(scrape()).containsPattern("gen_ai_client_operation_cancelled_total\\{.*} 1")
			.contains("gen_ai_client_operation_active_seconds_max{");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsMessagesIfEnabled(boolean streamed) {
		start("--qhaigc.observations.include-messages=true");
		this.gateway.callTool("weather", Map.of("city", "Hangzhou")).id("c1");
		this.gateway.reply("Rain.").thinking("I look outside.");
		ChatClient.ChatClientRequestSpec request = client().prompt()
			.system("You are a guide.")
			.user((user) -> user.text("How is the weather?")
				.media(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[67]))))
			.tools(this);
		if (streamed) {
			request.stream().content().blockLast();
		}
		else {
			request.call().content();
		}
		await().untilAsserted(() -> assertThat(chatSpans()).hasSize(2));
		Map<String, Object> attributes = attributes(chatSpans().get(1));
		assertJson("""
				[{"type": "text", "content": "You are a guide."}]""", attributes.get("gen_ai.system_instructions"));
		assertJson(
				"""
						[
						  {"role": "user", "parts": [
						    {"type": "text", "content": "How is the weather?"},
						    {"type": "media", "modality": "image", "mime_type": "image/png", "size": 67}]},
						  {"role": "assistant", "parts": [
						    {"type": "tool_call", "id": "c1", "name": "weather", "arguments": {"city": "Hangzhou"}}]},
						  {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c1", "response": "rain in Hangzhou"}]}
						]""",
				attributes.get("gen_ai.input.messages"));
		assertJson("""
				[{"role": "assistant", "finish_reason": "stop", "parts": [
				  {"type": "reasoning", "content": "I look outside."},
				  {"type": "text", "content": "Rain."}]}]""", attributes.get("gen_ai.output.messages"));
	}

	@Test
	void recordsRequestedOutputType() {
		start();
		this.gateway.reply("Rain.");
		ask(false,
				QhaigcGeminiChatOptions.builder()
					.model("gemini-2.5-flash-image")
					.responseModalities(List.of(Modality.TEXT, Modality.IMAGE)));
		assertThat(attributes(span())).containsEntry("gen_ai.output.type", "image");
	}

	@Tool
	String weather(String city) {
		return "rain in " + city;
	}

	private void start(String... properties) {
		String[] all = new String[properties.length + 4];
		all[0] = "--qhaigc.base-url=" + this.gateway.url();
		all[1] = "--qhaigc.api-key=" + this.gateway.apiKey();
		all[2] = "--management.tracing.sampling.probability=1";
		all[3] = "--qhaigc.observations.convention=opentelemetry";
		System.arraycopy(properties, 0, all, 4, properties.length);
		this.application = new SpringApplicationBuilder(ObservedApplication.class).web(WebApplicationType.NONE)
			.run(all);
	}

	private void ask(boolean streamed, QhaigcGeminiChatOptions.Builder options) {
		if (streamed) {
			request(options).stream().content().blockLast();
		}
		else {
			request(options).call().content();
		}
	}

	private ChatClient.ChatClientRequestSpec request(QhaigcGeminiChatOptions.Builder options) {
		return client().prompt("How is the weather?")
			.options(options)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "zhou"));
	}

	private ChatClient client() {
		return this.application.getBean(ChatClient.Builder.class).build();
	}

	private SpanData span() {
		await().untilAsserted(() -> assertThat(chatSpans()).hasSize(1));
		return chatSpans().get(0);
	}

	private List<SpanData> chatSpans() {
		return this.application.getBean(InMemorySpanExporter.class)
			.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getName().startsWith("chat "))
			.toList();
	}

	private static Map<String, Object> attributes(SpanData span) {
		Map<String, Object> attributes = new TreeMap<>();
		for (Map.Entry<AttributeKey<?>, Object> entry : span.getAttributes().asMap().entrySet()) {
			attributes.put(entry.getKey().getKey(), entry.getValue());
		}
		return attributes;
	}

	private String scrape() {
		return this.application.getBean(PrometheusMeterRegistry.class)
			.scrape()
			.lines()
			.filter((line) -> line.startsWith("gen_ai"))
			.collect(Collectors.joining("\n", "", "\n"));
	}

	private static void assertJson(String expected, Object actual) {
		JsonAssert.comparator(JsonCompareMode.STRICT).assertIsMatch(expected, (String) actual);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ObservedApplication {

		@Bean
		InMemorySpanExporter spans() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor spanProcessor(InMemorySpanExporter spans) {
			return SimpleSpanProcessor.create(spans);
		}

	}

}
