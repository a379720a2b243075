package net.qhaigc.springai.gemini.codec.unified;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.codec.EncodedPrompt;
import net.qhaigc.springai.gemini.codec.PromptEncoder;
import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.MediaOptions;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.SafetySetting;
import net.qhaigc.springai.gemini.options.SafetySetting.Category;
import net.qhaigc.springai.gemini.options.SafetySetting.Threshold;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.ServiceTier;
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.options.ToolChoice;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link UnifiedPromptEncoder}.
 */
class UnifiedPromptEncoderTests {

	@Test
	void sendsMessagesWithRoles() {
		assertThat(encodedBody(options(), new SystemMessage("Be brief."), new UserMessage("Hi"),
				new AssistantMessage("Hello"), new UserMessage("Bye")))
			.isEqualTo(json("""
					{"model":"gpt-5-mini","messages":[
					 {"role":"system","content":"Be brief."},
					 {"role":"user","content":"Hi"},
					 {"role":"assistant","content":"Hello"},
					 {"role":"user","content":"Bye"}],"style":"gemini"}"""));
	}

	@Test
	void sendsMediaAsContentParts() {
		assertThat(encodedMessages(options(),
				UserMessage.builder()
					.text("What is it?")
					.media(media("image/png", new byte[] { 1, 2, 3 }), media("image/jpeg", "https://example.com/a.jpg"),
							media("audio/mpeg", new byte[] { 1 }), media("application/pdf", new byte[] { 2 }))
					.build()))
			.isEqualTo(json("""
					[{"role":"user","content":[
					 {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}},
					 {"type":"image_url","image_url":{"url":"https://example.com/a.jpg"}},
					 {"type":"input_audio","input_audio":{"data":"AQ==","format":"mp3"}},
					 {"type":"file","file":{"filename":"application.pdf",
					  "file_data":"data:application/pdf;base64,Ag=="}},
					 {"type":"text","text":"What is it?"}]}]"""));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void dropsMediaOfModelTurnAndWarnsOnce(CapturedOutput output) {
		Media image = media("image/png", new byte[] { 1, 2, 3 });
		AssistantMessage turn = AssistantMessage.builder().content("Here:").media(List.of(image, image)).build();
		assertThat(encodedMessages(options(), new UserMessage("Draw"), turn, new UserMessage("Nice")))
			.isEqualTo(json("""
					[{"role":"user","content":"Draw"},{"role":"assistant","content":"Here:"},
					 {"role":"user","content":"Nice"}]"""));
		assertThat(output).containsOnlyOnce("does not support parts of type InlineData in a turn of the model");
	}

	@Test
	void sendsMediaNameAsFileName() {
		Media.Builder pdfBytes = Media.builder()
			.mimeType(MimeTypeUtils.parseMimeType("application/pdf"))
			.data(new ByteArrayResource(new byte[] { 2 }));
		Media.Builder pdfUri = Media.builder()
			.mimeType(MimeTypeUtils.parseMimeType("application/pdf"))
			.data(URI.create("https://example.com/a"));
		assertThat(encodedMessages(options(),
				UserMessage.builder()
					.text("Which is newer?")
					.media(pdfBytes.name("report 2026").build(), pdfUri.name("old.pdf").build(),
							media("image/png", new byte[1]))
					.build()))
			.isEqualTo(
					json("""
							[{"role":"user","content":[
							 {"type":"file","file":{"filename":"report 2026.pdf","file_data":"data:application/pdf;base64,Ag=="}},
							 {"type":"file","file":{"filename":"old.pdf","file_data":"https://example.com/a"}},
							 {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},
							 {"type":"text","text":"Which is newer?"}]}]"""));
	}

	@Test
	void sendsToolCallsWithIdsAndSendsToolResultsAsText() {
		assertThat(encodedMessages(options(), new UserMessage("Weather?"),
				calls(new ToolCall("call_1", "function", "weather", "{\"city\":\"Oslo\"}"),
						new ToolCall("", "function", "weather", "{\"city\":\"Rome\"}")),
				results(new ToolResponse("", "weather", "{\"sky\":\"blue\"}"),
						new ToolResponse("call_1", "weather", "cold"))))
			.isEqualTo(json("""
					[{"role":"user","content":"Weather?"},
					 {"role":"assistant","tool_calls":[
					  {"id":"call_1","type":"function",
					   "function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}},
					  {"id":"call","type":"function",
					   "function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}}]},
					 {"role":"tool","content":"cold","tool_call_id":"call_1","name":"weather"},
					 {"role":"tool","content":"{\\"sky\\":\\"blue\\"}","tool_call_id":"call","name":"weather"}]"""));
	}

	@Test
	void makesRepeatedToolCallIdsUnique() {
		assertThat(encodedMessages(options(), new UserMessage("Go"), calls(new ToolCall("0", "function", "a", "{}")),
				results(new ToolResponse("0", "a", "A")), calls(new ToolCall("0", "function", "a", "{}")),
				results(new ToolResponse("0", "a", "B"))))
			.contains("\"tool_call_id\":\"0\"", "\"tool_call_id\":\"0_2\"");
	}

	@Test
	void sendsErrorForMissingToolResultAndSendsImageAfterAllToolResults() {
		assertThat(encodedMessages(options(), new UserMessage("Go"),
				calls(new ToolCall("1", "function", "a", "{}"), new ToolCall("2", "function", "draw", "{}")),
				results(new ToolResponse("2", "draw", "{\"mimeType\":\"image/png\",\"data\":\"AQID\"}"))))
			.endsWith(json("""
					[{"role":"tool","content":"{\\"error\\":\\"no result\\"}","tool_call_id":"1","name":"a"},
					 {"role":"tool","content":"The image follows.","tool_call_id":"2","name":"draw"},
					 {"role":"user","content":[
					  {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]}]""").substring(1));
	}

	@Test
	void sendsSignatureWithToolCall() {
		String envelope = ModelTurn.envelope(
				List.of(new Part.FunctionCall(null, "a", Map.of(), PartAttributes.signed("c2lnMQ=="))),
				MediaRetention.NONE);
		AssistantMessage turn = AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new ToolCall("1", "function", "a", "{}")))
			.properties(Map.of("qhaigcTurn", envelope))
			.build();
		assertThat(encodedMessages(options(), new UserMessage("Go"), turn, results(new ToolResponse("1", "a", "A"))))
			.contains("""
					"extra_content":{"google":{"thought_signature":"c2lnMQ=="}}""");
	}

	@Test
	void sendsOptionsWithOpenAiNames() {
		assertThat(encodedBody(options().maxTokens(100)
			.temperature(0.5)
			.topP(0.9)
			.candidateCount(2)
			.stopSequences(List.of("END"))
			.presencePenalty(0.1)
			.frequencyPenalty(0.2)
			.seed(7)
			.logprobs(3)
			.thinkingLevel(Thinking.Level.LOW)
			.serviceTier(ServiceTier.FLEX)
			.store(false), new UserMessage("Hi"))).isEqualTo(json("""
					{"model":"gpt-5-mini","messages":[{"role":"user","content":"Hi"}],"style":"gemini",
					 "max_tokens":100,"temperature":0.5,"top_p":0.9,"n":2,"stop":["END"],"presence_penalty":0.1,
					 "frequency_penalty":0.2,"seed":7,"logprobs":true,"top_logprobs":3,"reasoning_effort":"low",
					 "service_tier":"flex","store":false}"""));
	}

	@Test
	void sendsJsonSchemaOfToolsAndConvertsToolNames() {
		assertThat(encodedBody(options().toolCallbacks(tool("get.weather", "The weather", """
				{"type":"object","properties":{"city":{"type":["string","null"]}},"additionalProperties":false}"""),
				tool("now", "", "")), new UserMessage("Hi")))
			.endsWith(json("""
					{"style":"gemini","tools":[
					 {"type":"function","function":{"name":"get_weather","description":"The weather","parameters":
					  {"type":"object","properties":{"city":{"type":["string","null"]}},
					   "additionalProperties":false}}},
					 {"type":"function","function":{"name":"now"}}]}""").substring(1));
	}

	@ParameterizedTest
	@CsvSource({ "AUTO,auto", "NONE,none", "ANY,required", "VALIDATED,auto" })
	void convertsToolChoiceModeToOpenAiValue(ToolChoice.Mode mode, String expected) {
		assertThat(encodedBody(options().toolCallbacks(tool("a", "", "{}")).toolChoice(new ToolChoice(mode, List.of())),
				new UserMessage("Hi")))
			.contains("\"tool_choice\":\"" + expected + "\"");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnsThatToolCallsAreNotValidated(CapturedOutput output) {
		encodedBody(options().toolChoice(ToolChoice.validated("w")).toolCallbacks(tool("w", "Weather", "{}")),
				new UserMessage("Hi"));
		assertThat(output).containsOnlyOnce("Option 'toolChoice' (VALIDATED) is sent as 'auto'");
	}

	/**
	 * With {@link SchemaMode#SCHEMA}, relays can convert the JSON Schema to Gemini's
	 * {@code Schema}. See {@link RelaySchema}.
	 */
	@Test
	void sendsOnlySchemaKeywordsThatRelaysCanConvert() {
		String schema = """
				{"$schema":"x","type":"object","$defs":{"Unit":{"const":"C"}},"properties":{
				 "unit":{"$ref":"#/$defs/Unit"},"day":{"type":["string","null"]},
				 "at":{"oneOf":[{"type":"string"},{"type":"integer"}]}},
				 "required":["unit"],"additionalProperties":false}""";
		String converted = json("""
				{"type":"object","properties":{
				 "unit":{"type":"string","enum":["C"]},"day":{"type":"string"},
				 "at":{"anyOf":[{"type":"string"},{"type":"integer"}]}},
				 "required":["unit"]}""");
		assertThat(encodedBody(
				options().schemaMode(SchemaMode.SCHEMA).toolCallbacks(tool("w", "", schema)).outputSchema(schema),
				new UserMessage("Hi")))
			.contains("\"parameters\":" + converted, "\"schema\":" + converted);
	}

	@Test
	void declaresOnlyAllowedTools() {
		assertThat(encodedBody(
				options().toolCallbacks(tool("a", "", "{}"), tool("b", "", "{}")).toolChoice(ToolChoice.any("b")),
				new UserMessage("Hi")))
			.contains("\"name\":\"b\"", "\"tool_choice\":\"required\"")
			.doesNotContain("\"name\":\"a\"");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnsThatMediaOptionIsIgnored(CapturedOutput output) {
		Media image = MediaOptions.resolution(MediaOptions.Resolution.LOW)
			.applyTo(media("image/png", new byte[] { 1, 2, 3 }));
		assertThat(encodedBody(options(), UserMessage.builder().text("Hi").media(image).build())).contains("image_url");
		assertThat(output).containsOnlyOnce("The media option 'mediaResolution' is ignored");
	}

	@Test
	void sendsExtraTools() {
		assertThat(encodedBody(options().extraTools(List.of(Map.of("type", "web_search"))), new UserMessage("Hi")))
			.contains("\"tools\":[{\"type\":\"web_search\"}]");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsParallelToolCallsOptionOnlyWithTools(boolean parallel) {
		assertThat(encodedBody(options().parallelToolCalls(parallel).toolCallbacks(tool("a", "", "{}")),
				new UserMessage("Hi")))
			.contains("\"parallel_tool_calls\":" + parallel);
		assertThat(encodedBody(options().parallelToolCalls(parallel), new UserMessage("Hi")))
			.doesNotContain("parallel_tool_calls");
	}

	@Test
	void resetsToolChoiceAfterToolResult() {
		assertThat(encodedBody(options().toolCallbacks(tool("a", "", "{}")).toolChoice(ToolChoice.any()),
				new UserMessage("Go"), calls(new ToolCall("1", "function", "a", "{}")),
				results(new ToolResponse("1", "a", "A"))))
			.contains("\"tool_choice\":\"auto\"");
	}

	@Test
	void sendsOutputSchemaAsResponseFormat() {
		assertThat(encodedBody(options().outputSchema("{\"type\":\"object\"}"), new UserMessage("Hi"))).endsWith("""
				"response_format":{"type":"json_schema","json_schema":{"name":"answer",\
				"schema":{"type":"object"}}}}""");
		assertThat(encodedBody(options().outputSchema("{\"type\":\"object\",\"additionalProperties\":false}"),
				new UserMessage("Hi")))
			.endsWith("""
					"response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,\
					"schema":{"type":"object","additionalProperties":false}}}}""");
		assertThat(encodedBody(options().responseMimeType("application/json"), new UserMessage("Hi")))
			.endsWith("\"response_format\":{\"type\":\"json_object\"}}");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> encodedBody(options().outputSchema("not json"), new UserMessage("Hi")))
			.withMessageContaining("outputSchema");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnsAboutOptionsThatUnifiedEndpointDoesNotSupport(CapturedOutput output) {
		assertThat(encodedBody(options().topK(5)
			.thinkingBudget(100)
			.includeThoughts(true)
			.cachedContent("cachedContents/a")
			.responseMimeType("text/x.enum")
			.safetySettings(List.of(new SafetySetting(Category.HARASSMENT, Threshold.OFF)))
			.serverTools(List.of(ServerTool.googleSearch())), new UserMessage("Hi"))).isEqualTo(json("""
					{"model":"gpt-5-mini","messages":[{"role":"user","content":"Hi"}],"style":"gemini"}"""));
		assertThat(output.getOut())
			.contains("'topK'", "'thinkingBudget'", "'includeThoughts'", "'cachedContent'", "'responseMimeType'",
					"'safetySettings'", "'serverTools'")
			.doesNotContain("'speech'");
	}

	@Test
	void sendsHeadersAndExtraBody() {
		EncodedPrompt encoded = encode(options().headers(Map.of("X-Team", "a")).extraBody(Map.of("user", "me")).build(),
				new UserMessage("Hi"));
		assertThat(encoded.headers()).containsEntry("X-Team", "a");
		assertThat(encoded.extraBody()).containsEntry("user", "me");
	}

	private static String encodedMessages(QhaigcGeminiChatOptions.Builder options, Message... messages) {
		Map<?, ?> body = (Map<?, ?>) WireJson.readValue(encodedBody(options, messages));
		return WireJson.write(body.get("messages"));
	}

	private static String encodedBody(QhaigcGeminiChatOptions.Builder options, Message... messages) {
		return WireJson.write(encode(options.build(), messages).body());
	}

	private static EncodedPrompt encode(QhaigcGeminiChatOptions options, Message... messages) {
		return new PromptEncoder(ToolCallingManager.builder().build(), null, new WarnOnce())
			.encode(new Prompt(Arrays.asList(messages), options));
	}

	private static QhaigcGeminiChatOptions.Builder options() {
		return QhaigcGeminiChatOptions.builder().model("gpt-5-mini").endpoint(Endpoint.UNIFIED);
	}

	private static Media media(String mimeType, Object data) {
		Media.Builder media = Media.builder().mimeType(MimeTypeUtils.parseMimeType(mimeType));
		if (data instanceof byte[] bytes) {
			return media.data(new ByteArrayResource(bytes)).build();
		}
		return ((data instanceof URI uri) ? media.data(uri) : media.data(data.toString())).build();
	}

	private static AssistantMessage calls(ToolCall... calls) {
		return AssistantMessage.builder().content("").toolCalls(List.of(calls)).build();
	}

	private static ToolResponseMessage results(ToolResponse... results) {
		return ToolResponseMessage.builder().responses(List.of(results)).build();
	}

	private static ToolCallback tool(String name, String description, String inputSchema) {
		return new DeclaredTool(name, description, inputSchema);
	}

	private static String json(String text) {
		return WireJson.write(WireJson.readValue(text));
	}

	/** A tool that is declared but not executed. */
	private record DeclaredTool(String name, String description,
			String inputSchema) implements ToolCallback, ToolDefinition {

		@Override
		public ToolDefinition getToolDefinition() {
			return this;
		}

		@Override
		public String call(String toolInput) {
			throw new UnsupportedOperationException();
		}

	}

}
