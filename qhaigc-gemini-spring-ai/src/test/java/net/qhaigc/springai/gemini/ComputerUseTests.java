package net.qhaigc.springai.gemini;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.ServerTool.ComputerUse;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for computer use in the tool loop of {@link ChatClient}. The requests must be the
 * same as those of Google's reference agent.
 */
class ComputerUseTests {

	private static final String MODEL = "gemini-2.5-computer-use-preview-10-2025";

	private static final String BROWSER_TOOL = "{\"computerUse\":{\"environment\":\"ENVIRONMENT_BROWSER\"}}";

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	private final Browser browser = new Browser();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsScreenshotsAsReferenceAgentDoes(boolean streamed) {
		scriptFunctionCall("open_web_browser", "{}");
		scriptFunctionCall("click_at", """
				{"x":371,"y":470,"safety_decision":{"decision":"require_confirmation","explanation":"A purchase"}}""");
		scriptFunctionCall("multiply", "{\"a\":2,\"b\":3}");
		this.fixture.gateway().reply("Bought.");
		assertThat(send(MODEL, streamed, ServerTool.computerUse(ComputerUse.Environment.BROWSER))).isEqualTo("Bought.");
		JsonNode request = this.fixture.gateway().received().get(3).json();
		assertThat(request.at("/contents/2/parts/0/functionResponse")).hasToString("""
				{"name":"open_web_browser","response":{"url":"https://shop.example"},\
				"parts":[{"inlineData":{"mimeType":"image/png","data":"AQID"}}]}""");
		assertThat(request.at("/contents/4/parts/0/functionResponse")).hasToString("""
				{"name":"click_at","response":{"url":"https://shop.example","safety_acknowledgement":"true"},\
				"parts":[{"inlineData":{"mimeType":"image/png","data":"AQID"}}]}""");
		assertThat(request.at("/contents/6/parts/0/functionResponse"))
			.hasToString("{\"name\":\"multiply\",\"response\":{\"result\":6}}");
		assertThat(this.browser.confirmed).containsExactly("A purchase");
	}

	@ParameterizedTest
	@ValueSource(strings = { MODEL, "gemini-3-flash-preview" })
	void doesNotDeclareToolsForPredefinedFunctions(String model) {
		this.fixture.gateway().reply("Hello.");
		send(model, false, ServerTool.computerUse(ComputerUse.Environment.BROWSER));
		JsonNode request = this.fixture.gateway().takeRequest().json();
		assertThat(request.path("tools").get(0).findValuesAsString("name")).containsExactly("multiply");
		assertThat(request.path("tools").get(1)).hasToString(BROWSER_TOOL);
		assertThat(request.has("toolConfig")).isFalse();
	}

	@Test
	void declaresToolsThatReplaceExcludedFunctions() {
		this.fixture.gateway().reply("Hello.");
		send(MODEL, false, new ComputerUse(ComputerUse.Environment.BROWSER, List.of("click_at"), null, List.of()));
		assertThat(this.fixture.gateway()
			.takeRequest()
			.json()
			.at("/tools/0/functionDeclarations")
			.findValuesAsString("name")).containsExactlyInAnyOrder("multiply", "click_at");
	}

	@Test
	void recognizesComputerUseInExtraTools() {
		this.fixture.gateway().reply("Hello.");
		chat()
			.options(QhaigcGeminiChatOptions.builder()
				.model(MODEL)
				.extraTools(List.of(Map.of("computerUse", Map.of("environment", "ENVIRONMENT_BROWSER")))))
			.call()
			.content();
		JsonNode request = this.fixture.gateway().takeRequest().json();
		assertThat(request.at("/tools/0/functionDeclarations").findValuesAsString("name")).containsExactly("multiply");
		assertThat(request.has("toolConfig")).isFalse();
	}

	private void scriptFunctionCall(String function, String args) {
		this.fixture.gateway().replyJson("""
				{"candidates":[{"content":{"role":"model","parts":[
				 {"functionCall":{"name":"%s","args":%s}}]},"finishReason":"STOP"}]}""".formatted(function, args));
	}

	private String send(String model, boolean streamed, ServerTool tool) {
		ChatClient.ChatClientRequestSpec prompt = chat()
			.options(QhaigcGeminiChatOptions.builder().model(model).serverTools(List.of(tool)));
		return streamed ? String.join("", prompt.stream().content().collectList().block()) : prompt.call().content();
	}

	private ChatClient.ChatClientRequestSpec chat() {
		return ChatClient.create(this.fixture.model(MODEL)).prompt("Buy six lamps").tools(this.browser);
	}

	record SafetyDecision(String decision, String explanation) {

	}

	static final class Browser {

		final List<String> confirmed = new ArrayList<>();

		@Tool(name = "open_web_browser")
		Map<String, Object> open() {
			return state(Map.of());
		}

		@Tool(name = "click_at")
		Map<String, Object> click(int x, int y, @ToolParam(required = false) @Nullable SafetyDecision safety_decision) {
			if (safety_decision == null) {
				return state(Map.of());
			}
			this.confirmed.add(safety_decision.explanation());
			return state(Map.of("safety_acknowledgement", "true"));
		}

		@Tool
		int multiply(int a, int b) {
			return a * b;
		}

		private static Map<String, Object> state(Map<String, Object> additional) {
			Map<String, Object> state = new LinkedHashMap<>();
			state.put("url", "https://shop.example");
			state.putAll(additional);
			state.put("screenshot", Map.of("mimeType", "image/png", "data", "AQID"));
			return state;
		}

	}

}
