package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.converter.MapOutputConverter;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.core.ParameterizedTypeReference;

import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for generated replies that the output converters of Spring AI parse, and for
 * generated replies to questions in Chinese.
 */
class StructuredAutoResponseTests {

	@RegisterExtension
	static final QhaigcGatewayExtension extension = new QhaigcGatewayExtension(QhaigcGateway.builder().autoRespond());

	private final QhaigcGateway gateway = extension.gateway();

	@Test
	void returnsEnumConstant() {
		assertThat(chatClient().prompt("The sky?").call().entity(Sky.class)).isEqualTo(Sky.SUN);
	}

	@Test
	void returnsMapIfPromptContainsNoSchema() {
		Map<String, Object> map = chatClient().prompt("The weather in Hangzhou?")
			.call()
			.entity(new MapOutputConverter());

		assertThat(map).containsExactly(Map.entry("value", "Hangzhou"));
	}

	@Test
	void returnsEmptyMapIfSchemaHasNoProperties() {
		Map<String, Integer> map = chatClient().prompt("The weather in Hangzhou?")
			.call()
			.entity(new ParameterizedTypeReference<>() {
			});

		assertThat(map).isEmpty();
	}

	@Test
	void findsFormatInDescription() {
		JsonNode schema = Json.read("""
				{"type": "STRING", "description": "The length. Format: duration"}""");

		assertThat(SchemaExample.of(schema, "A trip to Linz")).isEqualTo(Json.text("PT1H"));
	}

	@Test
	void findsSchemaInPromptIfRequestHasOnlyMimeType() {
		String text = "The weather in Hangzhou?\n" + new BeanOutputConverter<>(Weather.class).getFormat();
		String response = new TestClient(this.gateway).post("/v1beta/models/gemini-3.5-flash:generateContent", """
				{
				  "contents": [{"role": "user", "parts": [{"text": %s}]}],
				  "generationConfig": {"responseMimeType": "application/json"}
				}""".formatted(Json.text(text))).body();

		String json = Json.read(response)
			.at("/candidates/0/content/parts")
			.valueStream()
			.map((part) -> part.path("text").asString(""))
			.reduce("", String::concat);
		assertThat(Json.read(json)).isEqualTo(Json.read("{\"city\": \"Hangzhou\", \"sky\": \"SUN\"}"));
	}

	@Test
	void generatesOneHourIfFormatIsDuration() {
		JsonNode schema = Json.read("{\"type\": \"string\", \"format\": \"duration\"}");

		assertThat(Duration.parse(SchemaExample.of(schema, "How long?").asString())).isEqualTo(Duration.ofHours(1));
	}

	@ParameterizedTest
	@CsvSource({ "杭州和上海的天气怎么样？,杭州", "北京与广州今天下雨吗？,北京", "查询呼和浩特和包头的气温,呼和浩特", "请问呼和浩特现在几点？,呼和浩特", "北京、上海的天气,北京",
			"杭州今天的天气怎么样？,杭州", "请问北京现在下雨吗？,北京", "帮我查一下呼和浩特的气温,呼和浩特", "「苏州」的天气,苏州", "天气怎么样？,city" })
	void findsNameInChineseText(String text, String name) {
		JsonNode schema = Json.read("""
				{"type": "object", "properties": {"city": {"type": "string"}}}""");

		assertThat(SchemaExample.of(schema, text).path("city").asString()).isEqualTo(name);
	}

	private ChatClient chatClient() {
		OpenAiChatOptions options = OpenAiChatOptions.builder()
			.baseUrl(this.gateway.url() + "/v1")
			.apiKey(this.gateway.apiKey())
			.model("gpt-5-mini")
			.build();
		return ChatClient.create(OpenAiChatModel.builder().options(options).build());
	}

	enum Sky {

		SUN, RAIN

	}

	record Weather(String city, Sky sky) {
	}

}
