package net.qhaigc.springai.gemini.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.codec.markup.ResponseMarkup;
import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link StreamDecoder}.
 */
class StreamDecoderTests {

	@Nested
	class Chunks {

		@Test
		void emitsTextPerEventAndMetadataInClosingChunk() {
			List<ChatResponse> chunks = stream(
					"""
							{"candidates":[{"content":{"parts":[{"text":"Hel"}]},"index":0}],"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3},"modelVersion":"m1","responseId":"r1"}""",
					"""
							{"candidates":[{"content":{"parts":[{"text":"lo"}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2,"totalTokenCount":5},"modelVersion":"m1","responseId":"r1"}""");
			assertThat(texts(chunks)).containsExactly("Hel", "lo", "");
			assertThat(chunks.subList(0, 2)).allSatisfy((chunk) -> {
				assertThat(chunk.getResult().getMetadata()).isSameAs(ChatGenerationMetadata.NULL);
				assertThat(chunk.getMetadata().getUsage().getTotalTokens()).isZero();
				assertThat(chunk.getMetadata().getId()).isEqualTo("r1");
				assertThat(chunk.getMetadata().getModel()).isEqualTo("m1");
			});
			ChatResponse closing = chunks.get(2);
			assertThat(closing.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
			assertThat(closing.getMetadata().getUsage().getPromptTokens()).isEqualTo(3);
			assertThat(closing.getMetadata().getUsage().getCompletionTokens()).isEqualTo(2);
		}

		@Test
		void emitsThoughtAsChunkWithoutText() {
			List<ChatResponse> chunks = stream("""
					{"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"Yes"}]}}]}""", """
					{"candidates":[{"content":{"parts":[{"text":"!","thought":true}]},"finishReason":"STOP"}]}""");
			assertThat(texts(chunks)).containsExactly("", "Yes", "", "");
			assertThat(chunks.get(0).getResult().getOutput().getMetadata()).containsEntry("isThought", true)
				.containsEntry("thoughts", "Hm");
			ChatResponse closing = chunks.get(3);
			assertThat(closing.getResult().getOutput().getMetadata()).containsEntry("isThought", false)
				.containsEntry("thoughts", "Hm!")
				.doesNotContainKey("reasoningContent");
			assertThat(closing.getResult().getMetadata().<String>get("reasoningContent")).isEqualTo("Hm!");
		}

		@Test
		void emitsSearchQueriesWhenTheyAreReceived() {
			List<ChatResponse> chunks = stream("""
					{"candidates":[{"content":{"parts":[{"text":"a"}]},
					 "groundingMetadata":{"webSearchQueries":["q1"],"imageSearchQueries":["q1"]}}]}""",
					"""
							{"candidates":[{"groundingMetadata":{"webSearchQueries":["q1","q2"],"groundingChunks":[{"web":{"uri":"u"}}]}}]}""",
					"""
							{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP",
							 "groundingMetadata":{"webSearchQueries":["q1","q2","q3"]}}]}""");
			assertThat(texts(chunks)).containsExactly("", "a", "", "b", "");
			assertThat(chunks.get(0).getResult().getMetadata().<Object>get("groundingMetadata"))
				.isEqualTo(Map.of("webSearchQueries", List.of("q1"), "imageSearchQueries", List.of("q1")));
			assertThat(QhaigcGeminiMetadata.from(chunks.get(2)).grounding().webSearchQueries()).containsExactly("q2");
			assertThat(QhaigcGeminiMetadata.from(chunks.get(4)).grounding().webSearchQueries()).containsExactly("q1",
					"q2", "q3");
		}

		@Test
		void emitsMediaOnceAndOmitsMediaOfThoughts() {
			List<ChatResponse> chunks = stream(
					"""
							{"candidates":[{"content":{"parts":[{"text":"Look"},{"inlineData":{"mimeType":"image/png","data":"AQID"}}]}}]}""",
					"""
							{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"BA=="},"thought":true}]},"finishReason":"STOP"}]}""");
			assertThat(texts(chunks)).containsExactly("Look", "", "");
			assertThat(chunks).flatExtracting((chunk) -> chunk.getResult().getOutput().getMedia())
				.singleElement()
				.satisfies((media) -> assertThat(media.getDataAsByteArray()).containsExactly(1, 2, 3));
			assertThat(chunks.get(1).getResult().getOutput().getMedia()).hasSize(1);
		}

		@Test
		void setsFinishReasonOnClosingChunkOnly() {
			List<ChatResponse> chunks = stream("""
					{"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP"}]}""", """
					{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]}""", """
					{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"MAX_TOKENS"}]}""");
			assertThat(texts(chunks)).containsExactly("a", "b", "");
			assertThat(chunks.subList(0, 2)).extracting((chunk) -> chunk.getResult().getMetadata().getFinishReason())
				.containsOnlyNulls();
			assertThat(chunks.get(2).getResult().getMetadata().getFinishReason()).isEqualTo("MAX_TOKENS");
		}

		@Test
		void addsNoMetadataToMessageWithPlainText() {
			List<ChatResponse> chunks = stream(parts("{\"text\":\"Hello\"}"), """
					{"candidates":[{"finishReason":"STOP"}]}""");
			assertThat(chunks).hasSize(2)
				.allSatisfy((chunk) -> assertThat(chunk.getResult().getOutput().getMetadata())
					.containsOnlyKeys("messageType"));
			assertThat(aggregate(chunks).getResult().getOutput().getMetadata()).containsOnlyKeys("messageType");
		}

		@Test
		void replacesThoughtsOfEarlierResponseInSameToolLoop() {
			List<ChatResponse> chunks = new ArrayList<>(
					stream(parts("{\"text\":\"Hm\",\"thought\":true},{\"functionCall\":{\"name\":\"a\"}}")));
			// The tool loop of Spring AI emits no chunks with tool calls.
			chunks.removeIf(ChatResponse::hasToolCalls);
			assertThat(chunks).singleElement()
				.satisfies((chunk) -> assertThat(chunk.getResult().getOutput().getMetadata()).containsEntry("isThought",
						true));
			StreamDecoder second = decoder(true);
			chunks.addAll(second.decode(parse(parts("{\"text\":\"Done.\"}"))));
			chunks.add(second.close("STOP"));
			assertThat(aggregate(chunks).getResult().getOutput().getMetadata())
				.isEqualTo(second.response().getResult().getOutput().getMetadata())
				.containsEntry("isThought", false)
				.containsEntry("thoughts", "")
				.doesNotContainKey("qhaigcTurn");
		}

		@Test
		void aggregatedChunksEqualCompleteResponse() {
			StreamDecoder decoder = decoder(false);
			List<ChatResponse> chunks = new ArrayList<>();
			for (String event : List.of(
					"""
							{"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},{"text":"A "}]},"safetyRatings":[{"category":"X","probability":"LOW"}]}],"responseId":"r","modelVersion":"m"}""",
					"""
							{"candidates":[{"content":{"parts":[{"text":"b.","thoughtSignature":"AA=="},{"functionCall":{"name":"f","id":"i","args":{"x":1}}}]},"finishReason":"STOP","finishMessage":"Done.","groundingMetadata":{"webSearchQueries":["q"]}}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2,"thoughtsTokenCount":3,"toolUsePromptTokenCount":4,"totalTokenCount":10}}""")) {
				chunks.addAll(decoder.decode(parse(event)));
			}
			chunks.add(decoder.close(null));
			ChatResponse aggregated = aggregate(chunks);
			ChatResponse complete = decoder.response();
			Generation expected = complete.getResult();
			Generation actual = aggregated.getResult();
			assertThat(actual.getOutput()).isEqualTo(expected.getOutput());
			assertThat(actual.getOutput().getMetadata()).isEqualTo(expected.getOutput().getMetadata());
			assertThat(actual.getMetadata()).isEqualTo(expected.getMetadata());
			assertThat(aggregated.getMetadata().getId()).isEqualTo(complete.getMetadata().getId());
			assertThat(aggregated.getMetadata().getModel()).isEqualTo(complete.getMetadata().getModel());
			assertThat(aggregated.getMetadata().getUsage().getTotalTokens()).isEqualTo(10);
			assertThat(aggregated.getMetadata().getUsage().getPromptTokens()).isEqualTo(5);
			assertThat(aggregated.getMetadata().getUsage().getCompletionTokens()).isEqualTo(5);
		}

	}

