package net.qhaigc.springai.gemini.codec.turn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.content.Media;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;

import net.qhaigc.springai.gemini.codec.EmbeddedJsonLocations;
import net.qhaigc.springai.gemini.codec.EncodedPrompt;
import net.qhaigc.springai.gemini.codec.HeaderMetadata;
import net.qhaigc.springai.gemini.codec.ResponseDecoder;
import net.qhaigc.springai.gemini.codec.StreamDecoder;
import net.qhaigc.springai.gemini.codec.markup.ResponseMarkup;
import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModelTurn}: the parts of a turn of the model are sent back in order
 * and with their signatures, except for unsigned thoughts, invalid parts and what the
 * application changed.
 */
@ExtendWith(OutputCaptureExtension.class)
class ModelTurnTests {

	private static final String TEXT_AND_CALLS = """
			[{"text":"Let me look."},\
			{"functionCall":{"name":"weather","args":{"city":"Oslo"}},"thoughtSignature":"AAA="},\
			{"functionCall":{"name":"weather","args":{"city":"Rome"}}}]""";

	private static final String MISSING_MEDIA = "no longer in the conversation";

	@Nested
	class EnvelopeOfTurn {

		@Test
		void isOmittedForPlainText() {
			AssistantMessage message = receivedMessage("""
					[{"text":"Hello."}]""");
			assertThat(envelope(message)).isNull();
			assertThat(restoredParts(message)).isEqualTo("""
					[{"text":"Hello."}]""");
		}

		@Test
		void isOmittedForTextAndUnsignedCalls() {
			String parts = """
					[{"text":"Two calls."},{"functionCall":{"name":"a","args":{"x":1}}},{"functionCall":{"name":"b","args":{}}}]""";
			AssistantMessage message = receivedMessage(parts);
			assertThat(envelope(message)).isNull();
			assertThat(restoredParts(message)).isEqualTo(parts);
		}

		@Test
		void isOmittedForUnsignedThoughts() {
			assertThat(envelope(receivedMessage("""
					[{"text":"Hm.","thought":true},{"text":"Yes."}]"""))).isNull();
		}

		@Test
		void isOmittedForUnsignedMediaUnlessMediaIsCopied() {
			String parts = """
					[{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"iVBORw=="}}]""";
			assertThat(envelope(receivedMessage(parts))).isNull();
			assertThat(envelope(receivedMessage(parts, true))).contains("iVBORw==");
		}

		@Test
		void holdsNeitherTextNorArguments() {
			assertThat(envelope(receivedMessage(TEXT_AND_CALLS))).contains("AAA=")
				.doesNotContain("Let me")
				.doesNotContain("Oslo");
		}

		@Test
		void hasDocumentedFormat() {
			assertThat(envelope(receivedMessage(TEXT_AND_CALLS))).isEqualTo("""
					{"v":1,"p":[{"t":12,"h":"%s"},{"c":0,"h":"%s","s":"AAA="},{"c":1,"h":"%s"}]}""".formatted(
					Fingerprint.of("Let me look."), Fingerprint.of("weather", Map.of("city", "Oslo")),
					Fingerprint.of("weather", Map.of("city", "Rome"))));
		}

	}

	@Nested
	class RestoringUnchangedTurn {

		@Test
		void restoresSignatureOnItsPart() {
			assertThat(restoredParts(receivedMessage(TEXT_AND_CALLS))).isEqualTo(TEXT_AND_CALLS);
		}

		@Test
		void restoresSignedEmptyText() {
			String parts = """
					[{"text":"Done."},{"text":"","thoughtSignature":"c2ln"}]""";
			assertThat(restoredParts(receivedMessage(parts))).isEqualTo(parts);
		}

		@Test
		void restoresSignatureOfPartWithoutData() {
			assertThat(restoredParts(receivedMessage("""
					[{},{"text":"Done."},{"hologram":null},{"thoughtSignature":"c2ln"}]"""))).isEqualTo("""
					[{"text":"Done."},{"text":"","thoughtSignature":"c2ln"}]""");
			assertThat(envelope(receivedMessage("[{},{\"text\":\"Done.\"}]"))).isNull();
		}

