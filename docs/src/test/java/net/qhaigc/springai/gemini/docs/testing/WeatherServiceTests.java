package net.qhaigc.springai.gemini.docs.testing;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.spring.EnableQhaigcGateway;

import static net.qhaigc.springai.gemini.test.assertj.QhaigcAssertions.assertThat;

// tag::spring[]
@SpringBootTest
@EnableQhaigcGateway
class WeatherServiceTests {

	@Autowired
	private WeatherService service;

	@Autowired
	private QhaigcGateway gateway;

	@Test
	void passesToolResultToModel() {
		this.gateway.callTool("getWeather", Map.of("city", "Hangzhou"));
		this.gateway.reply("It is raining in Hangzhou.");

		String answer = this.service.answer("How is the weather in Hangzhou?");

		assertThat(answer).isEqualTo("It is raining in Hangzhou.");
		assertThat(this.gateway).hasReceived(2)
			.lastRequest()
			.hasSystemInstruction("You are a friendly weather service.")
			.hasUserText("How is the weather in Hangzhou?")
			.hasTool("getWeather")
			.hasToolResult("getWeather", """
					{"city": "Hangzhou", "sky": "rain", "degrees": 18}""");
	}

}
// end::spring[]