	@Nested
	class ToolCalls {

		@Test
		void emitsAllToolCallsInClosingChunk() {
			List<ChatResponse> chunks = stream("""
					{"candidates":[{"content":{"parts":[{"functionCall":{"name":"a","args":{"x":1}}}]}}]}""", """
					{"candidates":[{"content":{"parts":[{"text":"And"},{"functionCall":{"name":"b"}}]}}]}""", """
					{"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP"}]}""");
			assertThat(texts(chunks)).containsExactly("And", "");
			assertThat(chunks.get(0).hasToolCalls()).isFalse();
			assertThat(chunks.get(1).getResult().getOutput().getToolCalls())
				.extracting(ToolCall::name, ToolCall::arguments)
				.containsExactly(tuple("a", "{\"x\":1}"), tuple("b", "{}"));
		}

		@Test
		void mergesPartialArgs() {
			ChatResponse closing = last(stream(parts("""
					{"functionCall":{"name":"cook","willContinue":true},"thoughtSignature":"AAA="}"""),
					parts("""
							{"functionCall":{"partialArgs":[{"jsonPath":"$.recipe.items[0].name","stringValue":"Lasa","willContinue":true}],"willContinue":true}}"""),
					parts("""
							{"functionCall":{"partialArgs":[{"jsonPath":"$.recipe.items[0].name","stringValue":"gna"}],"willContinue":true}}"""),
					parts("""
							{"functionCall":{"partialArgs":[{"jsonPath":"$.recipe.items[1].name","stringValue":"Egg"},{"jsonPath":"$.n","numberValue":2},{"jsonPath":"$.ok","boolValue":false},{"jsonPath":"$.none","nullValue":"NULL_VALUE"}],"willContinue":true}}"""),
					parts("{\"functionCall\":{}}"), """
							{"candidates":[{"finishReason":"STOP"}]}"""));
			assertThat(closing.getResult().getOutput().getToolCalls()).singleElement()
				.satisfies((call) -> assertThat(call.arguments()).isEqualTo("""
						{"recipe":{"items":[{"name":"Lasagna"},{"name":"Egg"}]},"n":2,"ok":false,"none":null}"""));
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`',
				textBlock = """
						{"jsonPath":"$['a b'][\\"c\\"]","numberValue":1} | {"a b":{"c":1}}
						{"jsonPath":".a.b","numberValue":1} | {"a":{"b":1}}
						{"jsonPath":"$.a[0]","numberValue":1},{"jsonPath":"$.a[0]","numberValue":2},{"jsonPath":"$.a[1]","numberValue":3} | {"a":[2,3]}
						{"jsonPath":"$.a[0].b","numberValue":1},{"jsonPath":"$.a[0].c[0]","numberValue":2} | {"a":[{"b":1,"c":[2]}]}
						{"jsonPath":"$.a","stringValue":"x","willContinue":true},{"jsonPath":"$.b","numberValue":1},{"jsonPath":"$.a","stringValue":"y"} | {"a":"y","b":1}
						""")
		void putsPartialArgAtItsPath(String partialArgs, String expected) {
			assertThat(arguments(parts("{\"functionCall\":{\"name\":\"a\",\"partialArgs\":[" + partialArgs + "]}}")))
				.containsExactly(expected);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`',
				textBlock = """
						{"jsonPath":"$","numberValue":1},{"jsonPath":"a","numberValue":1},{"jsonPath":"$[0]","numberValue":1} | {}
						{"jsonPath":"$.a[","numberValue":1},{"jsonPath":"$.a..b","numberValue":1},{"jsonPath":"$.a b[x]","numberValue":1} | {}
						5,"text",[{"jsonPath":"$.a","numberValue":1}],{"jsonPath":"$.b","numberValue":1} | {"b":1}
						{"jsonPath":"$.a[1]","numberValue":1} | {"a":[]}
						{"jsonPath":"$.a","numberValue":1},{"jsonPath":"$.a.b.c","numberValue":2} | {"a":1}
						{"jsonPath":"$.a.b","numberValue":1},{"jsonPath":"$.a[0]","numberValue":2} | {"a":{"b":1}}
						""")
		void dropsInvalidPartialArg(String partialArgs, String expected) {
			assertThat(arguments(parts("{\"functionCall\":{\"name\":\"a\",\"partialArgs\":[" + partialArgs + "]}}")))
				.containsExactly(expected);
		}

