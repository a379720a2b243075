package net.qhaigc.springai.gemini.codec;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

class ToolResultEncoderTests {

	private static final String IMAGE = "{\"mimeType\":\"image/png\",\"data\":\"AQID\"}";

	private final ToolResultEncoder encoder = new ToolResultEncoder();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a":1,"b":null}      | {"a":1,"b":null}
			{}                    | {}
			"Done"                | {"result":"Done"}
			42                    | {"result":42}
			1.50                  | {"result":1.50}
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
	void aResultIsAnObjectWhateverTheToolGave(String data, String response) {
		assertThat(encode(data, true))
			.isEqualTo("{\"name\":\"tool\",\"response\":%s,\"id\":\"w1\"}".formatted(response));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"$ref\":\"x\"}", "{\"a\":[{\"b\":{\"$ref\":1}}]}", "[{\"$ref\":null}]" })
	void aKeyThatWouldMeanMediaIsSentAsText(String data) {
		assertThat(WireJson.readValue(encode(data, true))).extracting("response").isEqualTo(Map.of("result", data));
	}

	@Test
	void textThatCannotBeWrittenIsMendedOrSentAsItWasWritten() {
		assertThat(encode("cut \ud83d", true)).contains("\"result\":\"cut ?\"");
		assertThat(encode("{\"a\":\"\\ud83d\"}", true)).contains("\"result\":\"{\\\"a\\\":\\\"\\\\ud83d\\\"}\"");
	}

	@Test
	void nestingWithoutEndIsText() {
		assertThat(encode("[".repeat(100_000), true)).startsWith("{\"name\":\"tool\",\"response\":{\"result\":\"[[[");
	}

	@Test
	void anImageStandsInsideOfTheResponseWhereTheModelTakesIt() {
		assertThat(encode(IMAGE, true)).isEqualTo("""
				{"name":"tool","response":{"result":{"$ref":"image"}},"parts":[{"inlineData":{"mimeType":"image/png",\
				"data":"AQID","displayName":"image"}}],"id":"w1"}""");
	}

	@Test
	void anImageFollowsTheResponseWhereTheModelDoesNot() {
		ToolResultEncoder.Encoded encoded = this.encoder.encode(new ToolResponse("1", "tool", IMAGE), "tool", null,
				false);
		assertThat(WireJson.write(encoded.response()))
			.isEqualTo("{\"functionResponse\":{\"name\":\"tool\",\"response\":{\"result\":\"The image follows.\"}}}");
		assertThat(WireJson.write(encoded.media()))
			.isEqualTo("[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AQID\"}}]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"mimeType\":\"text/plain\",\"data\":\"AQID\"}",
			"{\"mimeType\":\"image/png\",\"data\":\"*\"}",
			"{\"mimeType\":\"image/png\",\"data\":\"AQID\",\"alt\":\"\"}",
			"{\"mimeType\":\"image/png\",\"data\":\"\"}" })
	void whatOnlyLooksLikeAnImageIsAnObject(String data) {
		assertThat(encode(data, true)).contains("\"response\":" + data);
	}

	private String encode(String data, boolean mediaInside) {
		ToolResultEncoder.Encoded encoded = this.encoder.encode(new ToolResponse("1", "tool", data), "tool", "w1",
				mediaInside);
		assertThat(encoded.media()).isEmpty();
		String json = WireJson.write(encoded.response());
		return json.substring("{\"functionResponse\":".length(), json.length() - 1);
	}

}
