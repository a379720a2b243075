package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;

import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Spring AI's OpenAI module can use the unified endpoint of the stand-in
 * gateway.
 */
@ExtendWith(QhaigcGatewayExtension.class)
class OpenAiModuleTests {

	@Test
	void readsReply(QhaigcGateway gateway) {
		gateway.reply("Hello.").usage(18, 76, 94);

		ChatResponse response = chatClient(gateway).prompt("Hi").system("Be brief.").call().chatResponse();

		assertThat(response.getResult().getOutput().getText()).isEqualTo("Hello.");
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(94);
	}

	@Test
	void readsStreamedReply(QhaigcGateway gateway) {
		gateway.replyStream("Hel", "lo", ".");

		List<String> texts = chatClient(gateway).prompt("Hi").stream().content().collectList().block();

		assertThat(String.join("", texts)).isEqualTo("Hello.");
		assertThat(texts).contains("Hel", "lo");
	}

	@Test
	void callsTool(QhaigcGateway gateway) {
		gateway.callTool("getWeather", Map.of("city", "Hangzhou"));
		gateway.reply("It is raining in Hangzhou.");

		assertThat(chatClient(gateway).prompt("How is the weather in Hangzhou?").tools(this).call().content())
			.isEqualTo("It is raining in Hangzhou.");
		assertThat(gateway.received().get(1).body()).contains("rain in Hangzhou");
	}

	@Test
	void callsToolWhileStreaming(QhaigcGateway gateway) {
		gateway.callTool("getWeather", Map.of("city", "Hangzhou"));
		gateway.replyStream("It is raining", " in Hangzhou.");

		List<String> texts = chatClient(gateway).prompt("How is the weather in Hangzhou?")
			.tools(this)
			.stream()
			.content()
			.collectList()
			.block();

		assertThat(String.join("", texts)).isEqualTo("It is raining in Hangzhou.");
	}

	@Tool(description = "The weather in a city")
	String getWeather(String city) {
		return "rain in " + city;
	}

	private static ChatClient chatClient(QhaigcGateway gateway) {
		OpenAiChatOptions options = OpenAiChatOptions.builder()
			.baseUrl(gateway.url() + "/v1")
			.apiKey(gateway.apiKey())
			.model("gpt-5-mini")
			.build();
		return ChatClient.create(OpenAiChatModel.builder().options(options).build());
	}

}
