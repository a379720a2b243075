package net.qhaigc.samples.streaming;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.spring.EnableQhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the server-sent events of {@code ChatController} and {@code CityController}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EnableQhaigcGateway
class StreamingSampleTests {

	@Autowired
	private QhaigcGateway gateway;

	@LocalServerPort
	private int port;

	@Test
	void streamsTextFinishReasonAndTokens() {
		this.gateway.replyStream("West Lake", " is\nin Hangzhou.").usage(5, 7, 12);
		assertThat(chat().collectList().block()).containsExactly("{\"text\":\"West Lake\"}",
				"{\"text\":\" is\\nin Hangzhou.\"}", "{\"finishReason\":\"STOP\",\"tokens\":12}");
	}

	@Test
	void sendsEachChunkAsServerSentEvent() {
		this.gateway.replyStream("West Lake", " is in Hangzhou.").usage(5, 7, 12);
		byte[] events = WebClient.create("http://127.0.0.1:" + this.port)
			.get()
			.uri("/chat?question={question}", "Where is West Lake?")
			.retrieve()
			.bodyToMono(byte[].class)
			.block();
		assertThat(new String(events, StandardCharsets.UTF_8)).isEqualTo("""
				data:{"text":"West Lake"}

				data:{"text":" is in Hangzhou."}

				data:{"finishReason":"STOP","tokens":12}

				""");
	}

	@Test
	void emitsErrorEventForIncompleteStream() {
		this.gateway.replyStream("West Lake", " is").closeAfter(1);
		assertThat(chat().collectList().block()).containsExactly("{\"text\":\"West Lake\"}",
				"{\"error\":\"The response is incomplete. Please try again.\"}");
	}

	@Test
	void cancelsStreamWhenBrowserDisconnects() {
		String[] chunks = "again and ".repeat(200).split("(?<= )");
		this.gateway.replyStream(chunks).delayBetween(Duration.ofMillis(50));
		StepVerifier.create(chat(), 1).expectNext("{\"text\":\"again \"}").thenCancel().verify(Duration.ofSeconds(20));
		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void streamsEachCityWhenItIsComplete() {
		this.gateway.replyStream("{\"elements\":[{\"name\":\"Linz\",\"country\":\"Austria\",",
				"\"population\":213557},", "{\"name\":\"Wuhan\",\"country\":\"China\",\"population\":13774000}]}");
		assertThat(cities().collectList().block()).containsExactly(
				"city {\"name\":\"Linz\",\"country\":\"Austria\",\"population\":213557}",
				"city {\"name\":\"Wuhan\",\"country\":\"China\",\"population\":13774000}", "end ");
	}

	@Test
	void sendsCompleteCitiesOfIncompleteStream() {
		this.gateway
			.replyStream("{\"elements\":[{\"name\":\"Linz\",\"country\":\"Austria\",\"population\":213557},",
					"{\"name\":")
			.finishReason("MAX_TOKENS");
		assertThat(cities().collectList().block()).containsExactly(
				"city {\"name\":\"Linz\",\"country\":\"Austria\",\"population\":213557}",
				"failed The response is incomplete. Please try again.");
	}

	private Flux<String> cities() {
		return WebClient.create("http://127.0.0.1:" + this.port)
			.get()
			.uri("/cities?question={question}", "Two cities on a river")
			.retrieve()
			.bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {
			})
			.map((event) -> event.event() + " " + Objects.requireNonNullElse(event.data(), ""));
	}

	private Flux<String> chat() {
		return WebClient.create("http://127.0.0.1:" + this.port)
			.get()
			.uri("/chat?question={question}", "Where is West Lake?")
			.retrieve()
			.bodyToFlux(String.class);
	}

}
