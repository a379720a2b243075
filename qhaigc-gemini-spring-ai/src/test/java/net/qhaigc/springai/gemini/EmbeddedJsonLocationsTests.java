package net.qhaigc.springai.gemini;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for objects that a request declares as strings, so that the model writes their
 * JSON into strings. The application receives objects, and the strings are sent back to
 * the model unchanged.
 */
class EmbeddedJsonLocationsTests {

	private static final String FUNCTION_CALL = """
			{"functionCall":{"name":"count","args":{"counts":"{\\"a\\": 1}","note":"{}"}},"thoughtSignature":"c2ln"}""";

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@ParameterizedTest
	@CsvSource({ "gemini-2.0-flash,AUTO,false", "gemini-2.0-flash,AUTO,true", "gemini-3.5-flash,SCHEMA,false",
			"gemini-3.5-flash,SCHEMA,true" })
	void passesObjectToToolAndSendsStringBackToModel(String model, SchemaMode mode, boolean streamed) {
		this.fixture.gateway()
			.replyJson("""
					{"candidates":[{"content":{"role":"model","parts":[%s]},"finishReason":"STOP"}]}"""
				.formatted(FUNCTION_CALL));
		this.fixture.gateway().reply("Done.");
		List<String> received = new ArrayList<>();
		ToolCallback count = FunctionToolCallback.builder("count", (Input input) -> {
			received.add(input.counts() + " " + input.note());
			return "Done";
		}).inputType(Input.class).build();
		assertThat(send(client(model, mode).prompt().user("Hi").tools(count), streamed)).isEqualTo("Done.");
		assertThat(received).containsExactly("{a=1} {}");
		assertThat(this.fixture.gateway().received().get(1).json().at("/contents/1/parts/0"))
			.hasToString(FUNCTION_CALL);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void returnsObjectsInStructuredOutput(boolean streamed) {
		this.fixture.gateway().replyStream("{\"counts\":\"{\\\"a\\\"", ":1}\"}");
		ChatClient client = client("gemini-2.0-flash", SchemaMode.AUTO);
		String schema = """
				{"type":"object","properties":{"counts":{"type":"object"}}}""";
		assertThat(send(client.prompt().user("Hi").options(QhaigcGeminiChatOptions.builder().outputSchema(schema)),
				streamed))
			.isEqualTo("{\"counts\":{\"a\":1}}");
		assertThat(this.fixture.gateway().received().get(0).json().at("/generationConfig/responseSchema")).hasToString(
				"""
						{"type":"OBJECT","properties":{"counts":{"type":"STRING","description":"A JSON object in a string"}},\
						"propertyOrdering":["counts"]}""");
	}

	private ChatClient client(String model, SchemaMode mode) {
		return ChatClient
			.create(this.fixture.model(QhaigcGeminiChatOptions.builder().model(model).schemaMode(mode).build()));
	}

	private static String send(ChatClient.ChatClientRequestSpec prompt, boolean streamed) {
		return streamed ? String.join("", prompt.stream().content().collectList().block()) : prompt.call().content();
	}

	record Input(Map<String, Integer> counts, String note) {

	}

}
