package net.qhaigc.springai.gemini.failover;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a conversation can change from Gemini to another provider, and from another
 * provider to Gemini, even in the middle of a turn with parallel tool calls. The stand-in
 * gateway rejects requests that Gemini 3 would reject.
 */
class OtherProviderTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final OpenAiStandIn openAi = new OpenAiStandIn();

	OtherProviderTests() throws IOException {
	}

	@AfterEach
	void stop() {
		this.gateway.close();
		this.openAi.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesWithOtherProviderAfterToolCalls(boolean streaming) {
		this.gateway.callTool("weather", Map.of("city", "Hong Kong")).callTool("weather", Map.of("city", "Oslo"));
		this.gateway.googleError(402);
		this.openAi.reply("Rain and snow.");
		FailoverChatModel model = FailoverChatModel.builder()
			.route("default", gemini())
			.route("openai", this.openAi.model())
			.build();
		assertThat(ask(ChatClient.create(model), streaming)).isEqualTo("Rain and snow.");
		assertThat(this.openAi.messagesOfLastRequest().toString()).contains("\"tool_calls\"", "weather in Hong Kong",
				"weather in Oslo");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesWithGeminiAfterToolCallsOfOtherProvider(boolean streaming) {
		this.openAi.callTool("weather", "{\"city\":\"Hong Kong\"}", "{\"city\":\"Oslo\"}");
		this.gateway.reply("Rain and snow.");
		assertThat(ask(ChatClient.create(openAiThenGemini()), streaming)).isEqualTo("Rain and snow.");
		assertThat(this.openAi.requestCount()).isEqualTo(2);
		assertThat(this.gateway.takeRequest().body()).contains("weather in Hong Kong", "weather in Oslo",
				"thoughtSignature");
		this.gateway.verify();
	}

	@Test
	void keepsConversationInMemoryAcrossProviders() {
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		ChatClient client = ChatClient.builder(openAiThenGemini())
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
			.build();
		this.openAi.reply("I am the other one.");
		this.gateway.reply("And I am Gemini.");
		for (String question : List.of("Who are you?", "And you?")) {
			client.prompt(question).advisors((spec) -> spec.param(ChatMemory.CONVERSATION_ID, "1")).call().content();
		}
		assertThat(this.gateway.takeRequest().body()).contains("Who are you?", "I am the other one.", "And you?");
	}

	@Test
	void continuesIfOtherProviderClosesConnectionBeforeBody() {
		// The stand-in gateway also takes the role of the other provider.
		this.gateway.reply("lost").closeAfterBytes(0);
		Flux<ChatResponse> closed = WebClient.create(this.gateway.url())
			.post()
			.uri("/v1beta/models/gemini-3-pro-preview:generateContent")
			.header("Authorization", "Bearer " + this.gateway.apiKey())
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"Hi\"}]}]}")
			.retrieve()
			.bodyToFlux(String.class)
			.map((body) -> new ChatResponse(List.of()));
		StepVerifier.create(closed)
			.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(WebClientResponseException.class)
				.hasMessageContaining("200 OK"));
		this.gateway.reply("lost").closeAfterBytes(0);
		this.gateway.reply("Here.");
		assertThat(ask(ChatClient.create(streamThenGemini(closed)), true)).isEqualTo("Here.");
	}

	@Test
	void continuesAfterCheckedExceptionInStream() {
		this.gateway.reply("Here.");
		FailoverChatModel model = streamThenGemini(Flux.error(new TimeoutException("No event in 5 s")));
		assertThat(ask(ChatClient.create(model), true)).isEqualTo("Here.");
		assertThat(model.states()).containsEntry("other", "OPEN");
	}

	@Test
	void failsWithCheckedExceptionOfLastStream() {
		IOException first = new IOException("Closed");
		TimeoutException last = new TimeoutException("No event in 5 s");
		FailoverChatModel model = FailoverChatModel.builder()
			.route("first", new StreamingModel(Flux.error(first)))
			.route("last", new StreamingModel(Flux.error(last)))
			.build();
		StepVerifier.create(model.stream(new Prompt("Hi")))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isSameAs(last).hasSuppressedException(first));
	}

	private FailoverChatModel streamThenGemini(Flux<ChatResponse> stream) {
		return FailoverChatModel.builder().route("other", new StreamingModel(stream)).route("gemini", gemini()).build();
	}

	private FailoverChatModel openAiThenGemini() {
		return FailoverChatModel.builder().route("openai", this.openAi.model()).route("gemini", gemini()).build();
	}

	private ChatModel gemini() {
		return QhaigcGeminiChatModel.builder()
			.client(QhaigcClient.builder()
				.baseUrl(this.gateway.url())
				.apiKey(this.gateway.apiKey())
				.build()
				.withRetryTemplate(FastRetries.TEMPLATE))
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3-pro-preview").build())
			.build();
	}

	private static String ask(ChatClient client, boolean streaming) {
		ChatClient.ChatClientRequestSpec request = client.prompt("How is the weather in both cities?")
			.tools(new Tools());
		return streaming ? String.join("", request.stream().content().collectList().block()) : request.call().content();
	}

	static class Tools {

		@Tool
		String weather(String city) {
			return "weather in " + city;
		}

	}

	/** A streaming-only model of another provider. */
	record StreamingModel(Flux<ChatResponse> responses) implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return this.responses;
		}

		@Override
		public ChatOptions getOptions() {
			return ToolCallingChatOptions.builder().model("other").build();
		}

	}

}
