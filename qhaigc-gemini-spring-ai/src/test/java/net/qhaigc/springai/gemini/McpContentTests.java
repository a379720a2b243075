package net.qhaigc.springai.gemini;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.core.io.ClassPathResource;

import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the result of the tool {@code get-tiny-image} of the MCP server
 * {@code everything}: two texts with an image between them, recorded from the server.
 */
class McpContentTests {

	private static final String CONTENT = read("mcp/get-tiny-image-result.json");

	private static final int BASE64_LENGTH = 5380;

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsImageInsideResultToGemini3(boolean streamed) {
		JsonNode result = send("gemini-3.5-flash", Endpoint.NATIVE, streamed)
			.at("/contents/2/parts/0/functionResponse");
		assertThat(result.path("response")).hasToString("""
				{"result":[{"type":"text","text":"Here's the image you requested:"},{"$ref":"image"},\
				{"type":"text","text":"The image above is the MCP logo."}]}""");
		assertThat(result.at("/parts/0/inlineData/mimeType").asString()).isEqualTo("image/png");
		assertThat(result.at("/parts/0/inlineData/displayName").asString()).isEqualTo("image");
		assertThat(result.at("/parts/0/inlineData/data").asString()).hasSize(BASE64_LENGTH);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsImageAfterResultToOlderModels(boolean streamed) {
		JsonNode request = send("gemini-2.5-flash", Endpoint.NATIVE, streamed);
		assertThat(request.at("/contents/2/parts/0/functionResponse/response")).hasToString("""
				{"result":[{"type":"text","text":"Here's the image you requested:"},"The image follows.",\
				{"type":"text","text":"The image above is the MCP logo."}]}""");
		assertThat(request.at("/contents/3/role").asString()).isEqualTo("user");
		assertThat(request.at("/contents/3/parts/0/inlineData/data").asString()).hasSize(BASE64_LENGTH);
	}

	@ParameterizedTest
	@CsvSource({ "gemini-3.5-flash,false", "gpt-5-mini,true" })
	void sendsImageAfterResultToUnifiedEndpoint(String model, boolean streamed) {
		JsonNode request = send(model, Endpoint.UNIFIED, streamed);
		assertThat(request.at("/messages/2/content").asString()).isEqualTo("""
				[{"type":"text","text":"Here's the image you requested:"},"The image follows.",\
				{"type":"text","text":"The image above is the MCP logo."}]""");
		assertThat(request.at("/messages/3/role").asString()).isEqualTo("user");
		assertThat(request.at("/messages/3/content/0/image_url/url").asString()).startsWith("data:image/png;base64,");
	}

	private JsonNode send(String model, Endpoint endpoint, boolean streamed) {
		this.fixture.gateway().replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"functionCall":{"name":"get-tiny-image","args":{}},"thoughtSignature":"c2ln"}]},
				 "finishReason":"STOP"}]}""");
		this.fixture.gateway().reply("Done.");
		ChatClient.ChatClientRequestSpec prompt = ChatClient
			.create(this.fixture.model(QhaigcGeminiChatOptions.builder().model(model).endpoint(endpoint).build()))
			.prompt()
			.user("Show the logo")
			.tools(new TinyImageTool());
		String answer = streamed ? String.join("", prompt.stream().content().collectList().block())
				: prompt.call().content();
		assertThat(answer).isEqualTo("Done.");
		return this.fixture.gateway().received().get(1).json();
	}

	private static String read(String resource) {
		try (InputStream in = new ClassPathResource(resource).getInputStream()) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class TinyImageTool implements ToolCallback {

		@Override
		public ToolDefinition getToolDefinition() {
			return ToolDefinition.builder()
				.name("get-tiny-image")
				.description("Returns the MCP logo")
				.inputSchema("{\"type\":\"object\",\"properties\":{}}")
				.build();
		}

		@Override
		public String call(String input) {
			return CONTENT;
		}

	}

}
