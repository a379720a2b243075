package net.qhaigc.springai.gemini.docs;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.core.ParameterizedTypeReference;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Contains the code in {@code docs/structured-output.md}.
 */
class StructuredOutputTests extends SnippetTest {

	private static final String DISH = """
			{"name":"West Lake fish","minutes":40}""";

	private final QhaigcGeminiChatModel model = model("gemini-2.5-flash");

	private final ChatClient chat = ChatClient.create(this.model);

	@Test
	void sendsSchemaInPrompt() {
		this.gateway.reply(DISH);
		// tag::prompt[]
		Dish dish = this.chat.prompt("Name a dish of Hangzhou.").call().entity(Dish.class);
		// end::prompt[]
		assertThat(dish).isEqualTo(new Dish("West Lake fish", 40));
		JsonNode request = this.gateway.takeRequest().json();
		assertThat(request.has("generationConfig")).isFalse();
		assertThat(request.at("/contents/0/parts/0/text").asString()).contains("JSON Schema", "minutes");
	}

	@Test
	void sendsSchemaAsOption() {
		this.gateway.reply(DISH);
		// tag::option[]
		Dish dish = this.chat.prompt("Name a dish of Hangzhou.")
			.call()
			.entity(Dish.class, (entity) -> entity.useProviderStructuredOutput());
		// end::option[]
		assertThat(dish).isEqualTo(new Dish("West Lake fish", 40));
		JsonNode request = this.gateway.takeRequest().json();
		assertThat(request.at("/contents/0/parts/0/text").asString()).isEqualTo("Name a dish of Hangzhou.");
		assertThat(request.at("/generationConfig")).hasToString("""
				{"responseMimeType":"application/json","responseSchema":{"type":"OBJECT","properties":\
				{"minutes":{"type":"INTEGER","format":"int32"},"name":{"type":"STRING"}},"required":["minutes","name"],\
				"propertyOrdering":["minutes","name"]}}""");
	}

	@Test
	void convertsList() {
		this.gateway.reply("[" + DISH + "]");
		// tag::list[]
		List<Dish> dishes = this.chat.prompt("Name five dishes of Hangzhou.")
			.call()
			.entity(new ParameterizedTypeReference<>() {
			}, (entity) -> entity.useProviderStructuredOutput());
		// end::list[]
		assertThat(dishes).containsExactly(new Dish("West Lake fish", 40));
	}

	@Test
	void convertsStream() {
		this.gateway.replyStream("{\"name\":\"West ", "Lake fish\",", "\"minutes\":40}");
		// tag::stream[]
		BeanOutputConverter<Dish> converter = new BeanOutputConverter<>(Dish.class);
		List<String> chunks = this.chat.prompt("Name a dish of Hangzhou.")
			.options(QhaigcGeminiChatOptions.builder().outputSchema(converter.getJsonSchema()))
			.stream()
			.content()
			.collectList()
			.block();
		Dish dish = converter.convert(String.join("", chunks));
		// end::stream[]
		assertThat(dish).isEqualTo(new Dish("West Lake fish", 40));
		assertThat(this.gateway.takeRequest().json().at("/generationConfig/responseSchema/type").asString())
			.isEqualTo("OBJECT");
	}

	@Test
	void returnsEnumValue() {
		this.gateway.reply("LUNCH");
		// tag::enum[]
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder()
			.responseMimeType("text/x.enum")
			.outputSchema("""
					{"type": "string", "enum": ["BREAKFAST", "LUNCH", "DINNER"]}""")
			.build();
		String meal = this.model.call(new Prompt("At which meal is West Lake fish eaten?", options))
			.getResult()
			.getOutput()
			.getText();
		// end::enum[]
		assertThat(meal).isEqualTo("LUNCH");
		assertThat(this.gateway.takeRequest().json().at("/generationConfig")).hasToString("""
				{"responseMimeType":"text/x.enum","responseSchema":{"type":"STRING",\
				"enum":["BREAKFAST","LUNCH","DINNER"]}}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gemini-2.5-flash", "gemini-2.0-flash" })
	void supportsRecursiveType(String id) {
		this.gateway.reply("{\"name\":\"Soup\",\"parts\":[{\"name\":\"Water\",\"parts\":[]}]}");
		// tag::recursive[]
		record Part(String name, List<Part> parts) {
		}
		// end::recursive[]
		Part soup = this.chat.prompt("What is in a soup?")
			.options(QhaigcGeminiChatOptions.builder().model(id))
			.call()
			.entity(Part.class, (entity) -> entity.useProviderStructuredOutput());
		assertThat(soup.parts()).containsExactly(new Part("Water", List.of()));
		JsonNode config = this.gateway.takeRequest().json().path("generationConfig");
		assertThat(config.propertyNames())
			.contains(id.startsWith("gemini-2.5") ? "responseJsonSchema" : "responseSchema");
	}

	@Test
	void rejectsInvalidSchema() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.model
				.call(new Prompt("Hi", QhaigcGeminiChatOptions.builder().outputSchema("a dish").build())))
			.withMessageContaining("Option 'outputSchema' cannot be sent");
	}

	record Dish(String name, int minutes) {

	}

}
