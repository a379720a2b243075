package net.qhaigc.samples.switching;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.json.JsonAssert;
import org.springframework.test.json.JsonCompareMode;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a conversation that switches between two providers.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProviderSwitchingSampleTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final ChatMemoryRepository conversations = new InMemoryChatMemoryRepository();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void usesStandInGatewayForBothProvidersIfNoApiKeyIsSet(CapturedOutput output) {
		ProviderSwitchingSample.main(new String[0]);
		String warning = "Using a stand-in gateway";
		assertThat(output.toString().lines().filter((line) -> line.contains(warning))).hasSize(3);
		assertThat(output.toString().lines().filter((line) -> !line.contains(warning))).containsExactly("""
				QhaigcGeminiChatModel
				> What is the current weather in Hangzhou?
				currentWeather returned: {"city":"Hangzhou","celsius":21}
				OpenAiChatModel
				> And the current weather in Suzhou?
				currentWeather returned: {"city":"Suzhou","celsius":23}
				QhaigcGeminiChatModel
				> Which of the two is warmer?
				Suzhou, by two degrees.
				""".split("\n"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void switchesConversationToOpenAiAndBack(boolean streamed) {
		converse(streamed, "qhaigc", "openai", "qhaigc");

		assertThat(this.gateway.received()).extracting(ReceivedRequest::endpoint)
			.containsExactly(Endpoint.NATIVE, Endpoint.NATIVE, Endpoint.UNIFIED, Endpoint.UNIFIED, Endpoint.NATIVE);
		assertJson(messages(2), """
				[
				  {"role": "system", "content": "You are a travel guide."},
				  {"role": "user", "content": "How is Hangzhou?"},
				  {"role": "assistant", "content": "It is 21 degrees."},
				  {"role": "user", "content": "And Suzhou?"}
				]""");
		assertJson(contents(4), """
				[
				  {"role": "user", "parts": [{"text": "How is Hangzhou?"}]},
				  {"role": "model", "parts": [{"text": "It is 21 degrees."}]},
				  {"role": "user", "parts": [{"text": "And Suzhou?"}]},
				  {"role": "model", "parts": [{"text": "It is 23 degrees."}]},
				  {"role": "user", "parts": [{"text": "Which is warmer?"}]}
				]""");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void switchesConversationToQhaigcAndBack(boolean streamed) {
		converse(streamed, "openai", "qhaigc", "openai");

		assertThat(this.gateway.received()).extracting(ReceivedRequest::endpoint)
			.containsExactly(Endpoint.UNIFIED, Endpoint.UNIFIED, Endpoint.NATIVE, Endpoint.NATIVE, Endpoint.UNIFIED);
		assertJson(contents(2), """
				[
				  {"role": "user", "parts": [{"text": "How is Hangzhou?"}]},
				  {"role": "model", "parts": [{"text": "It is 21 degrees."}]},
				  {"role": "user", "parts": [{"text": "And Suzhou?"}]}
				]""");
		assertJson(messages(4), """
				[
				  {"role": "system", "content": "You are a travel guide."},
				  {"role": "user", "content": "How is Hangzhou?"},
				  {"role": "assistant", "content": "It is 21 degrees."},
				  {"role": "user", "content": "And Suzhou?"},
				  {"role": "assistant", "content": "It is 23 degrees."},
				  {"role": "user", "content": "Which is warmer?"}
				]""");
	}

	private void converse(boolean streamed, String first, String second, String third) {
		this.gateway.callTool("currentWeather", Map.of("city", "Hangzhou"));
		this.gateway.reply("It is 21 degrees.");
		assertThat(call(first, "How is Hangzhou?", streamed)).isEqualTo("It is 21 degrees.");
		this.gateway.callTool("currentWeather", Map.of("city", "Suzhou"));
		this.gateway.reply("It is 23 degrees.");
		assertThat(call(second, "And Suzhou?", streamed)).isEqualTo("It is 23 degrees.");
		this.gateway.reply("Suzhou.");
		assertThat(call(third, "Which is warmer?", streamed)).isEqualTo("Suzhou.");
		assertThat(this.gateway.problems()).isEmpty();
		assertThat(this.gateway.received()).allMatch((request) -> request.isStream() == streamed);
	}

	/**
	 * Start a new application for each message of the user, since an application uses a
	 * single provider.
	 */
	private String call(String profile, String text, boolean streamed) {
		try (ConfigurableApplicationContext application = ProviderSwitchingSample.start(this.conversations, profile,
				"--qhaigc.base-url=" + this.gateway.url(), "--qhaigc.api-key=" + this.gateway.apiKey(),
				"--qhaigc.model=gemini-3-flash-preview", "--spring.ai.openai.base-url=" + this.gateway.url() + "/v1",
				"--spring.ai.openai.api-key=" + this.gateway.apiKey())) {
			TravelGuide guide = application.getBean(TravelGuide.class);
			return streamed ? String.join("", guide.stream("zhou", text).collectList().block())
					: guide.answer("zhou", text);
		}
	}

	private String contents(int request) {
		return this.gateway.received().get(request).json().path("contents").toString();
	}

	private String messages(int request) {
		return this.gateway.received().get(request).json().path("messages").toString();
	}

	private static void assertJson(String actual, String expected) {
		JsonAssert.comparator(JsonCompareMode.STRICT).assertIsMatch(expected, actual);
	}

}
