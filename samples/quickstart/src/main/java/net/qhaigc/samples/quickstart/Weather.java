package net.qhaigc.samples.quickstart;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/**
 * A tool that the model can call. Spring AI runs it in the application.
 */
@Component
class Weather {

	@Tool(description = "Get the current weather in a city")
	Report currentWeather(@ToolParam(description = "The name of the city") String city) {
		System.out.printf("(the tool runs in this application: currentWeather(\"%s\"))%n", city);
		return new Report(city, 21, "light rain");
	}

	record Report(String city, int celsius, String sky) {
	}

}