		@Test
		void keepsCallWithoutEndIfArgumentsAreComplete() {
			assertThat(arguments(parts("""
					{"functionCall":{"name":"a","args":{"x":1},"willContinue":true}}"""),
					parts("""
							{"functionCall":{"name":"b","partialArgs":[{"jsonPath":"$.x","stringValue":"y","willContinue":true}],
							 "willContinue":true}}"""),
					parts("""
							{"functionCall":{"partialArgs":[{"jsonPath":"$.x"}],"willContinue":true}}""")))
				.containsExactly("{\"x\":1}", "{\"x\":\"y\"}");
		}

		@Test
		void dropsCallWithoutEndIfArgumentsAreIncomplete() {
			assertThat(arguments(
					parts("""
							{"functionCall":{"name":"a","partialArgs":[{"jsonPath":"$.x","stringValue":"y","willContinue":true}],
							 "willContinue":true}}""")))
				.isEmpty();
			assertThat(arguments(parts("""
					{"functionCall":{"name":"a","args":{},"willContinue":true}}"""))).isEmpty();
		}

		@Test
		void joinsTextOfArgumentsIfGatewayHasParsedFragments() {
			assertThat(arguments(parts("{\"functionCall\":{\"name\":\"a\",\"args\":\"{\\\"x\\\":\"}}"),
					parts("{\"functionCall\":{\"args\":{\"y\":2}}}"), parts("{\"functionCall\":{\"args\":\"}\"}}")))
				.containsExactly("{\"x\":{\"y\":2}}");
			assertThat(arguments(parts("{\"functionCall\":{\"name\":\"a\",\"args\":\"{\\\"x\\\":1}\"}}"),
					parts("{\"functionCall\":{\"args\":{}}}")))
				.containsExactly("{\"x\":1}");
		}

