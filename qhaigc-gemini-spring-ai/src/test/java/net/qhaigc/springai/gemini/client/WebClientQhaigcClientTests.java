package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.GatewayRequest;
import net.qhaigc.springai.gemini.wire.GatewayResponse;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.Part;

import static org.assertj.core.api.Assertions.assertThat;

class WebClientQhaigcClientTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void aWholeAnswerArrives() {
		this.gateway.reply("It is raining.");
		GatewayResponse response = this.client.generate(question()).block();
		assertThat(text(response)).isEqualTo("It is raining.");
	}

	@Test
	void aStreamArrivesEventByEvent() {
		this.gateway.replyStream("It is ", "raining.");
		StepVerifier.create(this.client.stream(question()).map(WebClientQhaigcClientTests::text))
			.recordWith(ArrayList::new)
			.thenConsumeWhile((text) -> true)
			.consumeRecordedWith((texts) -> assertThat(String.join("", texts)).isEqualTo("It is raining."))
			.expectComplete()
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void theModelsAreListed() {
		assertThat(this.client.models().block()).isNotEmpty();
	}

	private static GatewayRequest question() {
		return new GatewayRequest("gemini-2.5-flash",
				new GenerateContentRequest(List.of(new Content("user", List.of(new Part.Text("How is the weather?")))),
						null, null, null, null, null, null, null, null));
	}

	private static String text(GatewayResponse response) {
		StringBuilder text = new StringBuilder();
		response.body().candidates().forEach((candidate) -> {
			if (candidate.content() != null) {
				candidate.content().parts().forEach((part) -> {
					if (part instanceof Part.Text words) {
						text.append(words.text());
					}
				});
			}
		});
		return text.toString();
	}

}
