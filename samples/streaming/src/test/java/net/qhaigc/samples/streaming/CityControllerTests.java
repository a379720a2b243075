package net.qhaigc.samples.streaming;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.autoconfigure.AutoConfigureQhaigc;

import static net.qhaigc.springai.gemini.test.assertj.QhaigcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the controller without the rest of the application.
 */
// tag::slice[]
@WebMvcTest(CityController.class)
@AutoConfigureQhaigc
class CityControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private QhaigcGateway gateway;

	@Test
	void sendsCitiesAsEvents() {
		this.gateway.reply("""
				{"elements": [{"name": "Linz", "country": "Austria", "population": 213557}]}""");

		assertThat(this.mvc.get().uri("/cities?question={question}", "Cities on the Danube?")).bodyText()
			.contains("event:city\ndata:{\"name\":\"Linz\"", "event:end");
		assertThat(this.gateway).received().hasUserText("Cities on the Danube?");
	}

}
// end::slice[]