		@Test
		void readsSignatureFromLaterPartOfCall() {
			ChatResponse closing = last(stream(parts("{\"functionCall\":{\"name\":\"cook\",\"willContinue\":true}}"),
					parts("""
							{"functionCall":{"partialArgs":[{"jsonPath":"$.n","numberValue":2}]},"thoughtSignature":"AAA="}"""),
					"""
							{"candidates":[{"finishReason":"STOP"}]}"""));
			assertThat(closing.getResult().getOutput().getMetadata().get("qhaigcTurn")).asString()
				.contains("\"s\":\"AAA=\"");
		}

		@Test
		@ExtendWith(OutputCaptureExtension.class)
		void warnsOnceAboutCallsWhoseArgumentsAreNotObjects(CapturedOutput output) {
			ChatResponse closing = last(stream(parts("{\"functionCall\":{\"name\":\"a\",\"args\":\"[1]\"}}"),
					parts("{\"functionCall\":{\"name\":\"b\",\"args\":\"{\\\"x\\\":1\"}}"), """
							{"candidates":[{"finishReason":"STOP"}]}"""));
			assertThat(closing.hasToolCalls()).isFalse();
			assertThat(output.getOut()).contains("WARN").containsOnlyOnce("A function call of the model was dropped");
		}

		@Test
		void dropsCallWithoutEndIfArgumentsAreMissing() {
			ChatResponse closing = last(
					stream(parts("{\"functionCall\":{\"name\":\"cook\",\"willContinue\":true}}"), """
							{"candidates":[{"content":{"parts":[{"text":"Sorry"}]},"finishReason":"STOP"}]}"""));
			assertThat(closing.hasToolCalls()).isFalse();
		}

		@Test
		void parsesArgumentsSentAsText() {
			assertThat(arguments(parts("{\"functionCall\":{\"name\":\"a\",\"args\":\"{\\\"x\\\":1}\"}}"),
					parts("{\"functionCall\":{\"name\":\"b\",\"args\":{\"arguments\":\"{\\\"y\\\":2}\"}}}"),
					parts("{\"functionCall\":{\"name\":\"c\",\"args\":\"{\\\"z\\\"\"}}"),
					parts("{\"functionCall\":{\"args\":\":3}\"}}"),
					parts("{\"functionCall\":{\"name\":\"d\",\"args\":\"\"}}")))
				.containsExactly("{\"x\":1}", "{\"y\":2}", "{\"z\":3}", "{}");
		}

