package net.qhaigc.samples.streaming;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a browser gets from the controller.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class StreamingSampleTests {

	private static final QhaigcGateway gateway = QhaigcGateway.start();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void gatewayProperties(DynamicPropertyRegistry registry) {
		registry.add("qhaigc.base-url", gateway::url);
		registry.add("qhaigc.api-key", gateway::apiKey);
	}

	@BeforeEach
	void reset() {
		gateway.reset();
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void theAnswerComesInPiecesAndEndsWithItsReasonAndTokens() {
		gateway.replyStream("West Lake", " is\nin Hangzhou.").usage(5, 7, 12);
		assertThat(ask().collectList().block()).containsExactly("{\"text\":\"West Lake\"}",
				"{\"text\":\" is\\nin Hangzhou.\"}", "{\"finishReason\":\"STOP\",\"tokens\":12}");
	}

	@Test
	void anAnswerThatBreaksOffEndsWithASentence() {
		gateway.replyStream("West Lake", " is").cutAfter(1);
		assertThat(ask().collectList().block()).containsExactly("{\"text\":\"West Lake\"}",
				"{\"error\":\"The answer broke off. Please ask again.\"}");
	}

	@Test
	void whoClosesThePageStopsTheModel() {
		String[] pieces = "again and ".repeat(200).split("(?<= )");
		gateway.replyStream(pieces).delayBetween(Duration.ofMillis(50));
		StepVerifier.create(ask(), 1).expectNext("{\"text\":\"again \"}").thenCancel().verify(Duration.ofSeconds(20));
		assertThat(gateway.awaitCancelled(Duration.ofSeconds(20))).isTrue();
	}

	private Flux<String> ask() {
		return WebClient.create("http://127.0.0.1:" + this.port)
			.get()
			.uri("/chat?question={question}", "Where is West Lake?")
			.retrieve()
			.bodyToFlux(String.class);
	}

}
