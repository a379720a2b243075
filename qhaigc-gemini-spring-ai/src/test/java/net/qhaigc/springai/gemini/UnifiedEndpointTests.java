package net.qhaigc.springai.gemini;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QhaigcGeminiChatModel} on the unified endpoint, with a model of a
 * vendor other than Google and with a Gemini model that requires thought signatures.
 */
class UnifiedEndpointTests {

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@Test
	void readsResponseInGeminiFormat() {
		this.fixture.gateway().reply("Hello").usage(1, 2, 3);
		ChatResponse response = model("gpt-5-mini").call(new Prompt("Hi"));
		assertThat(response.getResult().getOutput().getText()).isEqualTo("Hello");
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(3);
		ReceivedRequest request = this.fixture.gateway().takeRequest();
		assertThat(request.path()).isEqualTo("/v1/chat/completions");
		assertThat(WireJson.readValue(request.body())).isEqualTo(WireJson.readValue("""
				{"model":"gpt-5-mini","messages":[{"role":"user","content":"Hi"}],"style":"gemini"}"""));
	}

	@Test
	void requestsUsageOfStream() {
		this.fixture.gateway().replyStream("Hel", "lo").usage(1, 2, 3);
		assertThat(ChatClient.create(model("gpt-5-mini")).prompt("Hi").stream().content().collectList().block())
			.containsExactly("Hel", "lo");
		assertThat(this.fixture.gateway().takeRequest().body()).contains("\"stream\":true",
				"\"stream_options\":{\"include_usage\":true}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gpt-5-mini", "gemini-3-flash-preview" })
	void sendsToolCallsWithSignaturesAndResultsWithIds(String model) {
		this.fixture.gateway().replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"functionCall":{"name":"get_time","args":{"city":"Oslo"}},"thoughtSignature":"c2lnMQ=="},
				 {"functionCall":{"name":"get_time","args":{"city":"Rome"}}}]},"finishReason":"STOP"}]}""");
		this.fixture.gateway().reply("Noon in both.");
		assertThat(ChatClient.create(model(model)).prompt("What time?").tools(new Clock()).call().content())
			.isEqualTo("Noon in both.");
		Map<?, ?> body = (Map<?, ?>) WireJson.readValue(this.fixture.bodies().get(1));
		List<?> messages = (List<?>) body.get("messages");
		Map<?, ?> assistantMessage = (Map<?, ?>) messages.get(1);
		List<?> calls = (List<?>) assistantMessage.get("tool_calls");
		assertThat(calls).hasSize(2);
		assertThat(WireJson.write(calls.get(0))).contains("\"name\":\"get_time\"",
				"\"extra_content\":{\"google\":{\"thought_signature\":\"c2lnMQ==\"}}");
		for (int i = 0; i < 2; i++) {
			Map<?, ?> result = (Map<?, ?>) messages.get(2 + i);
			assertThat(result.get("role")).isEqualTo("tool");
			assertThat(result.get("tool_call_id")).isEqualTo(((Map<?, ?>) calls.get(i)).get("id")).isNotEqualTo("");
		}
	}

	@Test
	void sendsImageAndOutputSchema() {
		this.fixture.gateway().reply("{\"color\":\"red\"}");
		UserMessage message = UserMessage.builder()
			.text("Which color?")
			.media(Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(new byte[] { 1, 2, 3 }).build())
			.build();
		Picture picture = ChatClient.create(model("gpt-5-mini"))
			.prompt()
			.messages(message)
			.call()
			.entity(Picture.class, (spec) -> spec.useProviderStructuredOutput());
		assertThat(picture.color()).isEqualTo("red");
		assertThat(this.fixture.bodies().get(0)).contains("data:image/png;base64,AQID",
				"\"response_format\":{\"type\":\"json_schema\"");
	}

	private QhaigcGeminiChatModel model(String model) {
		return this.fixture.model(QhaigcGeminiChatOptions.builder().model(model).endpoint(Endpoint.UNIFIED).build());
	}

	record Picture(String color) {
	}

	static class Clock {

		/**
		 * The unified endpoint does not accept dots in tool names, so this tool is sent
		 * as {@code get_time}.
		 */
		@Tool(name = "get.time", description = "The time in a city")
		String time(String city) {
			return "noon in " + city;
		}

	}

}
