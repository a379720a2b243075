package net.qhaigc.springai.gemini.docs;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.content.Media;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.MediaToolCallResultConverter;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.ServerTool.ComputerUse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contains the code in {@code docs/tools.md} about tools that return media, and the code
 * in {@code docs/server-tools.md} about computer use.
 */
class ToolMediaTests extends SnippetTest {

	@Test
	void sendsPageWithScreenshot() {
		this.gateway.replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"functionCall":{"name":"open","args":{"url":"https://a.example"}},"thoughtSignature":"c2ln"}]},
				 "finishReason":"STOP"}]}""");
		this.gateway.reply("A shop.");
		ChatClient.create(model("gemini-3-flash-preview")).prompt("What is it?").tools(new Pages()).call().content();
		JsonNode result = this.gateway.received().get(1).json().at("/contents/2/parts/0/functionResponse");
		assertThat(result.path("response"))
			.hasToString("{\"url\":\"https://a.example\",\"screenshot\":{\"$ref\":\"image\"}}");
		assertThat(result.at("/parts/0/inlineData/data").asString()).isEqualTo("AQID");
	}

	@Test
	void controlsBrowser() {
		this.gateway.replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"functionCall":{"name":"click_at","args":{"x":500,"y":250,
				  "safety_decision":{"decision":"require_confirmation","explanation":"This buys a lamp."}}}}]},
				 "finishReason":"STOP"}]}""");
		this.gateway.reply("The lamp is bought.");
		BrowserTools browserTools = new BrowserTools(new Browser());
		// tag::computer[]
		String answer = ChatClient.create(model("gemini-2.5-computer-use-preview-10-2025"))
			.prompt("Buy a lamp at shop.example.")
			.tools(browserTools)
			.options(QhaigcGeminiChatOptions.builder()
				.serverTools(List.of(ServerTool.computerUse(ComputerUse.Environment.BROWSER))))
			.call()
			.content();
		// end::computer[]
		assertThat(answer).isEqualTo("The lamp is bought.");
		JsonNode request = this.gateway.received().get(1).json();
		assertThat(request.path("tools")).hasToString("[{\"computerUse\":{\"environment\":\"ENVIRONMENT_BROWSER\"}}]");
		assertThat(request.at("/contents/2/parts/0/functionResponse/response"))
			.hasToString("{\"url\":\"https://shop.example\",\"safety_acknowledgement\":\"true\"}");
		assertThat(browserTools.browser.actions).containsExactly("This buys a lamp.", "640,200");
	}

	static class Pages {

		private static final byte[] PNG = { 1, 2, 3 };

		// tag::page[]
		record Page(String url, Media screenshot) {
		}

		@Tool(description = "Opens a page", resultConverter = MediaToolCallResultConverter.class)
		Page open(String url) {
			return new Page(url, new Media(MimeTypeUtils.IMAGE_PNG, screenshot()));
		}
		// end::page[]

		private static ByteArrayResource screenshot() {
			return new ByteArrayResource(PNG);
		}

	}

	// tag::click[]
	record SafetyDecision(String decision, String explanation) {
	}

	record PageState(String url, String safety_acknowledgement, Media screenshot) {
	}

	static class BrowserTools {

		private final Browser browser;

		BrowserTools(Browser browser) {
			this.browser = browser;
		}

		@Tool(name = "click_at", resultConverter = MediaToolCallResultConverter.class)
		PageState clickAt(int x, int y, @ToolParam(required = false) SafetyDecision safety_decision) {
			if (safety_decision != null && !this.browser.userConfirms(safety_decision.explanation())) {
				throw new IllegalStateException("The user does not allow this.");
			}
			this.browser.click(x * this.browser.width() / 1000, y * this.browser.height() / 1000);
			return new PageState(this.browser.url(), (safety_decision != null) ? "true" : null,
					this.browser.screenshot());
		}

	}
	// end::click[]

	static class Browser {

		final List<String> actions = new ArrayList<>();

		boolean userConfirms(String explanation) {
			this.actions.add(explanation);
			return true;
		}

		int width() {
			return 1280;
		}

		int height() {
			return 800;
		}

		void click(int x, int y) {
			this.actions.add(x + "," + y);
		}

		String url() {
			return "https://shop.example";
		}

		Media screenshot() {
			return new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, 3 }));
		}

	}

}
