package net.qhaigc.springai.gemini.docs.testing;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import net.qhaigc.springai.gemini.docs.testing.WeatherService.Weather;
import net.qhaigc.springai.gemini.test.spring.EnableQhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

// tag::auto-respond[]
@SpringBootTest
@EnableQhaigcGateway(autoRespond = true)
class AutoRespondTests {

	@Autowired
	private WeatherService service;

	@Test
	void callsToolWithCityFromUserText() {
		assertThat(this.service.answer("How is the weather in Hangzhou?")).contains("getWeather returned:",
				"\"city\":\"Hangzhou\"");
	}

	@Test
	void generatesRecordWithCityFromUserText() {
		Weather weather = this.service.forecast("Hangzhou");

		assertThat(weather.city()).isEqualTo("Hangzhou");
	}

}
// end::auto-respond[]
