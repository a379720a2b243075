package net.qhaigc.samples.tools;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Tools: methods of the application that the model can call.
 */
@SpringBootApplication
public class ToolsSample {

	public static void main(String[] args) {
		SpringApplication.run(ToolsSample.class, args);
	}

	// tag::ask[]
	@Bean
	ApplicationRunner ask(ChatClient.Builder builder) {
		ChatClient chat = builder.defaultTools(new TravelTools()).build();
		return (arguments) -> {
			String question = "Which trains go to Hangzhou tomorrow?";
			String answer = chat.prompt(question).toolContext(Map.of("customer", "Ms. Zhou")).call().content();
			System.out.println(question + "\n" + answer);
		};
	}
	// end::ask[]

	// tag::tools[]
	static class TravelTools {

		@Tool(description = "Find the trains to a city on a day")
		List<Train> findTrains(@ToolParam(description = "The destination") String city,
				@ToolParam(description = "The date of travel, such as 2026-12-31") LocalDate day, ToolContext context) {
			System.out.printf("findTrains(%s, %s) for %s%n", city, day, context.getContext().get("customer"));
			return List.of(new Train("G7301", city, day, "08:04"), new Train("G7503", city, day, "09:30"));
		}

		@Tool(description = "Get the weather in a city on a day")
		Weather weather(@ToolParam(description = "The city") String city,
				@ToolParam(description = "The date, such as 2026-12-31") LocalDate day) {
			System.out.printf("weather(%s, %s)%n", city, day);
			return new Weather(21, Sky.RAIN);
		}

	}

	record Train(String number, String city, LocalDate day, String departure) {
	}

	record Weather(int celsius, Sky sky) {
	}

	enum Sky {

		SUN, CLOUDS, RAIN

	}
	// end::tools[]

}
