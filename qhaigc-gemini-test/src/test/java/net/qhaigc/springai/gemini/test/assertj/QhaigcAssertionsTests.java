package net.qhaigc.springai.gemini.test.assertj;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.TestClient;

import static net.qhaigc.springai.gemini.test.assertj.QhaigcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcAssertions}.
 */
class QhaigcAssertionsTests {

	private static final String NATIVE_REQUEST = """
			{
			  "systemInstruction": {"parts": [{"text": "Be brief."}, {"text": "Be kind."}]},
			  "contents": [
			    {"role": "user", "parts": [{"text": "How is the weather?"}]},
			    {"role": "model", "parts": [{"functionCall": {"name": "getWeather", "args": {}}}]},
			    {"role": "user", "parts": [{"functionResponse": {"name": "getWeather", "response": {"sky": "rain"}}}]}
			  ],
			  "tools": [{"functionDeclarations": [{"name": "getWeather"}]}],
			  "generationConfig": {"temperature": 0.4, "topP": 1, "maxOutputTokens": 512}
			}""";

	private static final String UNIFIED_REQUEST = """
			{
			  "model": "gpt-5-mini",
			  "style": "gemini",
			  "messages": [
			    {"role": "system", "content": "Be brief."},
			    {"role": "user", "content": [{"type": "text", "text": "How is the weather?"}]},
			    {"role": "assistant", "tool_calls": [
			      {"id": "1", "type": "function", "function": {"name": "getWeather", "arguments": "{}"}}]},
			    {"role": "tool", "tool_call_id": "1", "content": "rain"}
			  ],
			  "tools": [{"type": "function", "function": {"name": "getWeather"}}],
			  "temperature": 0.4,
			  "max_tokens": 512,
			  "stream": true
			}""";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@BeforeEach
	void scriptReply() {
		this.gateway.when((request) -> true).reply("Hello");
	}

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void verifiesNativeRequest() {
		new TestClient(this.gateway).post("/v1beta/models/gemini-2.5-flash:generateContent", NATIVE_REQUEST);

		assertThat(this.gateway).hasReceived(1)
			.lastRequest()
			.isValid()
			.hasModel("gemini-2.5-flash")
			.isNotStream()
			.hasSystemInstruction("Be brief.\nBe kind.")
			.hasUserText("How is the weather?")
			.hasUserTexts("How is the weather?")
			.hasTool("getWeather")
			.hasTools("getWeather")
			.hasToolResult("getWeather", "{\"sky\": \"rain\"}")
			.hasTemperature(0.4)
			.hasTopP(1)
			.hasMaxOutputTokens(512)
			.hasHeader("content-type", "application/json")
			.hasJsonAt("/contents/0/role", "\"user\"")
			.hasJson(NATIVE_REQUEST);
		assertThat(this.gateway).hasNoUnusedReplies().isVerified();
	}

	@Test
	void verifiesUnifiedRequest() {
		new TestClient(this.gateway).post("/v1/chat/completions", UNIFIED_REQUEST);

		assertThat(this.gateway).request(0)
			.isValid()
			.hasModel("gpt-5-mini")
			.isStream()
			.hasSystemInstruction("Be brief.")
			.hasUserText("How is the weather?")
			.hasTools("getWeather")
			.hasToolResult("getWeather", "\"rain\"")
			.hasTemperature(0.4)
			.hasMaxOutputTokens(512);
	}

	@Test
	void verifiesServerTool() {
		new TestClient(this.gateway).post("/v1beta/models/gemini-2.5-flash:generateContent", """
				{"contents": [{"parts": [{"text": "News?"}]}], "tools": [{"googleSearch": {}}]}""");

		assertThat(this.gateway).lastRequest().hasTools("googleSearch");
	}

