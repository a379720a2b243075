package net.qhaigc.springai.gemini;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.core.ParameterizedTypeReference;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tools and structured output with the Java types that applications use, for a
 * model of each generation and in each schema mode. The gateway rejects what Google
 * rejects, and each request must be valid against {@code RequestSchema}.
 */
class JavaTypesTests {

	private static final List<String> MODELS = List.of("gemini-2.0-flash", "gemini-2.5-flash", "gemini-3.5-flash",
			"gemini-4-pro");

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	@ParameterizedTest
	@MethodSource("modelsAndModes")
	void gatewayAcceptsParametersOfEachType(String model, SchemaMode mode) {
		this.fixture.gateway().reply("Done.");
		assertThat(client(model, mode).prompt().user("Hi").tools(new Tools()).call().content()).isEqualTo("Done.");
		assertThat(this.fixture.gateway().received().get(0).json().at("/tools/0/functionDeclarations")).hasSize(22);
	}

	@ParameterizedTest
	@MethodSource("modelsAndModes")
	void gatewayAcceptsOutputSchemaOfEachType(String model, SchemaMode mode) {
		for (RecordComponent component : Types.class.getRecordComponents()) {
			this.fixture.gateway().reply("Done.");
			String schema = new BeanOutputConverter<>(ParameterizedTypeReference.forType(component.getGenericType()))
				.getJsonSchema();
			assertOutputSchemaIsAccepted(model, mode, schema);
		}
		this.fixture.gateway().reply("Done.");
		assertOutputSchemaIsAccepted(model, mode, new BeanOutputConverter<>(Types.class).getJsonSchema());
	}

	private void assertOutputSchemaIsAccepted(String model, SchemaMode mode, String schema) {
		assertThat(client(model, mode).prompt()
			.user("Hi")
			.options(QhaigcGeminiChatOptions.builder().outputSchema(schema))
			.call()
			.content()).isEqualTo("Done.");
	}

	static Stream<Arguments> modelsAndModes() {
		return MODELS.stream()
			.flatMap((model) -> Arrays.stream(SchemaMode.values()).map((mode) -> Arguments.of(model, mode)));
	}

	@Test
	void toolParametersAndOutputSchemasCoverSameTypes() {
		List<String> parameters = Arrays.stream(Tools.class.getDeclaredMethods())
			.map((method) -> method.getGenericParameterTypes()[0])
			.map(Type::getTypeName)
			.sorted()
			.toList();
		List<String> outputs = Arrays.stream(Types.class.getRecordComponents())
			.map((component) -> component.getGenericType().getTypeName())
			.sorted()
			.toList();
		assertThat(outputs).hasSize(22).isEqualTo(parameters);
	}

	private ChatClient client(String model, SchemaMode mode) {
		return ChatClient
			.create(this.fixture.model(QhaigcGeminiChatOptions.builder().model(model).schemaMode(mode).build()));
	}

	record Types(String text, int count, Long size, double ratio, boolean flag, BigDecimal price, Color color,
			LocalDate day, OffsetDateTime at, Duration duration, URI uri, UUID id, Locale locale, Object any,
			Map<String, Integer> counts, Map<String, List<Order>> orders, List<String> names, Set<LocalDate> days,
			Optional<Pet> maybe, Pet pet, Nothing nothing, Tree tree) {

	}

	enum Color {

		RED, GREEN

	}

	record Order(Locale locale, Map<String, Object> values, List<Optional<URI>> links) {

	}

	record Nothing() {

	}

	record Tree(String name, List<Tree> children) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Dog.class, name = "dog"),
			@JsonSubTypes.Type(value = Cat.class, name = "cat") })
	sealed interface Pet {

	}

	record Dog(boolean barks, Optional<String> name) implements Pet {

	}

	record Cat(Map<String, Integer> lives) implements Pet {

	}

	static class Tools {

		@Tool
		void text(@ToolParam(description = "the text") String text) {
		}

		@Tool
		void count(@ToolParam(description = "the count") int count) {
		}

		@Tool
		void size(@ToolParam(description = "the size", required = false) Long size) {
		}

		@Tool
		void ratio(@ToolParam(description = "the ratio") double ratio) {
		}

		@Tool
		void flag(@ToolParam(description = "the flag") boolean flag) {
		}

		@Tool
		void price(@ToolParam(description = "the price") BigDecimal price) {
		}

		@Tool
		void color(@ToolParam(description = "the color") Color color) {
		}

		@Tool
		void day(@ToolParam(description = "the day") LocalDate day) {
		}

		@Tool
		void at(@ToolParam(description = "the time") OffsetDateTime at) {
		}

		@Tool
		void duration(@ToolParam(description = "the duration") Duration duration) {
		}

		@Tool
		void uri(@ToolParam(description = "the link") URI uri) {
		}

		@Tool
		void id(@ToolParam(description = "the id") UUID id) {
		}

		@Tool
		void locale(@ToolParam(description = "the locale") Locale locale) {
		}

		@Tool
		void any(@ToolParam(description = "anything") Object any) {
		}

		@Tool
		void counts(@ToolParam(description = "the counts") Map<String, Integer> counts) {
		}

		@Tool
		void orders(@ToolParam(description = "the orders") Map<String, List<Order>> orders) {
		}

		@Tool
		void names(@ToolParam(description = "the names") List<String> names) {
		}

		@Tool
		void days(@ToolParam(description = "the days") Set<LocalDate> days) {
		}

		@Tool
		void maybe(@ToolParam(description = "the pet, if any") Optional<Pet> maybe) {
		}

		@Tool
		void pet(@ToolParam(description = "the pet") Pet pet) {
		}

		@Tool
		void nothing(@ToolParam(description = "nothing") Nothing nothing) {
		}

		@Tool
		void tree(@ToolParam(description = "the tree") Tree tree) {
		}

	}

}