		@Test
		void restoresBlankText() {
			String parts = """
					[{"text":"\\n"},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln"}]""";
			assertThat(restoredParts(receivedMessage(parts))).isEqualTo(parts);
			assertThat(restoredParts(aggregatedMessage(parts))).isEqualTo(parts);
		}

		@Test
		void ignoresEmptySignature() {
			assertThat(restoredParts(receivedMessage("""
					[{"functionCall":{"name":"f","args":{}},"thoughtSignature":""}]"""))).isEqualTo("""
					[{"functionCall":{"name":"f","args":{}}}]""");
		}

		@Test
		void movesSignatureOutOfCall() {
			assertThat(restoredParts(receivedMessage("""
					[{"functionCall":{"name":"f","args":{},"thoughtSignature":"c2ln"}}]"""))).isEqualTo("""
					[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln"}]""");
		}

		@ParameterizedTest
		@ValueSource(strings = { "[]", "[1]", "5", "true" })
		void replacesReceivedNonObjectArgumentsWithEmptyObject(String args) {
			assertThat(restoredParts(receivedMessage("""
					[{"functionCall":{"name":"f","args":%s},"thoughtSignature":"c2ln"}]""".formatted(args))))
				.isEqualTo("""
						[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln"}]""");
		}

		@Test
		void restoresPartWithTextAndCallAsTwoParts() {
			assertThat(restoredParts(receivedMessage("""
					[{"text":"A","functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln"}]"""))).isEqualTo("""
					[{"text":"A"},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln"}]""");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"mimeType\":\"image/png\",\"fileUri\":\"https://x/y.png\"}",
				"{\"fileUri\":\"https://x/y.png\",\"displayName\":\"y\"}" })
		void restoresFileExactlyOnce(String file) {
			String parts = "[{\"text\":\"A\"},{\"fileData\":" + file
					+ "},{\"text\":\"B\",\"thoughtSignature\":\"c2ln\"}]";
			assertThat(restoredParts(receivedMessage(parts))).isEqualTo(parts);
			AssistantMessage withoutMedia = AssistantMessage.builder()
				.content("AB")
				.properties(receivedMessage(parts).getMetadata())
				.build();
			assertThat(restoredParts(withoutMedia)).isEqualTo(parts);
		}

		@Test
		void restoresOnlySignedThoughts() {
			assertThat(restoredParts(receivedMessage(
					"""
							[{"text":"Hm.","thought":true},{"text":"Aha.","thought":true,"thoughtSignature":"dGg="},{"text":"Yes."}]""")))
				.isEqualTo("""
						[{"text":"Aha.","thought":true,"thoughtSignature":"dGg="},{"text":"Yes."}]""");
		}

		@Test
		void keepsSpellingOfKeysInFreeFormObjects() {
			String parts = """
					[{"text":"Hi.","partMetadata":{"snake_key":{"inner_key":1}}},{"hologram":{"depth_map":[{"far_plane":3}]}},\
					{"functionCall":{"name":"a","args":{"some_arg":1},"novel":{"new_key":{"x_y":1}}},"thoughtSignature":"c2ln"}]""";
			assertThat(restoredParts(receivedMessage(parts))).isEqualTo(parts);
		}

		@Test
		void restoresCodeExecutionAndServerToolCallsAndUnknownPartsInOrder() {
			String parts = """
					[{"text":"I compute."},\
					{"executableCode":{"language":"PYTHON","code":"print(1)","id":"x1"},"thoughtSignature":"Y29kZQ=="},\
					{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1\\n","id":"x1"}},\
					{"toolCall":{"toolType":"GOOGLE_SEARCH_WEB","args":{"queries":["q"]},"id":"t1"},"thoughtSignature":"dG9vbA=="},\
					{"toolResponse":{"toolType":"GOOGLE_SEARCH_WEB","response":{"search_suggestions":"<b>"},"id":"t1","novel":7}},\
					{"hologram":{"depth":3}},\
					{"text":"It is 1.","partMetadata":{"a":1}}]""";
			assertThat(restoredParts(receivedMessage(parts))).isEqualTo(parts);
		}

