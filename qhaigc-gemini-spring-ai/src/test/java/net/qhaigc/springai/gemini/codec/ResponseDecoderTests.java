package net.qhaigc.springai.gemini.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.EmptyRateLimit;
import org.springframework.ai.chat.metadata.PromptMetadata.PromptFilterMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.codec.markup.ResponseMarkup;
import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.AttemptedToolCall;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link ResponseDecoder}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ResponseDecoderTests {

	private final WarnOnce warnings = new WarnOnce();

	@Test
	void decodesCandidatesInOrderOfIndexes() {
		ChatResponse response = decode("""
				{"candidates":[{"index":2,"content":{"parts":[{"text":"two"}]},"finishReason":"STOP"},
				 {"index":0,"content":{"parts":[{"text":"ze"},{"text":"ro"}]},"finishReason":"MAX_TOKENS"},
				 {"index":1,"content":{"parts":[{"text":"one"}]},"finishReason":"STOP"}]}""");
		assertThat(response.getResults()).extracting((generation) -> generation.getOutput().getText())
			.containsExactly("zero", "one", "two");
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("MAX_TOKENS");
	}

	@Test
	void keepsOrderOfCandidatesWithoutIndexes() {
		assertThat(decode("""
				{"candidates":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]}""")
			.getResults())
			.extracting((generation) -> QhaigcGeminiMetadata.from(generation).candidateIndex(),
					(generation) -> generation.getOutput().getText())
			.containsExactly(tuple(0, "a"), tuple(1, "b"));
	}

	@Test
	void keepsTextNextToToolCall() {
		AssistantMessage message = decode(
				"""
						{"candidates":[{"content":{"parts":[{"text":"Let me look."},{"functionCall":{"name":"f","args":{"x":1}}}]}}]}""")
			.getResult()
			.getOutput();
		assertThat(message.getText()).isEqualTo("Let me look.");
		assertThat(message.getToolCalls()).singleElement()
			.satisfies((call) -> assertThat(call.arguments()).isEqualTo("{\"x\":1}"));
	}

	@Test
	void separatesThoughtsOfAnyTypeFromAnswer() {
		Generation generation = decode("""
				{"candidates":[{"content":{"parts":[{"text":"Hm. ","thought":true},
				 {"inlineData":{"mimeType":"image/png","data":"AQID"},"thought":true},
				 {"executableCode":{"language":"PYTHON","code":"1"},"thought":true},
				 {"text":"So.","thought":true},{"text":"Yes."}]},"finishReason":"STOP"}]}""").getResult();
		assertThat(generation.getOutput().getText()).isEqualTo("Yes.");
		assertThat(generation.getOutput().getMedia()).isEmpty();
		assertThat(generation.getOutput().getMetadata()).containsEntry("thoughts", "Hm. So.")
			.doesNotContainKey("reasoningContent");
		assertThat(generation.getMetadata().<String>get("reasoningContent")).isEqualTo("Hm. So.");
		assertThat(QhaigcGeminiMetadata.from(generation).codeExecutions()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
			"MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE" })
	void returnsInvalidToolCallsAsAttemptedToolCallsAndWarns(String reason, CapturedOutput output) {
		Generation generation = decode("""
				{"candidates":[{"content":{"parts":[{"text":"I will try."},
				 {"functionCall":{"name":"ghost","args":{"x":1}},"thoughtSignature":"AAA="}]},
				 "finishReason":"%s","finishMessage":"No such tool."}]}""".formatted(reason)).getResult();
		assertThat(generation.getOutput().getToolCalls()).isEmpty();
		assertThat(generation.getOutput().getText()).isEqualTo("I will try.");
		assertThat(generation.getOutput().getMetadata()).doesNotContainKey("qhaigcTurn");
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo(reason);
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(generation);
		assertThat(metadata.attemptedToolCalls()).containsExactly(new AttemptedToolCall("ghost", Map.of("x", 1)));
		assertThat(metadata.finishMessage()).isEqualTo("No such tool.");
		assertThat(output.getOut()).contains("WARN", "The response ended with " + reason, "attemptedToolCalls()");
	}

	@Test
	void generatesIdsForToolCallsWithMissingOrRepeatedIds() {
		List<String> ids = decode("""
				{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","id":"w"}},
				 {"functionCall":{"name":"g","id":"w"}},{"functionCall":{"name":"f","id":" "}},
				 {"functionCall":{"name":"f"}}]},"finishReason":"STOP"}]}""").getResult()
			.getOutput()
			.getToolCalls()
			.stream()
			.map(ToolCall::id)
			.toList();
		assertThat(ids).doesNotHaveDuplicates().hasSize(4).startsWith("w");
		assertThat(ids.subList(1, 4)).allMatch((id) -> id.matches("call_[A-Za-z0-9]{24}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "STOP", "CONTINUATION", "NOVEL_REASON" })
	void returnsAnyFinishReasonUnchanged(String reason) {
		assertThat(decode("{\"candidates\":[{\"finishReason\":\"%s\"}]}".formatted(reason)).getResult()
			.getMetadata()
			.getFinishReason()).isEqualTo(reason);
	}

	@Test
	void decodesCandidateWithoutParts() {
		Generation generation = decode("{\"candidates\":[{\"finishReason\":\"MAX_TOKENS\"}]}").getResult();
		assertThat(generation.getOutput().getText()).isEmpty();
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("MAX_TOKENS");
	}

	@Test
	void returnsEmptyGenerationForBlockedPromptAndWarns(CapturedOutput output) {
		ChatResponse response = decode("{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}}");
		assertThat(response.getResults()).singleElement().satisfies((generation) -> {
			assertThat(generation.getOutput().getText()).isEmpty();
			assertThat(generation.getMetadata().getFinishReason()).isEqualTo("PROHIBITED_CONTENT");
		});
		assertThat(response.getMetadata().getPromptMetadata()).singleElement()
			.extracting(PromptFilterMetadata::getContentFilterMetadata)
			.isEqualTo(Map.of("blockReason", "PROHIBITED_CONTENT"));
		assertThat(output.getOut()).contains("WARN", "The prompt was blocked (PROHIBITED_CONTENT)");
	}

	@Test
	void returnsBlockedCategoriesAsContentFilters() {
		assertThat(decode("""
				{"candidates":[{"finishReason":"SAFETY","safetyRatings":[
				 {"category":"HARM_CATEGORY_HARASSMENT","probability":"HIGH","blocked":true},
				 {"category":"HARM_CATEGORY_HATE_SPEECH","probability":"LOW"}]}]}""").getResult()
			.getMetadata()
			.getContentFilters()).containsExactly("HARM_CATEGORY_HARASSMENT");
	}

	@Test
	void fallsBackToRequestedModelAndRequestId() {
		String bare = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}";
		ChatResponse response = decode(bare, new HeaderMetadata("req-7", null, new EmptyRateLimit()));
		assertThat(response.getMetadata().getModel()).isEqualTo("gemini-3-flash");
		assertThat(response.getMetadata().getId()).isEqualTo("req-7");
		assertThat(decode(bare).getMetadata().getId()).isEmpty();
		ChatResponse withModelAndId = decode(bare.replace("}]}", "}],\"modelVersion\":\"m1\",\"responseId\":\"r1\"}"),
				new HeaderMetadata("req-7", null, new EmptyRateLimit()));
		assertThat(withModelAndId.getMetadata().getModel()).isEqualTo("m1");
		assertThat(withModelAndId.getMetadata().getId()).isEqualTo("r1");
		assertThat(withModelAndId.getMetadata().<String>get("requestId")).isEqualTo("req-7");
	}

	@Test
	void countsToolUseTokensAsPromptTokensAndThinkingTokensAsCompletionTokens() {
		Usage usage = usage("""
				{"promptTokenCount":10,"toolUsePromptTokenCount":5,"candidatesTokenCount":3,"thoughtsTokenCount":4,
				 "cachedContentTokenCount":8,"totalTokenCount":23}""");
		assertThat(usage.getPromptTokens()).isEqualTo(15);
		assertThat(usage.getCompletionTokens()).isEqualTo(7);
		assertThat(usage.getTotalTokens()).isEqualTo(23);
		assertThat(usage.getCacheReadInputTokens()).isEqualTo(8);
		assertThat(usage.getNativeUsage()).isInstanceOfSatisfying(TokenUsage.class,
				(tokens) -> assertThat(tokens.thoughtsTokenCount()).isEqualTo(4));
	}

	@Test
	void computesTotalTokenCountOnlyIfResponseHasNone() {
		assertThat(usage("{\"promptTokenCount\":10,\"candidatesTokenCount\":3}").getTotalTokens()).isEqualTo(13);
		assertThat(
				usage("{\"promptTokenCount\":10,\"candidatesTokenCount\":3,\"totalTokenCount\":20}").getTotalTokens())
			.isEqualTo(20);
		assertThat(usage("{}").getTotalTokens()).isZero();
		assertThat(usage("null").getPromptTokens()).isZero();
	}

	@Test
	void limitsTokenCountsToMaximumOfInteger() {
		Usage usage = usage("""
				{"promptTokenCount":2147483647,"toolUsePromptTokenCount":1,"candidatesTokenCount":2147483000,
				"thoughtsTokenCount":99999999999}""");
		assertThat(usage.getPromptTokens()).isEqualTo(Integer.MAX_VALUE);
		assertThat(usage.getCompletionTokens()).isEqualTo(Integer.MAX_VALUE);
		assertThat(usage.getTotalTokens()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void readsNegativeTokenCountsAsZero() {
		Usage usage = usage(
				"""
						{"promptTokenCount":-5,"toolUsePromptTokenCount":2,"candidatesTokenCount":"-3","thoughtsTokenCount":-1.5,
						"totalTokenCount":-99999999999,"cachedContentTokenCount":-1,
						"promptTokensDetails":[{"modality":"TEXT","tokenCount":-5}]}""");
		assertThat(usage.getPromptTokens()).isEqualTo(2);
		assertThat(usage.getCompletionTokens()).isZero();
		assertThat(usage.getTotalTokens()).isZero();
		assertThat(usage.getCacheReadInputTokens()).isZero();
		assertThat(usage.getNativeUsage()).isInstanceOfSatisfying(TokenUsage.class,
				(tokens) -> assertThat(tokens.promptTokensDetails())
					.containsExactly(new TokenUsage.ModalityTokenCount("TEXT", 0)));
	}

	private Usage usage(String usage) {
		return decode("{\"candidates\":[{}],\"usageMetadata\":" + usage + "}").getMetadata().getUsage();
	}

	private ChatResponse decode(String json) {
		return decode(json, HeaderMetadata.NONE);
	}

	private ChatResponse decode(String json, HeaderMetadata headers) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		GenerateContentRequest body = GenerateContentRequest.of(List.of());
		return new ResponseDecoder(this.warnings).decode(WireJson.readResponse(bytes, 0, bytes.length), headers,
				new EncodedPrompt("gemini-3-flash", body, Map.of(), Map.of(), Map.of(), EmbeddedJsonLocations.NONE,
						ResponseMarkup.NONE, List.of(), MediaRetention.NONE, false));
	}

}
