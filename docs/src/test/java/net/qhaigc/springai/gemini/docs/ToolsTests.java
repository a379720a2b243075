package net.qhaigc.springai.gemini.docs;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.function.FunctionToolCallback;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.metadata.AttemptedToolCall;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ToolChoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Contains the code in {@code docs/tools.md}.
 */
class ToolsTests extends SnippetTest {

	private final QhaigcGeminiChatModel model = model("gemini-3-flash-preview");

	private final ChatClient chat = ChatClient.create(this.model);

	@Test
	void declaresFunctionAsTool() {
		this.gateway.callTool("exchange_rate", Map.of("from", "EUR", "to", "CNY"));
		this.gateway.reply("About 7.9.");
		// tag::function[]
		ToolCallback rate = FunctionToolCallback.builder("exchange rate", (Currencies pair) -> 7.9)
			.description("Returns the exchange rate between two currencies")
			.inputType(Currencies.class)
			.build();
		String answer = this.chat.prompt("How many yuan is a euro?").tools(rate).call().content();
		// end::function[]
		assertThat(answer).isEqualTo("About 7.9.");
		assertThat(this.gateway.takeRequest().json().at("/tools/0/functionDeclarations/0")).hasToString("""
				{"name":"exchange_rate","description":"Returns the exchange rate between two currencies",\
				"parameters":{"type":"OBJECT","properties":{"from":{"type":"STRING"},"to":{"type":"STRING"}},\
				"required":["from","to"],"propertyOrdering":["from","to"]}}""");
		assertThat(toolResult(0)).hasToString("{\"result\":7.9}");
	}

	@Test
	void resetsToolChoiceAfterToolResult() {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou"));
		this.gateway.reply("It is raining.");
		// tag::choice[]
		String answer = this.chat.prompt("Hangzhou?")
			.tools(new Tools())
			.options(QhaigcGeminiChatOptions.builder().toolChoice(ToolChoice.any("weather")))
			.call()
			.content();
		// end::choice[]
		assertThat(answer).isEqualTo("It is raining.");
		assertThat(this.gateway.received()).extracting((request) -> request.json().at("/toolConfig").toString())
			.containsExactly("""
					{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["weather"]}}""", """
					{"functionCallingConfig":{"mode":"VALIDATED","allowedFunctionNames":["weather"]}}""");
	}

