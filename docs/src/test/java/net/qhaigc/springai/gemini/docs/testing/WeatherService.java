package net.qhaigc.springai.gemini.docs.testing;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Service;

/**
 * The service that the tests in {@code docs/testing.md} verify.
 */
// tag::service[]
@Service
class WeatherService {

	private final ChatClient chatClient;

	WeatherService(ChatClient.Builder builder) {
		this.chatClient = builder.defaultSystem("You are a friendly weather service.").build();
	}

	String answer(String question) {
		return this.chatClient.prompt(question).tools(this).call().content();
	}

	@Tool(description = "The weather in a city")
	Weather getWeather(String city) {
		return new Weather(city, "rain", 18);
	}

	Weather forecast(String city) {
		return this.chatClient.prompt("How will the weather be in " + city + " tomorrow?").call().entity(Weather.class);
	}

	record Weather(String city, String sky, int degrees) {
	}

}
// end::service[]
