package net.qhaigc.springai.gemini.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.AbstractMessage;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.FunctionCallIds;
import net.qhaigc.springai.gemini.options.LeadingModelTurn;
import net.qhaigc.springai.gemini.options.MissingSignature;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ToolChoice;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ContentsBuilder}: roles, merging, the order of parts, tool calls and
 * tool results.
 */
class ContentsBuilderTests {

	private static final String GEMINI_2 = "gemini-2.5-flash";

	private static final String GEMINI_3 = "gemini-3-flash-preview";

	private static final String PLACEHOLDER_SIGNATURE = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.build();

	@Test
	void mergesSystemMessagesIntoSystemInstruction() {
		assertThat(encodedJson(GEMINI_2, new SystemMessage("Be brief."), new UserMessage("Hi"), new SystemMessage(" "),
				new AssistantMessage("Hello"), new SystemMessage("Be kind."), new UserMessage("Bye")))
			.isEqualTo(json("""
					{"contents":[
					 {"role":"user","parts":[{"text":"Hi"}]},
					 {"role":"model","parts":[{"text":"Hello"}]},
					 {"role":"user","parts":[{"text":"Bye"}]}],
					 "systemInstruction":{"parts":[{"text":"Be brief."},{"text":"Be kind."}]}}"""));
	}

	@Test
	void rejectsPromptWithOnlySystemMessages() {
		assertThatIllegalArgumentException().isThrownBy(() -> encodedJson(GEMINI_2, new SystemMessage("Be brief.")))
			.withMessageContaining("has only system messages")
			.withMessageContaining("Add a user message");
	}

	@Test
	void addsSystemTextBeforeFirstUserTextForGemma() {
		assertThat(encodedJson("gemma-3-27b-it", new SystemMessage("Be brief."),
				UserMessage.builder().text("What is it?").media(png()).build()))
			.isEqualTo(
					json("""
							{"contents":[{"role":"user","parts":[
							 {"inlineData":{"mimeType":"image/png","data":"AQID"}},{"text":"Be brief."},{"text":"What is it?"}]}]}"""));
	}

	@Test
	void sendsSystemTextAsFirstContentForGemmaIfThereIsNoUserText() {
		assertThat(encodedJson("gemma-3-27b-it", new SystemMessage("Be brief."), new AssistantMessage("Hello.")))
			.isEqualTo(json("""
					{"contents":[{"role":"user","parts":[{"text":"Be brief."}]},
					 {"role":"model","parts":[{"text":"Hello."}]}]}"""));
	}

	@Test
	void mergesConsecutiveUserMessagesWithMediaFirst() {
		assertThat(encodedJson(GEMINI_2, UserMessage.builder().text("This").media(png()).build(),
				new UserMessage("and that")))
			.isEqualTo(json("""
					{"contents":[{"role":"user","parts":[
					 {"inlineData":{"mimeType":"image/png","data":"AQID"}},{"text":"This"},{"text":"and that"}]}]}"""));
	}

	@Test
	void keepsConsecutiveModelTurnsSeparate() {
		assertThat(encodedJson(GEMINI_2, new UserMessage("Hi"), new AssistantMessage("Hello."),
				new AssistantMessage("Well?"), new UserMessage("Bye")))
			.isEqualTo(json("""
					{"contents":[
					 {"role":"user","parts":[{"text":"Hi"}]},
					 {"role":"model","parts":[{"text":"Hello."}]},
					 {"role":"model","parts":[{"text":"Well?"}]},
					 {"role":"user","parts":[{"text":"Bye"}]}]}"""));
	}

	@Test
	void dropsBlankTextsAndEmptyTurns() {
		assertThat(encodedJson(GEMINI_2, new UserMessage("Hi"), new AssistantMessage("  "), new UserMessage("\n"),
				new UserMessage("there")))
			.isEqualTo(json("""
					{"contents":[{"role":"user","parts":[{"text":"Hi"},{"text":"there"}]}]}"""));
	}

