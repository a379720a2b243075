package net.qhaigc.springai.gemini.codec;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolResultEncoder}.
 */
class ToolResultEncoderTests {

	private static final String IMAGE = "{\"mimeType\":\"image/png\",\"data\":\"AQID\"}";

	/** The content of an MCP tool result, as Spring AI converts it to JSON. */
	private static final String MCP_CONTENT = """
			[{"type":"text","text":"Here:"},{"type":"image","data":"AQID","mimeType":"image/png","annotations":{"priority":0.5}},
			 {"data":"BAUG","mimeType":"audio/wav"},
			 {"type":"resource","resource":{"uri":"demo://1","mimeType":"application/pdf","blob":"BwgJ"}},{"text":"Done"}]""";

	private static final HistoryMediaEncoder MEDIA_ENCODER = new HistoryMediaEncoder(null, new WarnOnce());

	private static final ModelId GEMINI_3 = ModelId.of("gemini-3-flash-preview");

	private static final ModelId GEMINI_2 = ModelId.of("gemini-2.5-flash");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a":1,"b":null}      | {"a":1,"b":null}
			{}                    | {}
			"Done"                | {"result":"Done"}
			42                    | {"result":42}
			1.50                  | {"result":1.50}
			12345678901234567.89  | {"result":12345678901234567.89}
			1E999                 | {"result":1E+999}
			true                  | {"result":true}
			null                  | {"result":null}
			[1,{"a":2}]           | {"result":[1,{"a":2}]}
			It rains.             | {"result":"It rains."}
			``                    | {"result":""}
			{"a":1                | {"result":"{\\"a\\":1"}
			{"a":1} and more      | {"result":"{\\"a\\":1} and more"}
			{'a':1}               | {"result":"{'a':1}"}
			NaN                   | {"result":"NaN"}
			""")
	void sendsResultAsObject(String data, String response) {
		assertThat(encode(data)).isEqualTo("{\"name\":\"tool\",\"response\":%s,\"id\":\"w1\"}".formatted(response));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"$ref\":\"x\"}", "{\"a\":[{\"b\":{\"$ref\":1}}]}", "[{\"$ref\":null}]" })
	void sendsResultWithReferenceKeyAsText(String data) {
		assertThat(WireJson.readValue(encode(data))).extracting("response").isEqualTo(Map.of("result", data));
	}

	@Test
	void sendsResultWithIncompleteSurrogatePairAsText() {
		assertThat(encode("cut \ud83d")).contains("\"result\":\"cut ?\"");
		assertThat(encode("{\"a\":\"\\ud83d\"}")).contains("\"result\":\"{\\\"a\\\":\\\"\\\\ud83d\\\"}\"");
	}

	@Test
	void sendsResultWithExcessiveNestingAsText() {
		assertThat(encode("[".repeat(100_000))).startsWith("{\"name\":\"tool\",\"response\":{\"result\":\"[[[");
	}

	@Test
	void sendsImageInsideResultToGemini3() {
		assertThat(encode(IMAGE)).isEqualTo("""
				{"name":"tool","response":{"result":{"$ref":"image"}},"parts":[{"inlineData":{"mimeType":"image/png",\
				"data":"AQID","displayName":"image"}}],"id":"w1"}""");
	}

	@Test
	void sendsImageAfterResultToOlderModels() {
		ToolResultEncoder.EncodedResult encoded = ToolResultEncoder.forModel(GEMINI_2)
			.encode(new ToolResponse("1", "tool", IMAGE), "tool", null, MEDIA_ENCODER);
		assertThat(WireJson.write(encoded.response()))
			.isEqualTo("{\"functionResponse\":{\"name\":\"tool\",\"response\":{\"result\":\"The image follows.\"}}}");
		assertThat(WireJson.write(encoded.media()))
			.isEqualTo("[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\"}}]");
	}

	@Test
	void sendsTextAndMediaOfMcpServerInsideResultToGemini3() {
		assertThat(encode(MCP_CONTENT)).isEqualTo(
				"""
						{"name":"tool","response":{"result":[{"type":"text","text":"Here:"},{"$ref":"image"},{"$ref":"audio_2"},\
						{"$ref":"document_3"},{"text":"Done"}]},\
						"parts":[{"inlineData":{"mimeType":"image/png","data":"AQID","displayName":"image"}},\
						{"inlineData":{"mimeType":"audio/wav","data":"BAUG","displayName":"audio_2"}},\
						{"inlineData":{"mimeType":"application/pdf","data":"BwgJ","displayName":"document_3"}}],"id":"w1"}""");
	}

	@Test
	void sendsMediaOfMcpServerAfterResultToOlderModels() {
		ToolResultEncoder.EncodedResult encoded = ToolResultEncoder.forModel(GEMINI_2)
			.encode(new ToolResponse("1", "tool", MCP_CONTENT), "tool", null, MEDIA_ENCODER);
		assertThat(WireJson.write(encoded.response())).isEqualTo("""
				{"functionResponse":{"name":"tool","response":{"result":[{"type":"text","text":"Here:"},\
				"The image follows.","The audio follows.","The document follows.",{"text":"Done"}]}}}""");
		assertThat(WireJson.write(encoded.media())).isEqualTo("""
				[{"inlineData":{"mimeType":"image/png","data":"AQID"}},\
				{"inlineData":{"mimeType":"audio/wav","data":"BAUG"}},\
				{"inlineData":{"mimeType":"application/pdf","data":"BwgJ"}}]""");
	}

	@Test
	void sendsMediaOfMcpServerAfterTextToUnifiedEndpoint() {
		ToolResultEncoder.EncodedResult encoded = ToolResultEncoder.forText()
			.encode(new ToolResponse("1", "tool", "[{\"text\":\"Here:\"}," + IMAGE + "]"), "tool", null, MEDIA_ENCODER);
		assertThat(encoded.response().response())
			.isEqualTo(Map.of("result", "[{\"text\":\"Here:\"},\"The image follows.\"]"));
		assertThat(WireJson.write(encoded.media()))
			.isEqualTo("[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\"}}]");
	}

	@Test
	void convertsObjectWithReferenceKeyToTextIfResultHasMedia() {
		assertThat(encode("[{\"$ref\":\"x\"}," + IMAGE + "]"))
			.contains("\"result\":[\"{\\\"$ref\\\":\\\"x\\\"}\",{\"$ref\":\"image\"}]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"mimeType\":\"text/plain\",\"data\":\"AQID\"}",
			"{\"mimeType\":\"image/png\",\"data\":\"*\"}", "{\"mimeType\":\"image/png\",\"data\":\"\"}" })
	void sendsObjectsThatAreNotMediaUnchanged(String data) {
		assertThat(encode(data)).contains("\"response\":" + data);
	}

	/**
	 * The last value is a {@code Media} of Spring AI, as Jackson serializes it by
	 * default.
	 */
	@ParameterizedTest
	@ValueSource(strings = { IMAGE, "\"data:image/png;base64,AQID\"",
			"{\"media_type\":\"image/png\",\"blob\":\"AQID\"}",
			"""
					{"data":"AQID","dataAsByteArray":"AQID","id":null,"mimeType":{"parameters":{},"subtype":"png","type":"image"},
					 "name":"media-png-1"}""" })
	void sendsMediaAtAnyDepthInsideResultToGemini3(String media) {
		String encoded = encode("{\"url\":\"a\",\"tabs\":[{\"screenshot\":%s}]}".formatted(media));
		assertThat(encoded).endsWith(
				"\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\",\"displayName\":\"image\"}}],\"id\":\"w1\"}")
			.startsWith("{\"name\":\"tool\",\"response\":{\"url\":\"a\",\"tabs\":[{\"screenshot\":")
			.contains("{\"$ref\":\"image\"}");
	}

	@Test
	void keepsFieldsNextToMedia() {
		assertThat(encode("{\"mimeType\":\"image/png\",\"data\":\"AQID\",\"alt\":\"a\"}"))
			.contains("\"response\":{\"mimeType\":\"image/png\",\"data\":{\"$ref\":\"image\"},\"alt\":\"a\"},");
	}

	@Test
	void detectsImageInBase64WithoutMimeType() {
		String png = "iVBORw0KGgo" + "A".repeat(89);
		assertThat(encode("{\"screenshot\":\"" + png + "\"}")).contains(
				"\"response\":{\"screenshot\":{\"$ref\":\"image\"}},\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\"");
		assertThat(encode(png)).contains("\"response\":{\"result\":{\"$ref\":\"image\"}},\"parts\":[{\"inlineData\"");
	}

	@ParameterizedTest
	@CsvSource({ "mimeType, image/webp", "mime_type, IMAGE/WEBP", "contentType, audio/wav", "content_type, video/mp4" })
	void detectsBase64InAnyFieldNextToMimeType(String typeKey, String type) {
		String bytes = "UklGRiQA" + "Ab9/".repeat(250);
		assertThat(encode("{\"%s\":\"%s\",\"screen\":\"%s\"}".formatted(typeKey, type, bytes)))
			.contains("\"screen\":{\"$ref\":\"" + type.toLowerCase(Locale.ROOT).split("/")[0] + "\"}},\"parts\":[{")
			.contains("{\"mimeType\":\"" + type.toLowerCase(Locale.ROOT) + "\",\"data\":\"" + bytes + "\"");
	}

	@Test
	void detectsDataUriRegardlessOfCase() {
		assertThat(encode("{\"url\":\"DATA:Image/PNG;base64,AQID\"}")).contains(
				"\"response\":{\"url\":{\"$ref\":\"image\"}},\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\"");
	}

	@ParameterizedTest
	@MethodSource
	void sendsTextThatIsNotMediaUnchanged(String text) {
		String object = "{\"mimeType\":\"image/png\",\"url\":\"https://a.example/a.png\",\"text\":\"" + text + "\"}";
		assertThat(encode(object)).contains("\"response\":" + object + ",\"id\"");
	}

	static Stream<String> sendsTextThatIsNotMediaUnchanged() {
		return Stream.of("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "Ab9/".repeat(22),
				"9f86d081".repeat(200), "word ".repeat(300), "Ab9/".repeat(300) + ".");
	}

	/** Google's reference agent for computer use sends media in this way. */
	@Test
	void sendsMediaWithoutReferenceToComputerUseModels() {
		ModelId model = ModelId.of("gemini-2.5-computer-use-preview-10-2025");
		ToolResultEncoder.EncodedResult encoded = ToolResultEncoder.forModel(model)
			.encode(new ToolResponse("1", "tool", "{\"url\":\"a\",\"screenshot\":" + IMAGE + "}"), "tool", null,
					MEDIA_ENCODER);
		assertThat(encoded.media()).isEmpty();
		assertThat(WireJson.write(encoded.response())).isEqualTo("""
				{"functionResponse":{"name":"tool","response":{"url":"a"},\
				"parts":[{"inlineData":{"mimeType":"image/png","data":"AQID"}}]}}""");
	}

	@Test
	void sendsMediaAtAnyDepthAfterResultToOlderModelsAndUnifiedEndpoint() {
		ToolResponse result = new ToolResponse("1", "tool", "{\"url\":\"a\",\"screenshot\":" + IMAGE + "}");
		ToolResultEncoder.EncodedResult encoded = ToolResultEncoder.forModel(GEMINI_2)
			.encode(result, "tool", null, MEDIA_ENCODER);
		assertThat(encoded.response().response()).isEqualTo(Map.of("url", "a", "screenshot", "The image follows."));
		assertThat(encoded.media()).hasSize(1);
		ToolResultEncoder.EncodedResult unified = ToolResultEncoder.forText()
			.encode(result, "tool", null, MEDIA_ENCODER);
		assertThat(unified.response().response())
			.isEqualTo(Map.of("result", "{\"url\":\"a\",\"screenshot\":\"The image follows.\"}"));
		assertThat(unified.media()).hasSize(1);
	}

	private static String encode(String data) {
		ToolResultEncoder.EncodedResult encoded = ToolResultEncoder.forModel(GEMINI_3)
			.encode(new ToolResponse("1", "tool", data), "tool", "w1", MEDIA_ENCODER);
		assertThat(encoded.media()).isEmpty();
		String json = WireJson.write(encoded.response());
		return json.substring("{\"functionResponse\":".length(), json.length() - 1);
	}

}