		@Test
		void readsArgumentsFromFollowingPartsWithoutName() {
			assertThat(arguments(parts("{\"functionCall\":{\"name\":\"a\",\"args\":{}}}"),
					parts("{\"functionCall\":{\"name\":\"\",\"args\":{\"arguments\":\"{\\\"ci\"}}}"),
					parts("{\"functionCall\":{\"name\":\"\",\"args\":{\"arguments\":\"ty\\\":\\\"Oslo\\\"}\"}}}"),
					parts("{\"functionCall\":{\"name\":\"b\",\"args\":{}}}"),
					parts("{\"functionCall\":{\"name\":\"\",\"args\":{\"city\":\"Rome\"}}}"),
					parts("{\"functionCall\":{\"name\":\"c\",\"args\":{}}}")))
				.containsExactly("{\"city\":\"Oslo\"}", "{\"city\":\"Rome\"}", "{}");
		}

		@Test
		void prefersArgsObjectToArgumentsText() {
			assertThat(arguments(parts("{\"functionCall\":{\"name\":\"a\",\"args\":{\"x\":1},\"arguments\":\"\"}}"),
					parts("{\"functionCall\":{\"name\":\"b\",\"args\":{\"x\":2},\"arguments\":\"{\\\"y\"}}")))
				.containsExactly("{\"x\":1}", "{\"x\":2}");
		}

		@Test
		void keepsArgumentsParameterUnlessItsValueBeginsWithBrace() {
			assertThat(arguments(parts("{\"functionCall\":{\"name\":\"run\",\"args\":{\"arguments\":\"ls -la\"}}}"),
					parts("{\"functionCall\":{\"name\":\"run\",\"args\":{\"arguments\":\"{\\\"broken\"}}}")))
				.containsExactly("{\"arguments\":\"ls -la\"}");
		}

		@Test
		void returnsUnexpectedToolCallAsAttemptedToolCall() {
			ChatResponse closing = last(stream(parts("{\"functionCall\":{\"name\":\"ghost\",\"args\":{}}}"), """
					{"candidates":[{"finishReason":"UNEXPECTED_TOOL_CALL"}]}"""));
			assertThat(closing.hasToolCalls()).isFalse();
			assertThat(closing.getResult().getMetadata().<List<?>>get("attemptedToolCalls")).hasSize(1);
		}

	}

	@Nested
	class CandidatesAndMetadata {

		@Test
		void emitsOtherCandidatesInClosingChunkAndRemovesTheirToolCalls() {
			List<ChatResponse> chunks = stream(
					"""
							{"candidates":[{"content":{"parts":[{"text":"zero"}]},"index":0},{"content":{"parts":[{"text":"o"}]},"index":1}]}""",
					"""
							{"candidates":[{"content":{"parts":[{"text":"ne"},{"functionCall":{"name":"f"}}]},"index":1,"finishReason":"STOP"}]}""",
					"""
							{"candidates":[{"finishReason":"STOP"}]}""");
			assertThat(texts(chunks)).containsExactly("zero", "");
			ChatResponse closing = chunks.get(1);
			assertThat(closing.getResults()).hasSize(2);
			assertThat(closing.getResults().get(1).getOutput().getText()).isEqualTo("one");
			assertThat(closing.hasToolCalls()).isFalse();
		}

		@Test
		void emitsSecondCandidateIfFirstIsMissing() {
			List<ChatResponse> chunks = stream("""
					{"candidates":[{"content":{"parts":[{"text":"one"}]},"index":1,"finishReason":"STOP"}]}""");
			assertThat(texts(chunks)).containsExactly("one");
		}

