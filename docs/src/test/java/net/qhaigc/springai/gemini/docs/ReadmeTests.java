package net.qhaigc.springai.gemini.docs;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.content.Media;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Service;

import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contains the code in {@code README.md}.
 */
class ReadmeTests extends SnippetTest {

	private final ChatClient chat = ChatClient.create(model("gemini-3.5-flash"));

	@Test
	void returnsAnswer() {
		this.gateway.reply("West Lake is in Hangzhou.");
		// tag::answer[]
		String answer = this.chat.prompt("Where is West Lake?").call().content();
		// end::answer[]
		assertThat(answer).isEqualTo("West Lake is in Hangzhou.");
	}

	@Test
	void streamsAnswer() {
		this.gateway.replyStream("West Lake ", "is in Hangzhou.");
		// tag::stream[]
		Flux<String> chunks = this.chat.prompt("Where is West Lake?").stream().content();
		// end::stream[]
		assertThat(String.join("", chunks.collectList().block())).isEqualTo("West Lake is in Hangzhou.");
	}

	@Test
	void callsTool() {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou"));
		this.gateway.reply("Yes, take one: light rain.");
		// tag::call-tool[]
		String advice = this.chat.prompt("Do I need an umbrella in Hangzhou?").tools(new Weather()).call().content();
		// end::call-tool[]
		assertThat(advice).isEqualTo("Yes, take one: light rain.");
		assertThat(this.gateway.received().get(1).body()).contains("light rain in Hangzhou");
	}

	@Test
	void returnsRecord() {
		this.gateway.reply("""
				{"destination": "Hangzhou", "days": 2}""");
		// tag::return-record[]
		Trip trip = this.chat.prompt("Plan two days in Hangzhou.").call().entity(Trip.class);
		// end::return-record[]
		assertThat(trip).isEqualTo(new Trip("Hangzhou", 2));
	}

	@Test
	void generatesImage() {
		this.gateway.image(new byte[] { 1, 2, 3 });
		// tag::image[]
		Media painting = this.chat.prompt("West Lake at dawn, as an ink painting")
			.options(QhaigcGeminiChatOptions.builder()
				.model("gemini-3.1-flash-image")
				.responseModalities(List.of(Modality.TEXT, Modality.IMAGE)))
			.call()
			.chatResponse()
			.getResult()
			.getOutput()
			.getMedia()
			.get(0);
		// end::image[]
		assertThat(painting.getDataAsByteArray()).containsExactly(1, 2, 3);
	}

	// tag::inject[]
	@Service
	static class TravelGuide {

		private final ChatClient chat;

		TravelGuide(ChatClient.Builder builder) {
			this.chat = builder.build();
		}

	}
	// end::inject[]

	// tag::tool[]
	static class Weather {

		@Tool(description = "Get the current weather in a city")
		String weather(String city) {
			return "light rain in " + city;
		}

	}
	// end::tool[]

	// tag::record[]
	record Trip(String destination, int days) {
	}
	// end::record[]

}
