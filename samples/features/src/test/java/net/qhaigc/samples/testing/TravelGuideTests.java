package net.qhaigc.samples.testing;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.spring.EnableQhaigcGateway;

import static net.qhaigc.springai.gemini.test.assertj.QhaigcAssertions.assertThat;

// tag::test[]
@SpringBootTest
@EnableQhaigcGateway
class TravelGuideTests {

	@Autowired
	private QhaigcGateway gateway;

	@Autowired
	private TravelGuide guide;

	@Test
	void callsToolBeforeAnswering() {
		this.gateway.callTool("currentWeather", Map.of("city", "Hangzhou"));
		this.gateway.reply("Take an umbrella.");

		assertThat(this.guide.answerWithWeather("What do I need in Hangzhou?")).isEqualTo("Take an umbrella.");

		assertThat(this.gateway).hasReceived(2);
		assertThat(this.gateway).request(0).hasUserText("What do I need in Hangzhou?").hasTool("currentWeather");
	}
	// end::test[]

	@SpringBootApplication
	@Import(TravelGuide.class)
	static class TestApplication {

	}

	static class TravelGuide {

		private final ChatClient chat;

		private final Weather weather = new Weather();

		TravelGuide(ChatClient.Builder chat) {
			this.chat = chat.build();
		}

		String answerWithWeather(String question) {
			return this.chat.prompt(question).tools(this.weather).call().content();
		}

	}

	static class Weather {

		@Tool(description = "Get the current weather in a city")
		String currentWeather(String city) {
			return "light rain";
		}

	}
	// tag::test[]

}
// end::test[]
