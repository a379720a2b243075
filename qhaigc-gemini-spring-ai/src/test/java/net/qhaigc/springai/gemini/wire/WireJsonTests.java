package net.qhaigc.springai.gemini.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WireJson}, which writes exactly the format of the gateway, and accepts
 * deviations from that format when reading.
 */
class WireJsonTests {

	@Nested
	class Responses {

		@Test
		void readsNumericTokenCountsAndIgnoresOtherValues() {
			assertThat(read("""
					{"usageMetadata":{"promptTokenCount":"7","thoughtsTokenCount":5.0,"candidatesTokenCount":"many",
					 "totalTokenCount":{}}}""").usageMetadata()).satisfies((usage) -> {
				assertThat(usage.promptTokenCount()).isEqualTo(7);
				assertThat(usage.thoughtsTokenCount()).isEqualTo(5);
				assertThat(usage.candidatesTokenCount()).isNull();
				assertThat(usage.totalTokenCount()).isNull();
			});
		}

		@Test
		void readsExampleFromGatewayDocumentation() {
			GenerateContentResponse response = read("""
					{"candidates":[{"content":{"role":"model","parts":[{"text":"RAG works in three steps: ..."}]},
					 "finishReason":"STOP"}],
					 "usageMetadata":{"promptTokenCount":18,"candidatesTokenCount":76,"totalTokenCount":94}}""");
			assertThat(response.modelVersion()).isNull();
			assertThat(response.candidates()).singleElement().satisfies((candidate) -> {
				assertThat(candidate.finishReason()).isEqualTo("STOP");
				assertThat(candidate.index()).isNull();
				assertThat(candidate.content())
					.isEqualTo(new Content("model", List.of(new Part.Text("RAG works in three steps: ..."))));
			});
			assertThat(response.usageMetadata()).satisfies((usage) -> {
				assertThat(usage.promptTokenCount()).isEqualTo(18);
				assertThat(usage.totalTokenCount()).isEqualTo(94);
				assertThat(usage.thoughtsTokenCount()).isNull();
			});
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "{\"candidates\":null,\"usageMetadata\":null}", "{\"candidates\":[]}",
				"{\"candidates\":{}}", "{\"candidates\":7,\"modelVersion\":{},\"responseId\":[1]}",
				"{\"candidates\":[null,3,[]],\"promptFeedback\":\"no\",\"usageMetadata\":[]}" })
		void treatsMissingAndMistypedFieldsAsAbsent(String json) {
			GenerateContentResponse response = read(json);
			assertThat(response.candidates()).isEmpty();
			assertThat(response.promptFeedback()).isEmpty();
			assertThat(response.usageMetadata()).isNull();
			assertThat(response.modelVersion()).isNull();
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"candidates\":[{}]}", "{\"candidates\":[{\"content\":null}]}",
				"{\"candidates\":[{\"content\":{}}]}", "{\"candidates\":[{\"content\":{\"role\":\"model\"}}]}",
				"{\"candidates\":[{\"content\":{\"parts\":null}}]}", "{\"candidates\":[{\"content\":{\"parts\":[]}}]}",
				"{\"candidates\":[{\"content\":{\"parts\":{}},\"index\":\"x\"}]}" })
		void readsCandidateWithoutParts(String json) {
			assertThat(read(json).candidates()).singleElement()
				.satisfies((candidate) -> assertThat(
						(candidate.content() != null) ? candidate.content().parts() : List.of())
					.isEmpty());
		}

		@Test
		void readsSnakeCaseNames() {
			GenerateContentResponse response = read("""
					{"candidates":[{"content":{"parts":[{"text":"a","thought_signature":"cw=="},
					 {"function_call":{"name":"f","args":{"snake_case":1}}}]},"finish_reason":"STOP",
					 "grounding_metadata":{"web_search_queries":["q"]}}],
					 "usage_metadata":{"prompt_token_count":1,"total_token_count":"2"},"model_version":"m"}""");
			Candidate candidate = response.candidates().get(0);
			assertThat(candidate.content().parts().get(0).thoughtSignature()).isEqualTo("cw==");
			assertThat(candidate.content().parts().get(1)).isInstanceOfSatisfying(Part.FunctionCall.class,
					(call) -> assertThat(call.args()).isEqualTo(Map.of("snake_case", 1)));
			assertThat(candidate.details())
				.isEqualTo(Map.of("groundingMetadata", Map.of("webSearchQueries", List.of("q"))));
			assertThat(response.usageMetadata().totalTokenCount()).isEqualTo(2);
			assertThat(response.modelVersion()).isEqualTo("m");
		}

		@Test
		void readsEnumNumbersAsNames() {
			GenerateContentResponse response = read(
					"""
							{"candidates":[{"finishReason":1,"safetyRatings":[{"category":7,"probability":2},{"category":99,"probability":77}]},
							 {"finishReason":4711,"content":{"parts":[{"codeExecutionResult":{"outcome":1}},{"executableCode":{"language":1}}]}}],
							 "promptFeedback":{"blockReason":2},
							 "usageMetadata":{"promptTokensDetails":[{"modality":1,"tokenCount":5},{"modality":"AUDIO"}]}}""");
			assertThat(response.candidates()).extracting(Candidate::finishReason).containsExactly("STOP", "4711");
			assertThat(response.candidates().get(0).details().get("safetyRatings"))
				.isEqualTo(List.of(Map.of("category", "HARM_CATEGORY_HARASSMENT", "probability", "LOW"),
						Map.of("category", "99", "probability", "77")));
			assertThat(WireJson.write(response.candidates().get(1).content().parts())).isEqualTo("""
					[{"codeExecutionResult":{"outcome":"OUTCOME_OK"}},{"executableCode":{"language":"PYTHON"}}]""");
			assertThat(response.promptFeedback()).containsEntry("blockReason", "OTHER");
			assertThat(response.usageMetadata().promptTokensDetails()).containsExactly(
					new UsageMetadata.ModalityTokenCount("TEXT", 5), new UsageMetadata.ModalityTokenCount("AUDIO", 0));
		}

		@Test
		void convertsFinishReasonToUpperCase() {
			assertThat(read("{\"candidates\":[{\"finishReason\":\"stop\"},{\"finishReason\":\"Unknown_Reason\"}]}")
				.candidates()).extracting(Candidate::finishReason).containsExactly("STOP", "UNKNOWN_REASON");
		}

		@Test
		void rejectsExcessiveNesting() {
			char[] deep = new char[100_000];
			Arrays.fill(deep, '[');
			assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read("{\"x\":" + new String(deep)));
		}

	}

	@Nested
	class Parts {

		@Test
		void determinesTypeByFirstDataFieldWithValidValue() {
			assertThat(WireJson.readPart("{\"functionCall\":null,\"text\":\"hi\"}")).isEqualTo(new Part.Text("hi"));
			assertThat(WireJson.readPart("{\"text\":\"hi\",\"inlineData\":{\"data\":\"AQ==\"}}"))
				.isInstanceOf(Part.Text.class);
			assertThat(WireJson.readPart("{}")).isEqualTo(new Part.Unknown(PartAttributes.NONE));
			assertThat(WireJson.readPart("{\"functionCall\":\"not an object\",\"text\":\"hi\"}"))
				.isInstanceOf(Part.Text.class);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
				[{"text":"a"},"b",{"text":"c"}]     | [{"text":"a"},{"text":"b"},{"text":"c"}]
				[{"text":"a"},7,null,[{"text":"x"}]] | [{"text":"a"}]
				{"text":"a"}                        | [{"text":"a"}]
				"a"                                 | [{"text":"a"}]
				{}                                  | []
				7                                   | []
				""")
		void readsPartsFromAnyJsonValue(String parts, String expected) {
			assertThat(parts(parts)).isEqualTo(expected);
		}

		@ParameterizedTest
		@ValueSource(strings = { """
				"inlineData":{}""", """
				"inlineData":{"mimeType":" ","data":""}""", """
				"fileData":{"mimeType":"image/png","fileUri":""}""", """
				"functionCall":{}""", """
				"functionCall":{"name":" ","args":{}}""", """
				"functionCall":{"name":"","args":null}""", """
				"functionResponse":{"name":""}""", """
				"executableCode":{"language":"PYTHON","code":" "}""", """
				"codeExecutionResult":{}""", """
				"codeExecutionResult":{"outcome":"OUTCOME_UNSPECIFIED","output":""}""", """
				"toolCall":{}""", """
				"toolResponse":{}""" })
		void dropsEmptyDataIfPartHasOtherData(String empty) {
			assertThat(parts("[{\"text\":\"Hi\"," + empty + "}]")).isEqualTo("[{\"text\":\"Hi\"}]");
		}

		@ParameterizedTest
		@ValueSource(strings = { """
				"inlineData":{"mimeType":"image/png","data":""}""", """
				"inlineData":{"data":"AQID"}""", """
				"inlineData":{"unknown":1,"data":""}""", """
				"fileData":{"fileUri":"gs://a"}""", """
				"functionCall":{"name":"f"}""", """
				"functionCall":{"args":{"a":1}}""", """
				"functionResponse":{"name":"f"}""", """
				"functionResponse":{"response":{"a":1}}""", """
				"executableCode":{"code":"1"}""", """
				"codeExecutionResult":{"output":"1"}""", """
				"codeExecutionResult":{"outcome":"OUTCOME_OK"}""", """
				"toolCall":{"id":"1"}""", """
				"toolResponse":{"id":"1"}""" })
		void readsPartWithTwoKindsOfDataAsTwoParts(String data) {
			assertThat(WireJson.readValue(parts("[{\"text\":\"Hi\"," + data + "}]")))
				.isEqualTo(WireJson.readValue("[{\"text\":\"Hi\"},{" + data + "}]"));
		}

		/**
		 * The fields of a partial tool call exist only in streams and are not written, so
		 * the call is written as an empty object.
		 */
		@ParameterizedTest
		@ValueSource(strings = { "{\"willContinue\":true}", "{\"partialArgs\":[{\"jsonPath\":\"$.a\"}]}" })
		void keepsPartialToolCallIfPartHasOtherData(String call) {
			assertThat(parts("[{\"text\":\"Hi\",\"functionCall\":" + call + "}]"))
				.isEqualTo("[{\"text\":\"Hi\"},{\"functionCall\":{}}]");
		}

		@Test
		void readsLastDataFieldIfAllAreEmpty() {
			assertThat(parts("[{\"functionCall\":{},\"toolCall\":{},\"text\":\"\"}]")).isEqualTo("[{\"text\":\"\"}]");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"text\":\"a\\nb \\\"c\\\" \\u00e9 \\ud83d\\ude00\"}", "{\"text\":\"\"}",
				"{\"text\":\"a\",\"thought\":true,\"thoughtSignature\":\"x+/=\"}",
				"{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\",\"displayName\":\"a.png\"},\"videoMetadata\":{\"fps\":0.5}}",
				"{\"fileData\":{\"mimeType\":\"video/mp4\",\"fileUri\":\"gs://b/v.mp4\"},\"mediaResolution\":{\"level\":\"MEDIA_RESOLUTION_LOW\"}}",
				"{\"text\":\"a\",\"videoMetadata\":{\"startOffset\":\"1s\"},\"partMetadata\":{\"snake_key\":{\"x_y\":1}}}",
				"{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":[1,2.50,null,{\"b\":true}]},\"id\":\"1\",\"unknown\":{\"x\":1}},\"other\":[1]}",
				"{\"functionResponse\":{\"name\":\"f\",\"response\":{\"image\":{\"$ref\":\"i\"}},\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQ==\",\"displayName\":\"i\"}}],\"id\":\"1\"}}",
				"{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\",\"id\":\"c\"}}",
				"{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\",\"output\":\"1\",\"id\":\"c\"}}",
				"{\"toolCall\":{\"toolType\":\"GOOGLE_MAPS\",\"toolName\":\"m\",\"args\":{\"q\":1},\"id\":\"t\"}}",
				"{\"toolResponse\":{\"toolType\":\"GOOGLE_MAPS\",\"response\":{},\"id\":\"t\"}}",
				"{\"hologram\":{\"depth\":1},\"thoughtSignature\":\"s\"}" })
		void writesPartAsItWasRead(String json) {
			assertThat(WireJson.readValue(WireJson.write(WireJson.readPart(json)))).isEqualTo(WireJson.readValue(json));
		}

		@Test
		@Timeout(10)
		void readsManyUnknownFieldsInLinearTime() {
			String fields = IntStream.range(0, 100_000)
				.mapToObj((i) -> "\"a" + i + "\":1")
				.collect(Collectors.joining(","));
			assertThat(WireJson.readPart("{" + fields + "}").attributes().extra()).hasSize(100_000);
		}

		@Test
		void omitsMediaFromToString() {
			assertThat(new Part.InlineData("image/png", new byte[] { 1, 2, 3 }))
				.hasToString("InlineData[mimeType=image/png, 3 bytes]");
		}

	}

	@Nested
	class InlineData {

		@Test
		void readsBothBase64Alphabets() {
			assertThat(((Part.InlineData) WireJson.readPart("{\"inlineData\":{\"data\":\"-_-_\"}}")).data())
				.isEqualTo(((Part.InlineData) WireJson.readPart("{\"inlineData\":{\"data\":\"+/+\\/\"}}")).data());
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"data\":\"+\\u002f+/AQI=\"}", "{\"data\" : \"+/+/AQI\" , \"mimeType\":null}",
				"{\"mimeType\":null,\"data\":\"-_-_AQI\\u003d\" }",
				"{\"data\":\"+/+/AQI=\",\"note\":\"a \\\" quote\"}" })
		void readsDataAtAnyPositionInInlineData(String inlineData) {
			String json = "{\"inlineData\":" + inlineData + ",\"thoughtSignature\":\"s\"}";
			byte[] data = ((Part.InlineData) WireJson.readPart(json)).data();
			assertThat(data).containsExactly(0xfb, 0xff, 0xbf, 1, 2);
			assertThat(WireJson.readPart(json).thoughtSignature()).isEqualTo("s");
		}

		@Test
		void readsDataWithoutPaddingAndDropsDataWithPaddingBeforeItsEnd() {
			byte[] data = new byte[50_000];
			String base64 = Base64.getEncoder().encodeToString(data);
			String unpadded = "{\"inlineData\":{\"data\":\"" + base64.replace("=", "") + "\"}}";
			assertThat(((Part.InlineData) WireJson.readPart(unpadded)).data()).isEqualTo(data);
			String twice = "{\"inlineData\":{\"data\":\"" + base64 + base64 + "\"}}";
			assertThat(((Part.InlineData) WireJson.readPart(twice)).data()).isEmpty();
			String inside = "{\"inlineData\":{\"data\":\"" + "A".repeat(16_382) + "==" + base64 + "\"}}";
			assertThat(((Part.InlineData) WireJson.readPart(inside)).data()).isEmpty();
		}

		@Test
		void dropsDataThatIsNotBase64() {
			assertThat(((Part.InlineData) WireJson.readPart("{\"inlineData\":{\"data\":\"***\"}}")).data()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "AQ\\nID\\r\\n", " AQ ID ", "data:image/gif;base64,AQID", "data:image/gif;base64,AQ\\nID" })
		void readsDataThatContainsWhitespaceOrIsDataUri(String data) {
			Part.InlineData part = (Part.InlineData) WireJson.readPart("{\"inlineData\":{\"data\":\"" + data + "\"}}");
			assertThat(part.data()).containsExactly(1, 2, 3);
			assertThat(part.mimeType()).isEqualTo(data.startsWith("data:") ? "image/gif" : null);
		}

		@Test
		void writesDataOfAnySize() {
			for (int size : new int[] { 0, 1, 2, 3, 12_287, 12_288, 12_289, 24_575, 24_576, 24_577, 49_152, 100_000 }) {
				byte[] data = new byte[size];
				new Random(size).nextBytes(data);
				Part.InlineData part = new Part.InlineData("image/png", data, "last", PartAttributes.signed("s"));
				ByteArrayOutputStream out = new ByteArrayOutputStream();
				WireJson.write(request(part), Map.of(), out);
				String json = out.toString(StandardCharsets.UTF_8);
				String sent = json.substring(json.indexOf("{\"inlineData"), json.lastIndexOf("]}]"));
				assertThat(((Part.InlineData) WireJson.readPart(sent)).data()).isEqualTo(data);
				assertThat(WireJson.readPart(sent)).isEqualTo(part);
			}
		}

	}

	@Nested
	class Requests {

		@Test
		void omitsNullFields() {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			WireJson.write(request(new Part.Text("Hi")), Map.of(), out);
			assertThat(out.toString(StandardCharsets.UTF_8))
				.isEqualTo("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}");
		}

		@Test
		void escapesUnpairedSurrogates() {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			WireJson.write(request(new Part.Text("\ud83d!\ud83d\ude00\ude00")), Map.of(), out);
			assertThat(out.toString(StandardCharsets.UTF_8)).contains("{\"text\":\"\\uD83D!\ud83d\ude00\\uDE00\"}");
		}

		@Test
		void writesLongTextsWithAnyCharacters() {
			for (String unit : List.of("a", "\u00e9", "\u6c34", "\ud83d\ude00", "\"\t\\", "a\ud83d\ude00")) {
				String text = unit.repeat(9001);
				ByteArrayOutputStream out = new ByteArrayOutputStream();
				WireJson.write(request(new Part.Text(text)), Map.of(), out);
				String json = out.toString(StandardCharsets.UTF_8);
				String sent = json.substring(json.indexOf("{\"text"), json.lastIndexOf("]}]"));
				assertThat(WireJson.readPart(sent)).isEqualTo(new Part.Text(text));
			}
		}

		@Test
		void appliesMergePatch() {
			Map<String, Object> patch = new LinkedHashMap<>();
			patch.put("labels", Map.of("team", "a"));
			patch.put("contents", null);
			patch.put("generationConfig", Map.of("unknown", List.of(1)));
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			WireJson.write(request(new Part.Text("Hi")), patch, out);
			assertThat(out.toString(StandardCharsets.UTF_8))
				.isEqualTo("{\"labels\":{\"team\":\"a\"},\"generationConfig\":{\"unknown\":[1]}}");
		}

	}

	@Nested
	class FreeFormJson {

		@ParameterizedTest
		@ValueSource(strings = { "", " ", "{", "[1,", "{\"a\":1} x", "{\"a\":1}{}", "nul" })
		void rejectsInputThatIsNotSingleValue(String json) {
			assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> WireJson.readValue(json));
		}

		@ParameterizedTest
		@ValueSource(strings = { "1e99999999999", "1e-99999999999", "1e2147483647", "100e2147483647", "1e-2147483647" })
		void rejectsNumbersOutOfRange(String number) {
			assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> WireJson.readValue(number));
			assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read("{\"x\":[" + number + "]}"));
		}

	}

	private static String parts(String json) {
		GenerateContentResponse response = read("{\"candidates\":[{\"content\":{\"parts\":" + json + "}}]}");
		return WireJson.write(response.candidates().get(0).content().parts());
	}

	private static GenerateContentRequest request(Part part) {
		return GenerateContentRequest.of(List.of(new Content(Content.USER, List.of(part))));
	}

	private static GenerateContentResponse read(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		GenerateContentResponse response = WireJson.readResponse(bytes, 0, bytes.length);
		assertThat(new EventParser().read(bytes, 0, bytes.length)).isEqualTo(response);
		return response;
	}

}
