package net.qhaigc.springai.gemini.docs;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contains the code in {@code docs/unified-endpoint.md}.
 */
class UnifiedEndpointTests extends SnippetTest {

	// tag::model[]
	private final QhaigcGeminiChatModel gpt = QhaigcGeminiChatModel.builder()
		.client(this.client)
		.options(QhaigcGeminiChatOptions.builder().endpoint(Endpoint.UNIFIED).model("gpt-5-mini").build())
		.build();

	// end::model[]

	private final ChatClient chat = ChatClient.create(this.gpt);

	@Test
	void sendsOpenAiFormatAndReadsGeminiFormat() {
		this.gateway.reply("The Grand Canal.").usage(9, 4, 13);
		ChatResponse response = this.gpt.call(new Prompt("Which is older, West Lake or the Grand Canal?"));
		assertThat(response.getResult().getOutput().getText()).isEqualTo("The Grand Canal.");
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(QhaigcGeminiMetadata.from(response).usage().totalTokenCount()).isEqualTo(13);
		assertThat(this.gateway.takeRequest().json()).hasToString("""
				{"model":"gpt-5-mini","messages":[{"role":"user",\
				"content":"Which is older, West Lake or the Grand Canal?"}],"style":"gemini"}""");
	}

	@Test
	void supportsMediaAndToolsInStream() {
		this.gateway.callTool("findTrains", Map.of("city", "Hangzhou"));
		this.gateway.replyStream("At ", "08:04.");
		Resource ticket = new ByteArrayResource(new byte[] { 1, 2, 3 });
		// tag::everything[]
		List<String> answer = this.chat.prompt()
			.user((user) -> user.text("When does my train leave?").media(MimeTypeUtils.IMAGE_PNG, ticket))
			.tools(new TravelTools())
			.stream()
			.content()
			.collectList()
			.block();
		// end::everything[]
		assertThat(answer).containsExactly("At ", "08:04.");
		JsonNode messages = this.gateway.received().get(1).json().path("messages");
		assertThat(messages).extracting((message) -> message.path("role").asString())
			.containsExactly("user", "assistant", "tool");
		assertThat(messages.at("/0/content/0")).hasToString("""
				{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}""");
		assertThat(messages.at("/1/tool_calls/0/id").asString()).startsWith("call_")
			.isEqualTo(messages.at("/2/tool_call_id").asString());
		assertThat(messages.at("/2/content").asString()).isEqualTo("[\"08:04\"]");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnsAboutUnsupportedOptions(CapturedOutput output) {
		this.gateway.reply("Well.");
		this.chat.prompt("What is new at West Lake?")
			.options(QhaigcGeminiChatOptions.builder().serverTools(List.of(ServerTool.googleSearch())))
			.call()
			.content();
		assertThat(output.getOut()).containsOnlyOnce(
				"Option 'serverTools' is ignored: the unified endpoint does not support it. Set qhaigc.endpoint=native to send it");
	}

	@Test
	void sendsExtraBody() {
		this.gateway.reply("Well.");
		// tag::extra[]
		String answer = this.chat.prompt("What is new at West Lake?")
			.options(QhaigcGeminiChatOptions.builder().extraBody(Map.of("verbosity", "low")))
			.call()
			.content();
		// end::extra[]
		assertThat(answer).isEqualTo("Well.");
		assertThat(this.gateway.takeRequest().json().path("verbosity").asString()).isEqualTo("low");
	}

	static class TravelTools {

		@Tool(description = "Finds the trains to a city")
		List<String> findTrains(String city) {
			return List.of("08:04");
		}

	}

}
