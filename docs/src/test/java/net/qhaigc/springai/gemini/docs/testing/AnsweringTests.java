package net.qhaigc.springai.gemini.docs.testing;

import net.qhaigc.springai.gemini.docs.testing.WeatherService.Weather;
import net.qhaigc.springai.gemini.test.spring.QhaigcGatewayTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

// tag::answering[]
@SpringBootTest
@QhaigcGatewayTest(autoRespond = true)
class AnsweringTests {

	@Autowired
	private WeatherService service;

	@Test
	void theToolIsCalledWithTheCityOfTheQuestion() {
		assertThat(this.service.answer("How is the weather in Hangzhou?")).contains("getWeather says:",
				"\"city\":\"Hangzhou\"");
	}

	@Test
	void theRecordIsFilled() {
		Weather weather = this.service.forecast("Hangzhou");

		assertThat(weather.city()).isEqualTo("Hangzhou");
	}

}
// end::answering[]
