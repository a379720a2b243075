package net.qhaigc.samples.switching;

import java.util.Map;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Component;

/**
 * A tool that the models of both providers call.
 */
@Component
class Weather {

	@Tool(description = "Get the current weather in a city")
	Report currentWeather(String city) {
		return new Report(city, Map.of("Hangzhou", 21, "Suzhou", 23).getOrDefault(city, 20));
	}

	record Report(String city, int celsius) {
	}

}