		@Test
		void restoresUnknownFieldsOfPart() {
			String parts = """
					[{"text":"Hi.","thought":false,"thoughtSignature":"AAA="},\
					{"functionCall":{"name":"a","args":{},"novel":{"x":1}},"thoughtSignature":"BBB=","further":[1]},\
					{"inlineData":{"mimeType":"image/png","data":"AQID","displayName":"a.png"},"thoughtSignature":"CCC="}]""";
			assertThat(restoredParts(receivedMessage(parts))).isEqualTo(parts);
		}

		@Test
		void restoresOnlyCallIdsThatWereReceived() {
			String parts = """
					[{"functionCall":{"name":"a","args":{},"id":"w1"}},{"functionCall":{"name":"a","args":{"n":1}}}]""";
			AssistantMessage message = receivedMessage(parts);
			assertThat(restoredParts(message)).isEqualTo(parts);
			assertThat(message.getToolCalls().get(0).id()).isEqualTo("w1");
			assertThat(message.getToolCalls().get(1).id()).matches("call_[A-Za-z0-9]{24}");
		}

		@Test
		void restoresCallWithoutArgs() {
			String parts = """
					[{"functionCall":{"name":"now"},"thoughtSignature":"AAA="}]""";
			AssistantMessage message = receivedMessage(parts);
			assertThat(message.getToolCalls().get(0).arguments()).isEqualTo("{}");
			assertThat(restoredParts(message)).isEqualTo(parts);
		}

		@Test
		void dropsCallMarkedAsThought() {
			AssistantMessage message = receivedMessage("""
					[{"functionCall":{"name":"a","args":{}},"thought":true,"thoughtSignature":"AAA="},\
					{"functionCall":{"name":"b","args":{"n":1}},"thoughtSignature":"BBB="},\
					{"functionCall":{"name":"b","args":{"n":2}}}]""");
			assertThat(message.getToolCalls()).extracting(ToolCall::arguments)
				.containsExactly("{\"n\":1}", "{\"n\":2}");
			ToolCall first = message.getToolCalls().get(0);
			ToolCall changed = new ToolCall(first.id(), "function", "b", "{\"n\":9}");
			assertThat(restoredParts(message)).isEqualTo("""
					[{"functionCall":{"name":"b","args":{"n":1}},"thoughtSignature":"BBB="},\
					{"functionCall":{"name":"b","args":{"n":2}}}]""");
			assertThat(restoredParts(changedMessage(message, "", List.of(changed, message.getToolCalls().get(1)))))
				.isEqualTo("""
						[{"functionCall":{"name":"b","args":{"n":9}}},{"functionCall":{"name":"b","args":{"n":2}}}]""");
		}

		@Test
		void restoresNumbersInArgumentsUnchanged() {
			String parts = """
					[{"functionCall":{"name":"n","args":{"a":1.0,"b":12345678901234567890,"c":0.10,"d":null,"e":[true,{}]}},\
					"thoughtSignature":"AAA="}]""";
			assertThat(restoredParts(receivedMessage(parts))).isEqualTo(parts);
		}

