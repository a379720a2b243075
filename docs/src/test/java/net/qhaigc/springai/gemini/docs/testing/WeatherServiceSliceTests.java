package net.qhaigc.springai.gemini.docs.testing;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.autoconfigure.QhaigcTest;

import static org.assertj.core.api.Assertions.assertThat;

// tag::slice[]
@QhaigcTest(WeatherService.class)
class WeatherServiceSliceTests {

	@Autowired
	private WeatherService service;

	@Autowired
	private QhaigcGateway gateway;

	@Test
	void returnsForecast() {
		this.gateway.reply("""
				{"city": "Hangzhou", "sky": "sun", "degrees": 21}""");

		assertThat(this.service.forecast("Hangzhou").degrees()).isEqualTo(21);
	}

}
// end::slice[]
