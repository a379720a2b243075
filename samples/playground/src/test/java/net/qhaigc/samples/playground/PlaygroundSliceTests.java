package net.qhaigc.samples.playground;

import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.reactive.server.WebTestClient;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.autoconfigure.AutoConfigureQhaigc;

import static net.qhaigc.springai.gemini.test.assertj.QhaigcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConversationController} without the database.
 */
// tag::slice[]
@WebFluxTest(ConversationController.class)
@AutoConfigureQhaigc
@Import({ Assistant.class, ChatClients.class, Tools.class, RecentTurns.class })
class PlaygroundSliceTests {

	@Autowired
	private WebTestClient browser;

	@Autowired
	private QhaigcGateway gateway;

	@MockitoBean
	private ConversationRepository conversations;

	@Test
	void streamsAnswerToBrowser() {
		this.gateway.replyStream("It is ", "raining.");

		this.browser.post()
			.uri("/api/conversations/{id}/messages", UUID.randomUUID())
			.header(HttpHeaders.HOST, "localhost")
			.bodyValue(Map.of("text", "How is the weather?", "options", Map.of("tools", true)))
			.exchange()
			.expectBody(String.class)
			.value((events) -> assertThat(events).contains("It is ", "raining."));
		assertThat(this.gateway).lastRequest().hasUserText("How is the weather?");
	}

}
// end::slice[]
