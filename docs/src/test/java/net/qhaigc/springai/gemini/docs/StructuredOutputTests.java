package net.qhaigc.springai.gemini.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.core.ParameterizedTypeReference;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.entity.EntityResponseAdvisor;
import net.qhaigc.springai.gemini.entity.EntityResponseException;
import net.qhaigc.springai.gemini.entity.EntityStream;
import net.qhaigc.springai.gemini.entity.JsonExtractionAdvisor;
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
	void sendsSchemaInSeparateField() {
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
	void streamsElements() {
		this.gateway.replyStream("{\"elements\":[" + DISH + ",{\"name\":\"Dong", "po pork\",\"minutes\":150}]}");
		// tag::elements[]
		Flux<Dish> dishes = EntityStream.of(this.chat.prompt("Name five dishes of Hangzhou."))
			.useProviderStructuredOutput()
			.elements(Dish.class);
		// end::elements[]
		assertThat(dishes.collectList().block()).containsExactly(new Dish("West Lake fish", 40),
				new Dish("Dongpo pork", 150));
	}

	@Test
	void streamsPartialObjects() {
		this.gateway.replyStream("{\"city\":\"Hangzhou\",", "\"dishes\":[" + DISH + ",{\"name\":\"Dongpo pork\",",
				"\"minutes\":150}]}");
		// tag::partials[]
		record Menu(String city, List<Dish> dishes) {
		}
		Flux<Menu> menus = EntityStream.of(this.chat.prompt("Write a menu of Hangzhou.")).partials(Menu.class);
		// end::partials[]
		Dish fish = new Dish("West Lake fish", 40);
		assertThat(menus.collectList().block()).containsExactly(new Menu("Hangzhou", null),
				new Menu("Hangzhou", List.of(fish, new Dish("Dongpo pork", 0))),
				new Menu("Hangzhou", List.of(fish, new Dish("Dongpo pork", 150))));
	}

	@Test
	void throwsExceptionForIncompleteResponse() {
		this.gateway.reply("{\"name\":\"West").finishReason("MAX_TOKENS").usage(20, 5, 25);
		List<String> lines = new ArrayList<>();
		// tag::check[]
		ChatClient chat = ChatClient.builder(this.model).defaultAdvisors(new EntityResponseAdvisor()).build();
		// end::check[]
		// tag::failure[]
		try {
			Dish dish = chat.prompt("Name a dish of Hangzhou.").call().entity(Dish.class);
			lines.add(dish.name());
		}
		catch (EntityResponseException ex) {
			lines.add("%s after %d tokens: %s".formatted(ex.getFinishReason(), ex.getUsage().getTotalTokens(),
					ex.getText()));
		}
		// end::failure[]
		assertThat(lines).containsExactly("MAX_TOKENS after 25 tokens: {\"name\":\"West");
	}

	@Test
	void repeatsRequestAfterInvalidResponse() {
		this.gateway.reply("{\"name\":\"West Lake fish\"}");
		this.gateway.reply(DISH);
		// tag::validate[]
		Dish dish = this.chat.prompt("Name a dish of Hangzhou.")
			.call()
			.entity(Dish.class, (entity) -> entity.useProviderStructuredOutput().validateSchema());
		// end::validate[]
		assertThat(dish).isEqualTo(new Dish("West Lake fish", 40));
		assertThat(this.gateway.received().get(1).body())
			.contains("Output JSON validation failed because of: required property 'minutes' not found");
	}

	@Test
	void repeatsRequestIfJsonInsideTextIsInvalid() {
		this.gateway.reply("Sure:\n```json\n{\"name\":\"West Lake fish\"}\n```");
		this.gateway.reply("Sure:\n```json\n" + DISH + "\n```");
		// tag::repair[]
		StructuredOutputValidationAdvisor validation = StructuredOutputValidationAdvisor.builder()
			.outputType(Dish.class)
			.maxRepeatAttempts(1)
			.build();
		Dish dish = this.chat.prompt("Name a dish of Hangzhou.")
			.advisors(validation, new JsonExtractionAdvisor())
			.call()
			.entity(Dish.class);
		// end::repair[]
		assertThat(dish).isEqualTo(new Dish("West Lake fish", 40));
		assertThat(this.gateway.received()).hasSize(2);
	}

	@Test
	void repeatsStreamAfterIncompleteResponse() {
		this.gateway.replyStream("[" + DISH + ",{\"name\":");
		this.gateway.replyStream("[" + DISH + "]");
		// tag::retry[]
		List<Dish> dishes = EntityStream.of(this.chat.prompt("Name five dishes of Hangzhou."))
			.elements(Dish.class)
			.collectList()
			.retryWhen(Retry.max(2).filter(EntityResponseException.class::isInstance))
			.block();
		// end::retry[]
		assertThat(dishes).containsExactly(new Dish("West Lake fish", 40));
	}

	@Test
	void acceptsMissingAndNullValues() {
		this.gateway.reply("{\"name\":\"West Lake fish\",\"region\":null}");
		// tag::missing[]
		record Recipe(String name, @Nullable String author, Optional<String> region) {
		}
		// end::missing[]
		Recipe recipe = this.chat.prompt("Name a dish of Hangzhou.")
			.call()
			.entity(Recipe.class, (entity) -> entity.useProviderStructuredOutput().validateSchema());
		assertThat(recipe).isEqualTo(new Recipe("West Lake fish", null, Optional.empty()));
		assertThat(this.gateway.takeRequest().json().at("/generationConfig/responseSchema")).hasToString("""
				{"type":"OBJECT","properties":{"author":{"type":"STRING"},"name":{"type":"STRING"},\
				"region":{"type":"STRING","nullable":true}},"required":["name","region"],\
				"propertyOrdering":["author","name","region"]}""");
	}

	@Test
	void convertsTextOfStream() {
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