	@Test
	void sendsResultsOfParallelCallsInOneContentInOrderOfCalls() {
		assertThat(encodedJson(GEMINI_2, new UserMessage("Weather?"),
				calls(call("1", "weather", "{\"city\":\"Oslo\"}"), call("2", "weather", "{\"city\":\"Rome\"}")),
				results(result("2", "weather", "warm"), result("1", "weather", "cold"))))
			.isEqualTo(json("""
					{"contents":[
					 {"role":"user","parts":[{"text":"Weather?"}]},
					 {"role":"model","parts":[
					  {"functionCall":{"name":"weather","args":{"city":"Oslo"}}},
					  {"functionCall":{"name":"weather","args":{"city":"Rome"}}}]},
					 {"role":"user","parts":[
					  {"functionResponse":{"name":"weather","response":{"result":"cold"}}},
					  {"functionResponse":{"name":"weather","response":{"result":"warm"}}}]}]}"""));
	}

	@Test
	void mergesToolResultMessagesAndMatchesResultsByNameIfIdsDiffer() {
		assertThat(encodedJson(GEMINI_2, new UserMessage("Go"),
				calls(call("1", "a", "{}"), call("2", "b", "{}"), call("3", "a", "{}")), results(result("x", "b", "B")),
				results(result("", "a", "A1"), result("", "a", "A2"))))
			.isEqualTo(
					json("""
							{"contents":[
							 {"role":"user","parts":[{"text":"Go"}]},
							 {"role":"model","parts":[{"functionCall":{"name":"a","args":{}}},{"functionCall":{"name":"b","args":{}}},{"functionCall":{"name":"a","args":{}}}]},
							 {"role":"user","parts":[
							  {"functionResponse":{"name":"a","response":{"result":"A1"}}},
							  {"functionResponse":{"name":"b","response":{"result":"B"}}},
							  {"functionResponse":{"name":"a","response":{"result":"A2"}}}]}]}"""));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void warnsOnceAboutEachDroppedOrReplacedPart(CapturedOutput output) {
		PromptEncoder encoder = new PromptEncoder(ToolCallingManager.builder().build(), null, new WarnOnce());
		AssistantMessage painting = AssistantMessage.builder()
			.content("")
			.properties(Map.of("qhaigcTurn", "{\"v\":1,\"p\":[{\"m\":0,\"h\":\"0\"}]}"))
			.build();
		Prompt prompt = new Prompt(List.of(results(result("0", "a", "A")), new UserMessage("Go"),
				calls(call("1", "paint", "{}")), painting, new UserMessage("Well?"), results(result("9", "z", "stray")),
				new UserMessage("And?")), options(GEMINI_2).build());
		encoder.encode(prompt);
		encoder.encode(prompt);
		for (String warning : List.of("begins with tool calls or tool results", "The call to tool 'paint'",
				"qhaigc.chat.media-in-metadata=copy", "has no tool call")) {
			assertThat(output.getOut().lines().filter((line) -> line.contains(warning))).singleElement()
				.asString()
				.contains("WARN");
		}
	}

	@Test
	void sendsErrorForMissingResultAndDropsSurplusResult() {
		assertThat(encodedJson(GEMINI_2, new UserMessage("Go"), calls(call("1", "a", "{}")),
				results(result("9", "z", "stray")), new UserMessage("Well?"), results(result("8", "y", "late"))))
			.isEqualTo(json("""
					{"contents":[
					 {"role":"user","parts":[{"text":"Go"}]},
					 {"role":"model","parts":[{"functionCall":{"name":"a","args":{}}}]},
					 {"role":"user","parts":[{"functionResponse":{"name":"a","response":{"error":"no result"}}}]},
					 {"role":"user","parts":[{"text":"Well?"}]}]}"""));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void dropsEmptyToolMessages(CapturedOutput output) {
		assertThat(encodedJson(GEMINI_3, new UserMessage("Go"), calls(), results(), new AssistantMessage("Done."),
				new UserMessage("Thanks")))
			.isEqualTo(json("""
					{"contents":[
					 {"role":"user","parts":[{"text":"Go"}]},
					 {"role":"model","parts":[{"text":"Done."}]},
					 {"role":"user","parts":[{"text":"Thanks"}]}]}"""));
		assertThat(output.getOut()).doesNotContain("has no tool call");
	}

	@Test
	void dropsToolCallsAndResultsAtStart() {
		assertThat(encodedJson(GEMINI_2, results(result("1", "a", "A")), calls(call("2", "b", "{}")),
				results(result("2", "b", "B")), new AssistantMessage("Done."), new UserMessage("Thanks")))
			.isEqualTo(json("""
					{"contents":[
					 {"role":"model","parts":[{"text":"Done."}]},
					 {"role":"user","parts":[{"text":"Thanks"}]}]}"""));
	}

	@Test
	void dropsLeadingModelTurnIfOptionIsSet() {
		assertThat(encodedJson(options(GEMINI_2).leadingModelTurn(LeadingModelTurn.DROP).build(),
				new AssistantMessage("Welcome!"), new UserMessage("Hi")))
			.isEqualTo(json("""
					{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"""));
	}

	@Test
	void sendsReceivedIdsInCallAndResult() {
		AssistantMessage turn = AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(call("w1", "a", "{}"), call("call_made_up", "b", "{}")))
			.properties(Map.of("qhaigcTurn", envelope()))
			.build();
		Message[] messages = { new UserMessage("Go"), turn,
				results(result("w1", "a", "A"), result("call_made_up", "b", "B")) };
		assertThat(encodedJson(GEMINI_2, messages)).isEqualTo(
				json("""
						{"contents":[
						 {"role":"user","parts":[{"text":"Go"}]},
						 {"role":"model","parts":[{"functionCall":{"name":"a","args":{},"id":"w1"}},{"functionCall":{"name":"b","args":{}}}]},
						 {"role":"user","parts":[
						  {"functionResponse":{"name":"a","response":{"result":"A"},"id":"w1"}},
						  {"functionResponse":{"name":"b","response":{"result":"B"}}}]}]}"""));
		assertThat(encodedJson(options(GEMINI_2).functionCallIds(FunctionCallIds.NEVER).build(), messages))
			.doesNotContain("w1");
	}

	@Test
	void addsMissingSignaturesInCurrentTurnForGemini3() {
		assertThat(encodedJson(GEMINI_3, new UserMessage("One"), calls(call("1", "a", "{}")),
				results(result("1", "a", "A")), new AssistantMessage("Fine."), new UserMessage("Two"),
				calls(call("2", "b", "{}"), call("3", "c", "{}")),
				results(result("2", "b", "B"), result("3", "c", "C")), calls(call("4", "d", "{}")),
				results(result("4", "d", "D"))))
			.isEqualTo(
					json("""
							{"contents":[
							 {"role":"user","parts":[{"text":"One"}]},
							 {"role":"model","parts":[{"functionCall":{"name":"a","args":{}}}]},
							 {"role":"user","parts":[{"functionResponse":{"name":"a","response":{"result":"A"}}}]},
							 {"role":"model","parts":[{"text":"Fine."}]},
							 {"role":"user","parts":[{"text":"Two"}]},
							 {"role":"model","parts":[{"functionCall":{"name":"b","args":{}},"thoughtSignature":"%1$s"},{"functionCall":{"name":"c","args":{}}}]},
							 {"role":"user","parts":[{"functionResponse":{"name":"b","response":{"result":"B"}}},{"functionResponse":{"name":"c","response":{"result":"C"}}}]},
							 {"role":"model","parts":[{"functionCall":{"name":"d","args":{}},"thoughtSignature":"%1$s"}]},
							 {"role":"user","parts":[{"functionResponse":{"name":"d","response":{"result":"D"}}}]}]}"""
						.formatted(PLACEHOLDER_SIGNATURE)));
	}

	@Test
	void optionForMissingSignaturesOverridesDefaultOfModel() {
		Message[] messages = { new UserMessage("One"), calls(call("1", "a", "{}")), results(result("1", "a", "A")) };
		assertThat(encodedJson(options(GEMINI_3).missingSignature(MissingSignature.SEND_UNSIGNED).build(), messages))
			.doesNotContain(PLACEHOLDER_SIGNATURE);
		assertThat(encodedJson(options(GEMINI_2).missingSignature(MissingSignature.SKIP_VALIDATION).build(), messages))
			.contains(PLACEHOLDER_SIGNATURE);
		assertThat(encodedJson("gemini-flash-latest", messages)).contains(PLACEHOLDER_SIGNATURE);
		assertThat(encodedJson(GEMINI_2, messages)).doesNotContain(PLACEHOLDER_SIGNATURE);
	}

	@Test
	void resetsToolChoiceToAutoAfterResultWithImage() {
		ToolCallback draw = FunctionToolCallback.builder("draw", () -> "").description("Draws").build();
		assertThat(encodedJson(options(GEMINI_2).toolCallbacks(draw).toolChoice(ToolChoice.any()).build(),
				new UserMessage("Draw"), calls(call("1", "draw", "{}")),
				results(result("1", "draw", "{\"mimeType\":\"image/png\",\"data\":\"AQID\"}"))))
			.contains("\"mode\":\"AUTO\"");
	}

	@Test
	void sendsImageInsideResultToGemini3AndAfterResultToOlderModels() {
		Message[] messages = { new UserMessage("Draw"), calls(call("1", "draw", "{}")),
				results(result("1", "draw", "{\"mimeType\":\"image/png\",\"data\":\"AQID\"}")) };
		assertThat(encodedJson(GEMINI_2, messages)).contains("""
				{"parts":[{"inlineData":{"data":"AQID","mimeType":"image/png"}}],"role":"user"}""");
		assertThat(encodedJson(GEMINI_3, messages)).contains("\"$ref\"").contains("displayName");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void dropsUnknownMessageTypesWithWarning(CapturedOutput output) {
		Message unknown = new AbstractMessage(MessageType.USER, "Hello", Map.of()) {
		};
		assertThat(encodedJson(GEMINI_2, unknown, new UserMessage("Hi"))).isEqualTo(json("""
				{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]}"""));
		assertThat(output).contains("WARN").containsOnlyOnce("Messages of type " + unknown.getClass().getName());
	}

	@Test
	void detectsThoughtsSinceLastUserMessage() {
		AssistantMessage thinking = AssistantMessage.builder()
			.content("")
			.properties(Map.of("thoughts", "Hm"))
			.toolCalls(List.of(call("1", "a", "{}")))
			.build();
		ToolResponseMessage result = results(result("1", "a", "A"));
		assertThat(encode(new UserMessage("Go"), thinking, result).earlierResponseHasThoughts()).isTrue();
		assertThat(encode(new UserMessage("Go"), calls(call("1", "a", "{}")), result).earlierResponseHasThoughts())
			.isFalse();
		assertThat(encode(new UserMessage("Go"), thinking, result, new AssistantMessage("Done."),
				new UserMessage("Thanks"))
			.earlierResponseHasThoughts()).isFalse();
	}

	/**
	 * Return JSON whose object fields are in a fixed order, so that two texts can be
	 * compared.
	 */
	private static String json(String json) {
		return MAPPER.writeValueAsString(MAPPER.readValue(json, Object.class));
	}

	private static String envelope() {
		return ModelTurn.envelope(List.of(new Part.FunctionCall("w1", "a", Map.of(), PartAttributes.NONE),
				new Part.FunctionCall(null, "b", Map.of(), PartAttributes.NONE)), MediaRetention.NONE);
	}

	private static ToolCall call(String id, String name, String arguments) {
		return new ToolCall(id, "function", name, arguments);
	}

	private static AssistantMessage calls(ToolCall... calls) {
		return AssistantMessage.builder().content("").toolCalls(List.of(calls)).build();
	}

	private static ToolResponse result(String id, String name, String data) {
		return new ToolResponse(id, name, data);
	}

	private static ToolResponseMessage results(ToolResponse... results) {
		return ToolResponseMessage.builder().responses(List.of(results)).build();
	}

	private static Media png() {
		return Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(new byte[] { 1, 2, 3 }).build();
	}

	private static QhaigcGeminiChatOptions.Builder options(String model) {
		return QhaigcGeminiChatOptions.builder().model(model);
	}

	private static String encodedJson(String model, Message... messages) {
		return encodedJson(options(model).build(), messages);
	}

	private static String encodedJson(QhaigcGeminiChatOptions options, Message... messages) {
		return json(WireJson.write((GenerateContentRequest) encode(options, messages).body()));
	}

	private static EncodedPrompt encode(Message... messages) {
		return encode(options(GEMINI_3).build(), messages);
	}

	private static EncodedPrompt encode(QhaigcGeminiChatOptions options, Message... messages) {
		return new PromptEncoder(ToolCallingManager.builder().build(), null, new WarnOnce())
			.encode(new Prompt(Arrays.asList(messages), options));
	}

}
