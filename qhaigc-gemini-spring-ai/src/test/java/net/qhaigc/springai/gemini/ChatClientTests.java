package net.qhaigc.springai.gemini;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.ParameterizedTypeReference;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QhaigcGeminiChatModel} through {@link ChatClient}: tools, memory,
 * streaming and entities, against a gateway that checks thought signatures as Gemini 3
 * does.
 */
class ChatClientTests {

	private static final String MODEL = "gemini-3-flash-preview";

	private static final String FIRST_RESPONSE = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"Let me look."},\
			{"functionCall":{"name":"getWeather","args":{"city":"Oslo"},"id":"w1"},"thoughtSignature":"c2lnMQ=="},\
			{"functionCall":{"name":"getWeather","args":{"city":"Rome"},"id":"w2"}}]},"finishReason":"STOP"}],\
			"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":6,"totalTokenCount":11}}""";

	private static final String SECOND_RESPONSE = """
			{"candidates":[{"content":{"role":"model","parts":[\
			{"functionCall":{"name":"getWeather","args":{"city":"Bern"}},"thoughtSignature":"c2lnMg=="}]},\
			"finishReason":"STOP"}]}""";

	private static final String FINAL_RESPONSE = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"Cold, warm, mild."},\
			{"text":"","thoughtSignature":"c2lnMw=="}]},"finishReason":"STOP"}],\
			"usageMetadata":{"promptTokenCount":50,"candidatesTokenCount":7,"totalTokenCount":57}}""";

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	private final ChatMemory memory = MessageWindowChatMemory.builder().build();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsToolCallsBackWithSignaturesAndResults(boolean streamed) {
		scriptToolLoop();
		String text = send(client().prompt().user("Weather?").tools(new WeatherTools()), streamed);
		assertThat(text).isEqualTo(streamed ? "Let me look.Cold, warm, mild." : "Cold, warm, mild.");
		List<JsonNode> contents = contents(2);
		assertThat(contents.get(1)).hasToString("""
				{"role":"model","parts":[{"text":"Let me look."},\
				{"functionCall":{"name":"getWeather","args":{"city":"Oslo"},"id":"w1"},"thoughtSignature":"c2lnMQ=="},\
				{"functionCall":{"name":"getWeather","args":{"city":"Rome"},"id":"w2"}}]}""");
		assertThat(contents.get(2)).hasToString("""
				{"role":"user","parts":[\
				{"functionResponse":{"name":"getWeather","response":{"result":"cold in Oslo"},"id":"w1"}},\
				{"functionResponse":{"name":"getWeather","response":{"result":"cold in Rome"},"id":"w2"}}]}""");
		assertThat(contents.get(3)).hasToString("""
				{"role":"model","parts":[\
				{"functionCall":{"name":"getWeather","args":{"city":"Bern"}},"thoughtSignature":"c2lnMg=="}]}""");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsTurnFromMemoryBackWithSignature(boolean streamed) {
		scriptToolLoop();
		this.fixture.gateway().reply("Yes.");
		ChatClient client = clientWithMemory();
		send(client.prompt().user("Weather?").tools(new WeatherTools()), streamed);
		send(client.prompt().user("Sure?"), streamed);
		List<JsonNode> contents = contents(3);
		assertThat(contents).hasSize(3);
		assertThat(contents.get(1)).hasToString(streamed
				? """
						{"role":"model","parts":[{"text":"Let me look."},{"text":"Cold, warm, mild."},{"text":"","thoughtSignature":"c2lnMw=="}]}"""
				: """
						{"role":"model","parts":[{"text":"Cold, warm, mild."},{"text":"","thoughtSignature":"c2lnMw=="}]}""");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsSignaturesIfMemoryIsInsideToolLoop(boolean streamed) {
		scriptToolLoop();
		ChatClient client = ChatClient.builder(this.fixture.model(MODEL))
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(this.memory).order(1000).build())
			.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "inside"))
			.build();
		send(client.prompt().user("Weather?").tools(new WeatherTools()), streamed);
		assertThat(this.fixture.bodies().get(2)).contains("c2lnMQ==", "c2lnMg==");
	}

	@Test
	void restoresTurnFromMemoryThatStoresMetadataAsStrings() {
		this.fixture.gateway().replyJson(FINAL_RESPONSE);
		this.fixture.gateway().reply("Yes.");
		ChatClient client = clientWithMemory();
		client.prompt().user("Weather?").call().content();
		List<Message> restored = new ArrayList<>();
		for (Message message : this.memory.get("one")) {
			Map<String, Object> metadata = new HashMap<>();
			message.getMetadata().forEach((key, value) -> metadata.put(key, value.toString()));
			restored.add((message instanceof AssistantMessage)
					? AssistantMessage.builder().content(message.getText()).properties(metadata).build() : message);
		}
		this.memory.clear("one");
		this.memory.add("one", restored);
		client.prompt().user("Sure?").call().content();
		assertThat(this.fixture.bodies().get(1)).contains("\"thoughtSignature\":\"c2lnMw==\"");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void acceptsHistoryFromMemoryThatStoresOnlyText(boolean streamed) {
		scriptToolLoop();
		this.fixture.gateway().reply("Yes.");
		ChatClient client = clientWithMemory();
		send(client.prompt().user("Weather?").tools(new WeatherTools()), streamed);
		List<Message> restored = this.memory.get("one")
			.stream()
			.map((message) -> (message instanceof UserMessage) ? new UserMessage(message.getText())
					: new AssistantMessage(message.getText()))
			.map(Message.class::cast)
			.toList();
		this.memory.clear("one");
		this.memory.add("one", restored);
		assertThat(send(client.prompt().user("Sure?"), streamed)).isEqualTo("Yes.");
	}

	@Test
	void requestsEntityWithSchemaInPrompt() {
		this.fixture.gateway().reply("{\"city\":\"Oslo\",\"degrees\":-3}");
		assertThat(client().prompt().user("Weather?").call().entity(Weather.class)).isEqualTo(new Weather("Oslo", -3));
	}

	@Test
	void requestsEntityWithNativeStructuredOutput() {
		this.fixture.gateway().reply("{\"city\":\"Oslo\",\"degrees\":-3}");
		assertThat(client().prompt()
			.user("Weather?")
			.call()
			.entity(Weather.class, (spec) -> spec.useProviderStructuredOutput())).isEqualTo(new Weather("Oslo", -3));
		JsonNode config = this.fixture.gateway().received().get(0).json().get("generationConfig");
		assertThat(config.get("responseMimeType").asString()).isEqualTo("application/json");
		assertThat(config.get("responseSchema").get("properties").propertyNames()).containsExactly("city", "degrees");
	}

	@Test
	void requestsListOfEntitiesWithNativeStructuredOutput() {
		this.fixture.gateway().reply("[{\"city\":\"Oslo\",\"degrees\":-3},{\"city\":\"Rome\",\"degrees\":21}]");
		assertThat(client().prompt().user("Weather?").call().entity(new ParameterizedTypeReference<List<Weather>>() {
		}, (spec) -> spec.useProviderStructuredOutput())).hasSize(2);
	}

	@Test
	void callsToolWhoseNameIsInvalidForGemini() {
		this.fixture.gateway().callTool("get_time", Map.of("city", "Oslo"));
		this.fixture.gateway().reply("Noon.");
		assertThat(client().prompt().user("What time?").tools(new Clock()).call().content()).isEqualTo("Noon.");
		assertThat(this.fixture.bodies().get(1)).contains("\"name\":\"get_time\"", "noon in Oslo")
			.doesNotContain("get time");
	}

	@Test
	void mergesRequestOptionsWithDefaultOptions() {
		this.fixture.gateway().reply("ok");
		ChatClient.create(this.fixture.model(QhaigcGeminiChatOptions.builder().model(MODEL).temperature(0.1).build()))
			.prompt("Hi")
			.options(ChatOptions.builder().topP(0.5))
			.call()
			.content();
		assertThat(this.fixture.gateway().received().get(0).json().get("generationConfig"))
			.hasToString("{\"temperature\":0.1,\"topP\":0.5}");
	}

	@Test
	void emitsUsageAndFinishReasonAtEndOfToolLoop() {
		scriptToolLoop();
		ChatResponse response = client().prompt()
			.user("Weather?")
			.tools(new WeatherTools())
			.stream()
			.chatResponse()
			.blockLast();
		// Spring AI 2.0.1 adds up the usage of all responses, so the total can exceed 57.
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isGreaterThanOrEqualTo(57);
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
	}

	private void scriptToolLoop() {
		this.fixture.gateway().replyJson(FIRST_RESPONSE);
		this.fixture.gateway().replyJson(SECOND_RESPONSE);
		this.fixture.gateway().replyJson(FINAL_RESPONSE);
	}

	private ChatClient client() {
		return ChatClient.create(this.fixture.model(MODEL));
	}

	private ChatClient clientWithMemory() {
		return ChatClient.builder(this.fixture.model(MODEL))
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(this.memory).build())
			.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "one"))
			.build();
	}

	private static String send(ChatClient.ChatClientRequestSpec request, boolean streamed) {
		return streamed ? String.join("", request.stream().content().collectList().block()) : request.call().content();
	}

	private List<JsonNode> contents(int requestIndex) {
		List<JsonNode> contents = new ArrayList<>();
		this.fixture.gateway().received().get(requestIndex).json().get("contents").forEach(contents::add);
		return contents;
	}

	record Weather(String city, int degrees) {

	}

	static class WeatherTools {

		@Tool(description = "The weather in a city")
		String getWeather(String city) {
			return "cold in " + city;
		}

	}

	static class Clock {

		@Tool(name = "get time", description = "The time in a city")
		String time(String city) {
			return "noon in " + city;
		}

	}

}