		@Test
		void restoresTurnFromMetadataStoredAsStrings() {
			AssistantMessage message = receivedMessage(TEXT_AND_CALLS);
			Map<String, Object> stored = new HashMap<>();
			message.getMetadata().forEach((key, value) -> stored.put(key, value.toString()));
			AssistantMessage restored = AssistantMessage.builder()
				.content(message.getText())
				.toolCalls(message.getToolCalls())
				.properties(stored)
				.build();
			assertThat(restoredParts(restored)).isEqualTo(TEXT_AND_CALLS);
		}

	}

	@Nested
	class RestoringMedia {

		@Test
		void restoresMediaInOrderWithSignature(CapturedOutput output) {
			String parts = """
					[{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"iVBORw=="},"thoughtSignature":"aW1n"},\
					{"text":"Nice?"}]""";
			AssistantMessage message = receivedMessage(parts);
			assertThat(message.getMedia()).hasSize(1);
			assertThat(envelope(message)).doesNotContain("iVBORw==");
			assertThat(restoredParts(message)).isEqualTo(parts);
			assertThat(output).doesNotContain(MISSING_MEDIA);
		}

		@Test
		void restoresSeveralMediaInOrder() {
			String parts = """
					[{"inlineData":{"mimeType":"image/png","data":"iVBORw=="},"thoughtSignature":"MQ=="},\
					{"fileData":{"mimeType":"image/png","fileUri":"https://x/y.png"}},\
					{"inlineData":{"mimeType":"image/png","data":"AQID"},"thoughtSignature":"Mg=="},{"text":"Nice?"}]""";
			assertThat(restoredParts(receivedMessage(parts))).isEqualTo(parts);
		}

		@Test
		void sendsMediaThatApplicationAdded() {
			AssistantMessage message = AssistantMessage.builder()
				.content("Here:")
				.media(List.of(new Media(MimeType.valueOf("image/png"), new ByteArrayResource(new byte[] { 1, 2, 3 }))))
				.build();
			assertThat(restoredParts(message)).isEqualTo("""
					[{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"AQID"}}]""");
		}

		@Test
		void dropsMediaThatMessageNoLongerHas(CapturedOutput output) {
			AssistantMessage message = receivedMessage(
					"""
							[{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"iVBORw=="},"thoughtSignature":"aW1n"}]""");
			AssistantMessage textOnly = AssistantMessage.builder()
				.content(message.getText())
				.properties(message.getMetadata())
				.build();
			assertThat(restoredParts(textOnly)).isEqualTo("""
					[{"text":"Here:"}]""");
			assertThat(output).containsOnlyOnce(MISSING_MEDIA);
		}

		@Test
		void restoresMediaCopiedToEnvelope(CapturedOutput output) {
			String parts = """
					[{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"iVBORw=="},"thoughtSignature":"aW1n"}]""";
			AssistantMessage message = receivedMessage(parts, true);
			AssistantMessage textOnly = AssistantMessage.builder()
				.content(message.getText())
				.properties(message.getMetadata())
				.build();
			assertThat(restoredParts(textOnly)).isEqualTo(parts);
			assertThat(restoredParts(message)).isEqualTo(parts);
			assertThat(output).doesNotContain(MISSING_MEDIA);
		}

	}

	@Nested
	class RestoringChangedTurn {

		@Test
		void sendsPrependedTextAsFirstPart() {
			AssistantMessage message = receivedMessage(TEXT_AND_CALLS);
			assertThat(
					restoredParts(changedMessage(message, "Round one. " + message.getText(), message.getToolCalls())))
				.isEqualTo("""
						[{"text":"Round one. "},""" + TEXT_AND_CALLS.substring(1));
		}

		@Test
		void keepsSignatureOfCallWhenTextIsChanged() {
			AssistantMessage message = receivedMessage(TEXT_AND_CALLS);
			assertThat(restoredParts(changedMessage(message, "Let me see.", message.getToolCalls())))
				.isEqualTo(TEXT_AND_CALLS.replace("Let me look.", "Let me see."));
		}

		@Test
		void removesOnlySignatureOfChangedText() {
			AssistantMessage message = receivedMessage("""
					[{"text":"One. ","thoughtSignature":"MQ=="},{"executableCode":{"language":"PYTHON","code":"1"}},\
					{"text":"Two.","thoughtSignature":"Mg=="}]""");
			assertThat(restoredParts(changedMessage(message, "One. Three.", List.of()))).isEqualTo("""
					[{"text":"One. ","thoughtSignature":"MQ=="},{"executableCode":{"language":"PYTHON","code":"1"}},\
					{"text":"Three."}]""");
			assertThat(restoredParts(changedMessage(message, "Zero. Two.", List.of()))).isEqualTo("""
					[{"text":"Zero. "},{"executableCode":{"language":"PYTHON","code":"1"}},\
					{"text":"Two.","thoughtSignature":"Mg=="}]""");
			assertThat(restoredParts(changedMessage(message, "One. More. Two.", List.of()))).isEqualTo("""
					[{"text":"One. ","thoughtSignature":"MQ=="},{"executableCode":{"language":"PYTHON","code":"1"}},\
					{"text":"More. "},{"text":"Two.","thoughtSignature":"Mg=="}]""");
			assertThat(restoredParts(changedMessage(message, "One. Two. Three.", List.of()))).isEqualTo("""
					[{"text":"One. ","thoughtSignature":"MQ=="},{"executableCode":{"language":"PYTHON","code":"1"}},\
					{"text":"Two.","thoughtSignature":"Mg=="},{"text":" Three."}]""");
		}

		@Test
		void keepsSignaturesAroundRemovedText() {
			AssistantMessage message = receivedMessage("""
					[{"text":"One. ","thoughtSignature":"MQ=="},{"text":"Two. ","thoughtSignature":"Mg=="},\
					{"text":"Three.","thoughtSignature":"Mw=="}]""");
			assertThat(restoredParts(changedMessage(message, "One. Three.", List.of()))).isEqualTo("""
					[{"text":"One. ","thoughtSignature":"MQ=="},{"text":"Three.","thoughtSignature":"Mw=="}]""");
		}

		@Test
		void keepsSignatureOnLastOfRepeatedTexts() {
			AssistantMessage message = receivedMessage("""
					[{"text":"Yes.","thoughtSignature":"MQ=="}]""");
			assertThat(restoredParts(changedMessage(message, "Yes.Yes.", List.of()))).isEqualTo("""
					[{"text":"Yes."},{"text":"Yes.","thoughtSignature":"MQ=="}]""");
		}

		@Test
		void dropsRemovedText() {
			AssistantMessage message = receivedMessage(TEXT_AND_CALLS);
			assertThat(restoredParts(changedMessage(message, "", message.getToolCalls())))
				.isEqualTo(TEXT_AND_CALLS.replace("{\"text\":\"Let me look.\"},", ""));
		}

		@Test
		void removesOnlySignatureOfChangedCall() {
			AssistantMessage message = receivedMessage("""
					[{"functionCall":{"name":"a","args":{"x":1}},"thoughtSignature":"MQ=="},\
					{"functionCall":{"name":"b","args":{"y":2}},"thoughtSignature":"Mg=="}]""");
			ToolCall first = message.getToolCalls().get(0);
			ToolCall second = message.getToolCalls().get(1);
			ToolCall changed = new ToolCall(first.id(), first.type(), first.name(), "{\"x\":9}");
			assertThat(restoredParts(changedMessage(message, "", List.of(changed, second)))).isEqualTo("""
					[{"functionCall":{"name":"a","args":{"x":9}}},\
					{"functionCall":{"name":"b","args":{"y":2}},"thoughtSignature":"Mg=="}]""");
			assertThat(restoredParts(changedMessage(message, "", List.of(second)))).isEqualTo("""
					[{"functionCall":{"name":"b","args":{"y":2}},"thoughtSignature":"Mg=="}]""");
			assertThat(restoredParts(
					changedMessage(message, "", List.of(first, second, new ToolCall("n", "function", "c", "{}")))))
				.endsWith("""
						{"functionCall":{"name":"c","args":{}}}]""");
		}

		@Test
		void sendsIdOfChangedCallOnlyIfModelSentThisId() {
			AssistantMessage message = receivedMessage("""
					[{"functionCall":{"name":"a","args":{"x":1},"id":"w1"}}]""");
			assertThat(restoredParts(
					changedMessage(message, "", List.of(new ToolCall("w1", "function", "a", "{\"x\":9}")))))
				.isEqualTo("""
						[{"functionCall":{"name":"a","args":{"x":9},"id":"w1"}}]""");
			assertThat(restoredParts(
					changedMessage(message, "", List.of(new ToolCall("w2", "function", "a", "{\"x\":9}")))))
				.isEqualTo("""
						[{"functionCall":{"name":"a","args":{"x":9}}}]""");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`',
				value = { "[1]|{\"input\":[1]}", "{x|{\"input\":\"{x\"}", "` `|{}", "{\"x\":1}|{\"x\":1}" })
		void wrapsArgumentsFromApplicationUnlessObjectOrBlank(String arguments, String sent) {
			AssistantMessage message = AssistantMessage.builder()
				.content("")
				.toolCalls(List.of(new ToolCall("i", "function", "f", arguments)))
				.build();
			assertThat(restoredParts(message)).isEqualTo("[{\"functionCall\":{\"name\":\"f\",\"args\":" + sent + "}}]");
		}

		@Test
		void comparesArgumentsAsJson() {
			AssistantMessage message = receivedMessage("""
					[{"functionCall":{"name":"a","args":{"x":1,"y":[2.50]}},"thoughtSignature":"MQ=="}]""");
			ToolCall call = message.getToolCalls().get(0);
			ToolCall reordered = new ToolCall(call.id(), call.type(), call.name(), "{ \"y\": [2.5], \"x\": 1.0 }");
			assertThat(restoredParts(changedMessage(message, "", List.of(reordered)))).contains("MQ==");
		}

	}

	@Nested
	class RestoringStreamedTurn {

		@Test
		void restoresAggregatedStream() {
			assertThat(restoredParts(aggregatedMessage("[{\"text\":\"Let me \"}]", "[{\"text\":\"look.\"}]", """
					[{"functionCall":{"name":"weather","args":{"city":"Oslo"}},"thoughtSignature":"AAA="}]""", """
					[{"functionCall":{"name":"weather","args":{"city":"Rome"}}}]"""))).isEqualTo(TEXT_AND_CALLS);
		}

		@Test
		void joinsOnlyUnsignedTexts() {
			assertThat(restoredParts(aggregatedMessage("[{\"text\":\"a\"}]",
					"[{\"text\":\"b\",\"thoughtSignature\":\"Yg==\"}]", "[{\"text\":\"c\"}]", "[{\"text\":\"d\"}]",
					"[{\"text\":\"\",\"thoughtSignature\":\"ZQ==\"}]")))
				.isEqualTo(
						"""
								[{"text":"a"},{"text":"b","thoughtSignature":"Yg=="},{"text":"cd"},{"text":"","thoughtSignature":"ZQ=="}]""");
		}

	}

	@Nested
	class ReadingEnvelope {

		@Test
		void readsEntriesOfAllTypes(CapturedOutput output) {
			String attributes = """
					"s":"c2ln","o":false,"x":{"further":[1]},"i":{"novel":{"x":1}}""";
			String json = """
					{"v":1,"p":[{"t":2,"h":"d0",%1$s},{"c":0,"h":"c4","id":"w1","e":true,%1$s},\
					{"m":0,"h":"1f","y":"image/png","d":"a.png","r":{"inlineData":{"mimeType":"image/png","data":"AQID"}},%1$s},\
					{"r":{"toolCall":{"toolType":"URL_CONTEXT","id":"t1"}}}]}"""
				.formatted(attributes);
			Envelope envelope = Envelope.read(json, new WarnOnce());
			assertThat(envelope.entries()).hasExactlyElementsOfTypes(EnvelopeEntry.Text.class, EnvelopeEntry.Call.class,
					EnvelopeEntry.Media.class, EnvelopeEntry.Verbatim.class);
			assertThat(envelope.write()).isEqualTo(json);
			assertThat(output).isEmpty();
		}

		@Test
		void ignoresEnvelopeOfUnknownVersionWithOneWarning(CapturedOutput output) {
			String unknown = envelope(receivedMessage(TEXT_AND_CALLS)).replace("\"v\":1", "\"v\":2");
			assertThat(restoredFrom(unknown)).isEqualTo("[{\"text\":\"Hi\"}]");
			assertThat(output.getOut().lines()).singleElement()
				.asString()
				.contains("WARN", "qhaigcTurn", "version 2", "reads version 1");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{", "[]", "null", "{}", "{\"v\":1}", "{\"v\":1,\"p\":7}", "{\"v\":1,\"p\":[7]}",
				"{\"v\":1,\"p\":[{}]}", "{\"v\":1,\"p\":[{\"t\":2}]}", "{\"v\":1,\"p\":[{\"t\":-2,\"h\":\"0\"}]}",
				"{\"v\":1,\"p\":[{\"c\":\"0\",\"h\":\"0\"}]}", "{\"v\":1,\"p\":[{\"r\":\"text\"}]}",
				"{\"v\":1,\"p\":[{\"m\":0,\"h\":\"0\",\"s\":1}]}" })
		void ignoresInvalidEnvelopeWithOneWarning(String invalid, CapturedOutput output) {
			assertThat(restoredFrom(invalid)).isEqualTo("[{\"text\":\"Hi\"}]");
			assertThat(output.getOut().lines()).singleElement()
				.asString()
				.contains("WARN", "qhaigcTurn", "not a valid");
		}

		@Test
		void ignoresLengthsBeyondTextOfMessage() {
			assertThat(restoredFrom("""
					{"v":1,"p":[{"t":2147483647,"h":"0"},{"t":2147483647,"h":"0"},{"c":9,"h":"0"}]}"""))
				.isEqualTo("[{\"text\":\"Hi\"}]");
			assertThat(restoredFrom("""
					{"v":1,"p":[{"t":1,"h":"48"},{"t":3,"h":"0"}]}"""))
				.isEqualTo("[{\"text\":\"H\"},{\"text\":\"i\"}]");
		}

		@Test
		void ignoresEnvelopeThatIsNotAString(CapturedOutput output) {
			assertThat(restoredParts(message("Hi", 7))).isEqualTo("[{\"text\":\"Hi\"}]");
			assertThat(output).isEmpty();
		}

		/**
		 * Restore two messages with the envelope, so that a repeated warning is noticed.
		 * Return the parts, which must be the same for both messages.
		 */
		private String restoredFrom(String envelope) {
			WarnOnce warnings = new WarnOnce();
			String first = restoredParts(message("Hi", envelope), warnings);
			assertThat(restoredParts(message("Hi", envelope), warnings)).isEqualTo(first);
			return first;
		}

		private static AssistantMessage message(String text, Object envelope) {
			return AssistantMessage.builder().content(text).properties(Map.of("qhaigcTurn", envelope)).build();
		}

	}

	private static AssistantMessage receivedMessage(String parts) {
		return receivedMessage(parts, false);
	}

	private static AssistantMessage receivedMessage(String parts, boolean copyMedia) {
		return new ResponseDecoder(new WarnOnce())
			.decode(response(parts, "\"finishReason\":\"STOP\""), HeaderMetadata.NONE, prompt(copyMedia))
			.getResult()
			.getOutput();
	}

	private static AssistantMessage aggregatedMessage(String... partsOfEvents) {
		StreamDecoder decoder = new StreamDecoder(prompt(false), new WarnOnce());
		List<ChatResponse> chunks = new ArrayList<>();
		for (String parts : partsOfEvents) {
			chunks.addAll(decoder.decode(response(parts, "\"index\":0")));
		}
		chunks.add(decoder.close("STOP"));
		List<Generation> aggregated = new ArrayList<>();
		new MessageAggregator().aggregate(Flux.fromIterable(chunks), (response) -> aggregated.add(response.getResult()))
			.blockLast();
		return aggregated.get(0).getOutput();
	}

	private static GenerateContentResponse response(String parts, String candidateField) {
		byte[] json = "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":%s},%s}]}"
			.formatted(parts, candidateField)
			.getBytes(StandardCharsets.UTF_8);
		return WireJson.readResponse(json, 0, json.length);
	}

	private static EncodedPrompt prompt(boolean copyMedia) {
		GenerateContentRequest body = GenerateContentRequest.of(List.of());
		return new EncodedPrompt("gemini-3-flash", body, Map.of(), Map.of(), Map.of(), EmbeddedJsonLocations.NONE,
				ResponseMarkup.NONE, List.of(), copyMedia ? MediaRetention.COPY : MediaRetention.NONE, false);
	}

	private static AssistantMessage changedMessage(AssistantMessage message, String text, List<ToolCall> calls) {
		return AssistantMessage.builder()
			.content(text)
			.toolCalls(calls)
			.properties(message.getMetadata())
			.media(message.getMedia())
			.build();
	}

	private static String envelope(AssistantMessage message) {
		return (String) message.getMetadata().get("qhaigcTurn");
	}

	private static String restoredParts(AssistantMessage message) {
		return restoredParts(message, new WarnOnce());
	}

	private static String restoredParts(AssistantMessage message, WarnOnce warnings) {
		return WireJson.write(ModelTurn.restore(message, new HistoryMediaEncoder(null, warnings), warnings)
			.stream()
			.map(ModelTurn.RestoredPart::part)
			.toList());
	}

}
