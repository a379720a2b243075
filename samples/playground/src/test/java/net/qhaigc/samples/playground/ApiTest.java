package net.qhaigc.samples.playground;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Base class of the tests for the HTTP API of the playground. Each test uses a
 * conversation of its own.
 */
@PlaygroundTest
abstract class ApiTest {

	private static final int MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

	@Autowired
	QhaigcGateway gateway;

	@Autowired
	ChatMemory memory;

	@LocalServerPort
	int port;

	final String conversationId = UUID.randomUUID().toString();

	WebTestClient client;

	@BeforeEach
	final void resetGatewayAndCreateClient() {
		this.gateway.reset();
		this.client = WebTestClient.bindToServer()
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(MAX_RESPONSE_BYTES))
			.baseUrl("http://localhost:" + this.port)
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	/** Send a message, and return all events of the response. */
	final List<JsonNode> send(String messageJson) {
		return this.client.post()
			.uri("/api/conversations/{id}/messages", this.conversationId)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(messageJson)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.APPLICATION_NDJSON)
			.returnResult(JsonNode.class)
			.getResponseBody()
			.collectList()
			.block();
	}

}
