package net.qhaigc.springai.gemini.test;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the check that the tool calls of a reply match the request.
 */
class ToolCallCheckTests {

	private static final String WEATHER_SCHEMA = """
			{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","maximum":14}},
			"required":["city"]}""";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@EnumSource
	void repliesWithArgumentsThatMatchSchema(Format format) {
		this.gateway.callTool("getWeather", Map.of("city", "Hangzhou", "days", 3)).callTool("getTime", Map.of());

		assertThat(send(format).statusCode()).isEqualTo(200);
		this.gateway.verify();
	}

	@ParameterizedTest
	@EnumSource
	void rejectsArgumentsThatDoNotMatchSchema(Format format) {
		this.gateway.callTool("getTime", Map.of()).callTool("getWeather", Map.of("town", "Hangzhou", "days", 15));

		HttpResponse<String> response = send(format);

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(this.gateway.problems()).singleElement()
			.asString()
			.matches("(?s)The tool call, scripted at ToolCallCheckTests.java:\\d+, has arguments for 'getWeather' that "
					+ "do not match its schema:.*")
			.contains("\n  /city: is required but missing\n",
					"\n  /town: is not declared. Declared properties: [city, days]\n",
					"\n  /days: expected at most 14 but was 15\n", "\nThe arguments are {\n", "\nThe schema is {\n")
			.endsWith("\nCorrect the call. If the mismatch is intended, mark the reply with unchecked(), or with "
					+ "'unchecked: true' in a rules file.");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.gateway::verify)
			.withMessageContaining("is required but missing")
			.withMessageContaining("The request body was {");
	}

	@ParameterizedTest
	@EnumSource
	void rejectsCallOfToolThatIsNotDeclared(Format format) {
		this.gateway.callTool("getWether", Map.of("city", "Hangzhou"));

		assertThat(send(format).statusCode()).isEqualTo(400);
		assertThat(this.gateway.problems()).singleElement()
			.asString()
			.contains(
					"names the function 'getWether', which the request does not declare. The request declares [getWeather, getTime].");
	}

	@Test
	void rejectsCallIfNoToolIsDeclared() {
		this.gateway.callTool("getWeather", Map.of());

		assertThat(new TestClient(this.gateway).generate("Hi").statusCode()).isEqualTo(400);
		assertThat(this.gateway.problems()).singleElement().asString().contains("The request declares no functions.");
	}

	@ParameterizedTest
	@EnumSource
	void rejectsArgumentsOfToolWithoutParameters(Format format) {
		this.gateway.callTool("getTime", Map.of("zone", "UTC"));

		assertThat(send(format).statusCode()).isEqualTo(400);
		assertThat(this.gateway.problems()).singleElement()
			.asString()
			.contains("  /zone: the function has no parameters\n", "The schema is empty.");
	}

	@ParameterizedTest
	@EnumSource
	void uncheckedReplyCanContainInvalidToolCalls(Format format) {
		this.gateway.callTool("getWeather", Map.of("town", 1)).unchecked().callTool("getWether", Map.of());

		assertThat(send(format).body()).contains("getWether", "town");
		this.gateway.verify();
	}

	@Test
	void checksToolCallsInRepliesOfRules() {
		this.gateway.when((request) -> true).callTool("getWeather", Map.of());

		assertThat(send(Format.NATIVE).statusCode()).isEqualTo(400);
	}

	@Test
	void doesNotCheckToolCallsInReplyJson() {
		this.gateway.replyJson("""
				{"candidates":[{"content":{"parts":[{"functionCall":{"name":"getWether"}}]}}]}""");

		assertThat(send(Format.NATIVE).statusCode()).isEqualTo(200);
	}

	@Test
	void acceptsCallOfComputerUseFunctionThatIsNotDeclared() {
		this.gateway.callTool("click_at", Map.of("x", 1, "y", 2));

		HttpResponse<String> response = new TestClient(this.gateway)
			.post("/v1beta/models/gemini-3.5-flash:generateContent", """
					{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],
					"tools":[{"computerUse":{"environment":"ENVIRONMENT_BROWSER"}}]}""");

		assertThat(response.statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> send(Format format) {
		return new TestClient(this.gateway).post(format.path, format.body);
	}

	/**
	 * Requests to different endpoints and in different formats, all of which declare the
	 * same functions.
	 */
	enum Format {

		NATIVE("/v1beta/models/gemini-2.5-flash:generateContent", nativeBody("\"parameters\":" + googleSchema())),

		NATIVE_STREAM("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
				nativeBody("\"parameters\":" + googleSchema())),

		NATIVE_JSON_SCHEMA("/v1beta/models/gemini-2.5-flash:generateContent",
				nativeBody("\"parametersJsonSchema\":" + WEATHER_SCHEMA)),

		UNIFIED("/v1/chat/completions", unifiedBody("")),
		UNIFIED_STREAM("/v1/chat/completions", unifiedBody("\"stream\":true,")),
		UNIFIED_STYLE_GEMINI("/v1/chat/completions", unifiedBody("\"style\":\"gemini\","));

		private final String path;

		private final String body;

		Format(String path, String body) {
			this.path = path;
			this.body = body;
		}

		private static String googleSchema() {
			return Stream.of("object", "string", "integer")
				.reduce(WEATHER_SCHEMA,
						(schema, type) -> schema.replace('"' + type + '"', '"' + type.toUpperCase(Locale.ROOT) + '"'));
		}

		private static String nativeBody(String parameters) {
			return """
					{"contents":[{"role":"user","parts":[{"text":"Hi"}]}],
					"tools":[{"functionDeclarations":[{"name":"getWeather","description":"Weather",%s},
					{"name":"getTime","description":"Time"}]}]}""".formatted(parameters);
		}

		private static String unifiedBody(String extraFields) {
			return """
					{"model":"gpt-5-mini",%s"messages":[{"role":"user","content":"Hi"}],
					"tools":[{"type":"function","function":{"name":"getWeather","parameters":%s}},
					{"type":"function","function":{"name":"getTime"}}]}""".formatted(extraFields, WEATHER_SCHEMA);
		}

	}

}