		@Test
		void mergesMetadataOfEvents() {
			ChatResponse closing = last(stream("""
					{"candidates":[{"content":{"parts":[{"text":"a"}]},
					 "safetyRatings":[{"category":"X","probability":"LOW"}],
					 "groundingMetadata":{"webSearchQueries":["q"],"groundingChunks":[{"web":{"uri":"u1"}}]}}]}""",
					"""
							{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP",
							 "safetyRatings":[{"category":"X","probability":"HIGH"}],
							 "groundingMetadata":{"webSearchQueries":["q","r"],"groundingChunks":[{"web":{"uri":"u2"}}]}}]}"""));
			ChatGenerationMetadata metadata = closing.getResult().getMetadata();
			assertThat(metadata.<Object>get("safetyRatings"))
				.isEqualTo(List.of(Map.of("category", "X", "probability", "HIGH")));
			assertThat(metadata.<Object>get("groundingMetadata"))
				.isEqualTo(Map.of("webSearchQueries", List.of("q", "r"), "groundingChunks",
						List.of(Map.of("web", Map.of("uri", "u1")), Map.of("web", Map.of("uri", "u2")))));
		}

		@Test
		void returnsLastUsageThatHasTotalTokenCount() {
			ChatResponse closing = last(stream(
					"""
							{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":51,"totalTokenCount":60}}""",
					"""
							{"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":7,"thoughtsTokenCount":2,"totalTokenCount":9}}""",
					"""
							{"usageMetadata":{"trafficType":"ON_DEMAND"}}"""));
			assertThat(closing.getMetadata().getUsage().getPromptTokens()).isEqualTo(7);
			assertThat(closing.getMetadata().getUsage().getCompletionTokens()).isEqualTo(2);
			assertThat(closing.getMetadata().getUsage().getTotalTokens()).isEqualTo(9);
			assertThat(closing.getMetadata().getUsage().getNativeUsage()).isInstanceOf(TokenUsage.class);
		}

		@Test
		void returnsEmptyGenerationForBlockedPrompt() {
			ChatResponse closing = last(
					stream("""
							{"promptFeedback":{"blockReason":"SAFETY","safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"HIGH"}]}}"""));
			assertThat(closing.getResults()).hasSize(1);
			assertThat(closing.getResult().getOutput().getText()).isEmpty();
			assertThat(closing.getResult().getMetadata().getFinishReason()).isEqualTo("SAFETY");
			assertThat(closing.getMetadata().getPromptMetadata()).hasSize(1);
		}

	}

	private static String parts(String parts) {
		return "{\"candidates\":[{\"content\":{\"parts\":[%s]}}]}".formatted(parts);
	}

	private static List<String> texts(List<ChatResponse> chunks) {
		return chunks.stream().map((chunk) -> chunk.getResult().getOutput().getText()).toList();
	}

	/** Return the arguments of all tool calls in a stream of these events. */
	private static List<String> arguments(String... events) {
		ChatResponse closing = last(
				stream(StringUtils.addStringToArray(events, "{\"candidates\":[{\"finishReason\":\"STOP\"}]}")));
		return closing.getResult().getOutput().getToolCalls().stream().map(ToolCall::arguments).toList();
	}

	private static ChatResponse aggregate(List<ChatResponse> chunks) {
		AtomicReference<ChatResponse> aggregated = new AtomicReference<>();
		new MessageAggregator().aggregate(Flux.fromIterable(chunks), aggregated::set).blockLast();
		return aggregated.get();
	}

	private static ChatResponse last(List<ChatResponse> chunks) {
		return chunks.get(chunks.size() - 1);
	}

	private static List<ChatResponse> stream(String... events) {
		StreamDecoder decoder = decoder(false);
		List<ChatResponse> chunks = new ArrayList<>();
		for (String event : events) {
			chunks.addAll(decoder.decode(parse(event)));
		}
		chunks.add(decoder.close(null));
		return chunks;
	}

	private static StreamDecoder decoder(boolean earlierResponseHasThoughts) {
		GenerateContentRequest body = GenerateContentRequest.of(List.of());
		return new StreamDecoder(
				new EncodedPrompt("gemini-3-flash", body, Map.of(), Map.of(), Map.of(), EmbeddedJsonLocations.NONE,
						ResponseMarkup.NONE, List.of(), MediaRetention.NONE, earlierResponseHasThoughts),
				new WarnOnce());
	}

	private static GenerateContentResponse parse(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return WireJson.readResponse(bytes, 0, bytes.length);
	}

}