	@Test
	void rejectsToolChoiceWithUnknownName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.chat.prompt("Hangzhou?")
				.tools(new Tools())
				.options(QhaigcGeminiChatOptions.builder().toolChoice(ToolChoice.any("wether")))
				.call()
				.content())
			.withMessageContaining("'wether'");
	}

	@Test
	void sendsResultsOfParallelCallsTogether() {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou")).callTool("weather", Map.of("city", "Suzhou"));
		this.gateway.reply("It is raining in both.");
		this.chat.prompt("Hangzhou and Suzhou?").tools(new Tools()).call().content();
		JsonNode contents = this.gateway.received().get(1).json().path("contents");
		assertThat(contents).hasSize(3);
		assertThat(contents.at("/2/parts").findValuesAsString("result")).containsExactly("rain in Hangzhou",
				"rain in Suzhou");
	}

	@Test
	void runsToolLoopWithoutChatClient() {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou"));
		this.gateway.reply("It is raining.");
		// tag::loop[]
		ToolCallingManager tools = ToolCallingManager.builder().build();
		QhaigcGeminiChatOptions options = this.model.getOptions()
			.mutate()
			.toolCallbacks(ToolCallbacks.from(new Tools()))
			.build();
		Prompt prompt = new Prompt("How is the weather in Hangzhou?", options);
		ChatResponse response = this.model.call(prompt);
		while (response.hasToolCalls()) {
			prompt = new Prompt(tools.executeToolCalls(prompt, response).conversationHistory(), options);
			response = this.model.call(prompt);
		}
		String answer = response.getResult().getOutput().getText();
		// end::loop[]
		assertThat(answer).isEqualTo("It is raining.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			weather  | {"result":"rain in Hangzhou"}
			forecast | {"city":"Hangzhou","celsius":21}
			days     | {"result":["today","tomorrow"]}
			wish     | {"result":"Done"}
			schema   | {"result":"{\\"$ref\\":\\"#/a\\"}"}
			failing  | {"result":"The lake is closed."}
			""")
	void sendsToolResultAsObject(String tool, String sent) {
		this.gateway.callTool(tool, Map.of("city", "Hangzhou"));
		this.gateway.reply("Well.");
		this.chat.prompt("Hangzhou?").tools(new Tools()).call().content();
		assertThat(toolResult(0)).isEqualTo(JsonMapper.shared().readTree(sent));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gemini-3-flash-preview", "gemini-2.5-flash" })
	void sendsImageReturnedByTool(String modelId) {
		this.gateway.callTool("map", Map.of("city", "Hangzhou"));
		this.gateway.reply("A white square.");
		this.chat.prompt("What does the map show?")
			.options(QhaigcGeminiChatOptions.builder().model(modelId))
			.tools(new Tools())
			.call()
			.content();
		JsonNode contents = this.gateway.received().get(1).json().path("contents");
		if (modelId.startsWith("gemini-3")) {
			assertThat(contents.at("/2/parts/0/functionResponse/parts/0/inlineData/mimeType").asString())
				.isEqualTo("image/png");
		}
		else {
			assertThat(contents.at("/3/parts/0/inlineData/mimeType").asString()).isEqualTo("image/png");
		}
	}

	@Test
	void returnsToolResultDirectly() {
		this.gateway.callTool("ticket", Map.of("city", "Hangzhou"));
		ChatResponse response = this.chat.prompt("A ticket to Hangzhou!").tools(new Tools()).call().chatResponse();
		assertThat(response.getResult().getOutput().getText()).isEqualTo("\"T-1 to Hangzhou\"");
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("returnDirect");
		assertThat(this.gateway.received()).hasSize(1);
	}

	@Test
	void sendsToolCallIdOnlyIfModelReturnedIt() {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou"))
			.id("w1")
			.callTool("weather", Map.of("city", "Suzhou"));
		this.gateway.reply("It is raining in both.");
		Prompt prompt = new Prompt("Hangzhou and Suzhou?",
				this.model.getOptions().mutate().toolCallbacks(ToolCallbacks.from(new Tools())).build());
		ChatResponse response = this.model.call(prompt);
		assertThat(response.getResult().getOutput().getToolCalls()).extracting(ToolCall::id)
			.satisfiesExactly((id) -> assertThat(id).isEqualTo("w1"),
					(id) -> assertThat(id).matches("call_[A-Za-z0-9]{24}"));
		this.model.call(new Prompt(
				ToolCallingManager.builder().build().executeToolCalls(prompt, response).conversationHistory(),
				prompt.getOptions()));
		assertThat(this.gateway.received().get(1).json().findValuesAsString("id")).containsExactly("w1", "w1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL" })
	void doesNotRunInvalidToolCall(String reason) {
		this.gateway.callTool("whether", Map.of("city", "Hangzhou")).unchecked().finishReason(reason);
		ChatResponse response = this.chat.prompt("Hangzhou?").tools(new Tools()).call().chatResponse();
		// tag::attempted[]
		for (AttemptedToolCall call : QhaigcGeminiMetadata.from(response).attemptedToolCalls()) {
			System.out.printf("%s: the model tried %s(%s)%n", response.getResult().getMetadata().getFinishReason(),
					call.name(), call.arguments());
		}
		// end::attempted[]
		assertThat(response.hasToolCalls()).isFalse();
		assertThat(QhaigcGeminiMetadata.from(response).attemptedToolCalls())
			.containsExactly(new AttemptedToolCall("whether", Map.of("city", "Hangzhou")));
		assertThat(this.gateway.received()).hasSize(1);
	}

	private JsonNode toolResult(int index) {
		return this.gateway.received()
			.get(1)
			.json()
			.at("/contents/2/parts/" + index)
			.path("functionResponse")
			.path("response");
	}

	record Currencies(String from, String to) {

	}

	record Forecast(String city, int celsius) {

	}

	static class Tools {

		@Tool(description = "Returns the weather in a city")
		String weather(String city) {
			return "rain in " + city;
		}

		@Tool
		Forecast forecast(String city) {
			return new Forecast(city, 21);
		}

		@Tool
		List<String> days(String city) {
			return List.of("today", "tomorrow");
		}

		@Tool
		void wish(String city) {
		}

		@Tool
		Map<String, String> schema(String city) {
			return Map.of("$ref", "#/a");
		}

		@Tool
		String failing(String city) {
			throw new IllegalStateException("The lake is closed.");
		}

		// tag::image[]
		@Tool(description = "Draws a map of a city")
		BufferedImage map(String city) {
			return new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
		}
		// end::image[]

		// tag::direct[]
		@Tool(description = "Sells a ticket to a city", returnDirect = true)
		String ticket(String city) {
			return "T-1 to " + city;
		}
		// end::direct[]

	}

}
