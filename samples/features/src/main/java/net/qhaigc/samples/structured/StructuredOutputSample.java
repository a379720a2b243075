package net.qhaigc.samples.structured;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ParameterizedTypeReference;

/**
 * Structured output as records and lists, with a JSON Schema that the model must follow.
 */
@SpringBootApplication
public class StructuredOutputSample {

	public static void main(String[] args) {
		SpringApplication.run(StructuredOutputSample.class, args);
	}

	// tag::ask[]
	@Bean
	ApplicationRunner ask(ChatClient.Builder builder) {
		ChatClient chat = builder.build();
		return (arguments) -> {
			Recipe recipe = chat.prompt("Write a recipe for West Lake fish in vinegar gravy.")
				.call()
				.entity(Recipe.class, (entity) -> entity.useProviderStructuredOutput());
			System.out.println(recipe);

			List<String> dishes = chat.prompt("Name five dishes of Hangzhou.")
				.call()
				.entity(new ParameterizedTypeReference<>() {
				}, (entity) -> entity.useProviderStructuredOutput());
			System.out.println(dishes);
		};
	}

	record Recipe(String name, Difficulty difficulty, List<Ingredient> ingredients,
			@JsonPropertyDescription("The steps in order") List<String> steps) {
	}

	record Ingredient(String name, double amount, String unit) {
	}

	enum Difficulty {

		EASY, MEDIUM, HARD

	}
	// end::ask[]

}