	@Test
	void failureContainsRequest() {
		new TestClient(this.gateway).generate("Hi");

		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.gateway).lastRequest().hasTemperature(0.4))
			.withMessageContaining("""
					Expecting the request to have the temperature
					  0.4
					but found
					  null
					in POST /v1beta/models/gemini-2.5-flash:generateContent
					{
					  "contents" : [""");
	}

	@Test
	void failureOfHasJsonContainsDifferencesAndBothValues() {
		new TestClient(this.gateway).post("/v1beta/models/gemini-2.5-flash:generateContent",
				"""
						{"contents": [{"role": "user", "parts": [{"text": "Hi"}]}], "generationConfig": {"temperature": 0.7}}""");

		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.gateway).lastRequest().hasJson("""
					{
					  "generationConfig": {"temperature": 0.4, "topP": 1},
					  "contents": [{"parts": [{"text": "Hi"}]}]
					}"""))
			.withMessage("""

					Expecting the JSON in the request to equal the expected JSON, but it differs at
					  /generationConfig/temperature: expected 0.4 but was 0.7
					  /generationConfig/topP: expected 1 but there was no value
					  /contents/0/role: expected no value but was "user"
					Expected:
					{
					  "generationConfig" : {
					    "temperature" : 0.4,
					    "topP" : 1
					  },
					  "contents" : [ {
					    "parts" : [ {
					      "text" : "Hi"
					    } ]
					  } ]
					}
					but was:
					{
					  "contents" : [ {
					    "role" : "user",
					    "parts" : [ {
					      "text" : "Hi"
					    } ]
					  } ],
					  "generationConfig" : {
					    "temperature" : 0.7
					  }
					}
					in POST /v1beta/models/gemini-2.5-flash:generateContent""");
	}

	@Test
	void failureOfHasJsonAtContainsDifferencesAndRequest() {
		new TestClient(this.gateway).generate("Hi");

		assertThatExceptionOfType(AssertionError.class).isThrownBy(
				() -> assertThat(this.gateway).lastRequest().hasJsonAt("/contents/0/parts", "[{\"text\": \"Hello\"}]"))
			.withMessage("""

					Expecting the JSON at /contents/0/parts in the request to equal the expected JSON, but it differs at
					  /contents/0/parts/0/text: expected "Hello" but was "Hi"
					Expected:
					[ {
					  "text" : "Hello"
					} ]
					but was:
					[ {
					  "text" : "Hi"
					} ]
					in POST /v1beta/models/gemini-2.5-flash:generateContent
					{
					  "contents" : [ {
					    "role" : "user",
					    "parts" : [ {
					      "text" : "Hi"
					    } ]
					  } ]
					}""");
	}

	@Test
	void failureOfHasToolResultContainsDifferences() {
		new TestClient(this.gateway).post("/v1beta/models/gemini-2.5-flash:generateContent", NATIVE_REQUEST);

		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.gateway).lastRequest().hasToolResult("getWeather", "{\"sky\": \"sun\"}"))
			.withMessageStartingWith(
					"""

							Expecting the result of the tool getWeather in the request to equal the expected JSON, but it differs at
							  /sky: expected "sun" but was "rain"
							Expected:
							""");
	}

	@Test
	void truncatesLongTextsAndLongListsOfDifferences() {
		String text = "0123456789".repeat(20);
		new TestClient(this.gateway).generate(text + "b");

		assertThatExceptionOfType(AssertionError.class).isThrownBy(
				() -> assertThat(this.gateway).lastRequest().hasJsonAt("/contents/0/parts/0/text", '"' + text + "a\""))
			.withMessageStartingWith(
					"""

							Expecting the JSON at /contents/0/parts/0/text in the request to equal the expected JSON, but it differs at
							  /contents/0/parts/0/text: expected "...01234567890123456789a" but was "...01234567890123456789b"
							Expected:
							""");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(
					() -> assertThat(this.gateway).lastRequest().hasJsonAt("/contents", "[1,2,3,4,5,6,7,8,9,10,11,12]"))
			.withMessageContaining("""
					  /contents/9: expected 10 but there was no value
					  and 2 more
					Expected:
					""");
	}

	@Test
	void hasToolFailsIfToolIsNotDeclared() {
		new TestClient(this.gateway).generate("Hi");

		assertThat(this.gateway).lastRequest().hasNoTools();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.gateway).lastRequest().hasTool("getWeather"));
	}

	@Test
	void verifiesRejection() {
		new TestClient(this.gateway).post("/v1beta/models/gemini-2.5-flash:generateContent", "{\"contents\":[]}");

		assertThat(this.gateway.takeRequest()).isRejected("contents is not specified");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.gateway).lastRequest().isValid());
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.gateway).isVerified());
	}

	@Test
	void failsIfRequestIsMissing() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.gateway).lastRequest())
			.withMessage("Expecting the gateway to have received a request, but it has received none.");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.gateway).request(1));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.gateway).hasReceived(1));
	}

}
