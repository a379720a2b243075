package net.qhaigc.springai.gemini;

import java.awt.image.BufferedImage;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.content.Media;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tools that return media inside an object or a list, and for other results of
 * the {@link MediaToolCallResultConverter}.
 */
class ToolMediaTests {

	/** A PNG image with one pixel. */
	private static final String PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@ParameterizedTest
	@ValueSource(strings = { "object", "media", "mediaWithDefaultConverter", "image", "resource", "bytes",
			"bytesWithMimeType" })
	void embedsMediaOfObjectInToolResultForGemini3(String tool) {
		JsonNode result = sendResultOf(tool, "gemini-3.5-flash", Endpoint.NATIVE, false)
			.at("/contents/2/parts/0/functionResponse");
		assertThat(result.at("/response/url").asString()).isEqualTo("https://a.example");
		assertThat(result.path("response").findValuesAsString("$ref")).containsExactly("image");
		assertThat(result.at("/parts/0/inlineData/displayName").asString()).isEqualTo("image");
		assertThat(result.at("/parts/0/inlineData/mimeType").asString()).isEqualTo("image/png");
		assertThat(result.at("/parts/0/inlineData/data").asString()).startsWith("iVBORw0KGgo");
		assertThat(result.path("response").toString()).doesNotContain("iVBORw0KGgo");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void embedsMediaOfListInToolResultForGemini3(boolean streamed) {
		JsonNode result = sendResultOf("list", "gemini-3.5-flash", Endpoint.NATIVE, streamed)
			.at("/contents/2/parts/0/functionResponse");
		assertThat(result.path("response")).hasToString("""
				{"result":[{"url":"https://a.example","screenshot":{"$ref":"image"}},\
				{"url":"https://b.example","screenshot":{"$ref":"image_2"}},{"$ref":"image_3"},"a note"]}""");
		assertThat(result.path("parts")).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsMediaOfObjectAfterToolResultToOlderModels(boolean streamed) {
		JsonNode request = sendResultOf("media", "gemini-2.5-flash", Endpoint.NATIVE, streamed);
		assertThat(request.at("/contents/2/parts/0/functionResponse/response"))
			.hasToString("{\"url\":\"https://a.example\",\"screenshot\":\"The image follows.\"}");
		assertThat(request.at("/contents/3/parts/0/inlineData/data").asString()).isEqualTo(PNG);
	}

	@ParameterizedTest
	@CsvSource({ "gemini-3.5-flash,false", "gpt-5-mini,true" })
	void sendsMediaOfObjectAfterToolResultToUnifiedEndpoint(String model, boolean streamed) {
		JsonNode request = sendResultOf("media", model, Endpoint.UNIFIED, streamed);
		assertThat(request.at("/messages/2/content").asString())
			.isEqualTo("{\"url\":\"https://a.example\",\"screenshot\":\"The image follows.\"}");
		assertThat(request.at("/messages/3/content/0/image_url/url").asString())
			.isEqualTo("data:image/png;base64," + PNG);
	}

	@Test
	void sendsMediaWithUriAsJsonObject() {
		assertThat(sendResultOf("link", "gemini-3.5-flash", Endpoint.NATIVE, false)
			.at("/contents/2/parts/0/functionResponse/response")).hasToString(
					"""
							{"url":"https://a.example","screenshot":{"mimeType":"image/png","data":"https://a.example/a.png"}}""");
	}

	@Test
	void sendsContentOfTextResource() {
		assertThat(sendResultOf("text", "gemini-3.5-flash", Endpoint.NATIVE, false)
			.at("/contents/2/parts/0/functionResponse/response"))
			.hasToString("{\"url\":\"https://a.example\",\"screenshot\":\"你好\"}");
	}

	@Test
	void sendsDoneAsResultOfVoidTool() {
		assertThat(sendResultOf("nothing", "gemini-3.5-flash", Endpoint.NATIVE, false)
			.at("/contents/2/parts/0/functionResponse/response")).hasToString("{\"result\":\"Done\"}");
	}

	/**
	 * Let the model call the tool, and return the request that contains the tool result.
	 */
	private JsonNode sendResultOf(String tool, String model, Endpoint endpoint, boolean streamed) {
		this.fixture.gateway().replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"functionCall":{"name":"%s","args":{}},"thoughtSignature":"c2ln"}]},
				 "finishReason":"STOP"}]}""".formatted(tool));
		this.fixture.gateway().reply("Done.");
		ChatClient.ChatClientRequestSpec prompt = ChatClient
			.create(this.fixture.model(QhaigcGeminiChatOptions.builder().model(model).endpoint(endpoint).build()))
			.prompt()
			.user("What does the page show?")
			.tools(new Pages());
		String answer = streamed ? String.join("", prompt.stream().content().collectList().block())
				: prompt.call().content();
		assertThat(answer).isEqualTo("Done.");
		return this.fixture.gateway().received().get(1).json();
	}

	record Page(String url, Object screenshot) {

	}

	record Screenshot(String url, String mimeType, byte[] data) {

	}

	static final class Pages {

		private static final byte[] BYTES = Base64.getDecoder().decode(PNG);

		private static final Resource RESOURCE = new ByteArrayResource(BYTES);

		@Tool
		Map<String, Object> object() {
			return Map.of("url", "https://a.example", "screenshot", Map.of("mimeType", "image/png", "data", PNG));
		}

		@Tool(resultConverter = MediaToolCallResultConverter.class)
		Page media() {
			return page("https://a.example");
		}

		@Tool
		Page mediaWithDefaultConverter() {
			return page("https://a.example");
		}

		@Tool(resultConverter = MediaToolCallResultConverter.class)
		Page image() {
			return new Page("https://a.example", new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
		}

		@Tool(resultConverter = MediaToolCallResultConverter.class)
		Page resource() {
			return new Page("https://a.example", RESOURCE);
		}

		@Tool
		Page bytes() {
			return new Page("https://a.example", BYTES);
		}

		@Tool
		Screenshot bytesWithMimeType() {
			return new Screenshot("https://a.example", "image/png", BYTES);
		}

		@Tool(resultConverter = MediaToolCallResultConverter.class)
		List<Object> list() {
			return List.of(page("https://a.example"), page("https://b.example"), RESOURCE, "a note");
		}

		@Tool(resultConverter = MediaToolCallResultConverter.class)
		Page link() {
			return new Page("https://a.example",
					new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://a.example/a.png")));
		}

		@Tool(resultConverter = MediaToolCallResultConverter.class)
		Page text() {
			return new Page("https://a.example", new ByteArrayResource("你好".getBytes()));
		}

		@Tool(resultConverter = MediaToolCallResultConverter.class)
		void nothing() {
		}

		private static Page page(String url) {
			return new Page(url, new Media(MimeTypeUtils.IMAGE_PNG, RESOURCE));
		}

	}

}
