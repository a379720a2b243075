package net.qhaigc.samples.playground;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import reactor.core.Disposable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the HTTP API of the playground.
 */
class PlaygroundControllerTests extends ApiTest {

	private static final String PIXEL = ChatPageTests.PIXEL;

	@Test
	void streamsEventsAsLinesOfJson() throws Exception {
		this.gateway.thinking("It is a greeting.").text("Hello, ", "you.").usage(7, 3, 12);

		List<JsonNode> events = sendAndReceive(message("Hi"));

		assertThat(events).hasSize(4);
		assertJsonEquals(events.get(0), "{'type':'thought','text':'It is a greeting.'}");
		assertJsonEquals(events.get(1), "{'type':'text','text':'Hello, '}");
		assertJsonEquals(events.get(2), "{'type':'text','text':'you.'}");
		assertThat(events.get(3).path("type").asString()).isEqualTo("done");
		assertThat(events.get(3).path("model").asString()).isEqualTo("gemini-3.5-flash");
		assertThat(events.get(3).path("finishReason").asString()).isEqualTo("STOP");
		assertThat(events.get(3).path("promptTokens").asInt()).isEqualTo(7);
		assertThat(events.get(3).path("firstTokenMillis").asLong())
			.isLessThanOrEqualTo(events.get(3).path("totalMillis").asLong());
	}

	@Test
	void streamsToolCallsAndSumsTokensOfAllRounds() throws Exception {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou")).usage(10, 2, 12);
		this.gateway.reply("It is sunny.").usage(20, 4, 24);

		List<JsonNode> events = sendAndReceive(message("How is the weather?"));

		assertThat(events).extracting((event) -> event.path("type").asString())
			.containsExactly("toolCall", "toolResult", "text", "done");
		assertThat(events.get(0).path("name").asString()).isEqualTo("weather");
		assertThat(events.get(0).path("arguments").asString()).isEqualTo("{\"city\":\"Hangzhou\"}");
		assertThat(events.get(1).path("id")).isEqualTo(events.get(0).path("id"));
		assertThat(events.get(1).path("result").asString()).contains("\"city\":\"Hangzhou\"", "example data");
		assertThat(events.get(3).path("promptTokens").asInt()).isEqualTo(30);
		assertThat(events.get(3).path("completionTokens").asInt()).isEqualTo(6);
	}

	@Test
	void sendsNoOptionsByDefault() throws Exception {
		this.gateway.reply("Hi.");

		sendAndReceive("""
				{"text": "Hi"}""");

		assertJsonEquals(this.gateway.takeRequest().json(), "{'contents':[{'role':'user','parts':[{'text':'Hi'}]}]}");
	}

	@Test
	void sendsOptionsFromPage() throws Exception {
		this.gateway.reply("[]");

		sendAndReceive("""
				{"text": "What is this?", "media": [{"mimeType": "image/png", "data": "%s"}], "options": {
				 "model": "gemini-3.5-flash", "endpoint": "NATIVE", "system": "Be brief.", "temperature": 0.3,
				 "topP": 0.9, "maxTokens": 100, "seed": 7, "stopSequences": ["END"], "thinking": "LOW",
				 "includeThoughts": true, "extraBody": {"labels": {"team": "a"}},
				 "format": "JSON", "schema": "{\\"type\\":\\"array\\",\\"items\\":{\\"type\\":\\"string\\"}}"}}"""
			.formatted(PIXEL));

		assertThat(this.gateway.received().get(0).model()).isEqualTo("gemini-3.5-flash");
		assertJsonEquals(this.gateway.takeRequest().json(), """
				{"contents": [{"role": "user", "parts": [
				  {"inlineData": {"mimeType": "image/png", "data": "%s"}}, {"text": "What is this?"}]}],
				 "systemInstruction": {"parts": [{"text": "Be brief."}]}, "labels": {"team": "a"},
				 "generationConfig": {"temperature": 0.3, "topP": 0.9, "maxOutputTokens": 100, "seed": 7,
				  "stopSequences": ["END"], "responseMimeType": "application/json",
				  "thinkingConfig": {"thinkingLevel": "LOW", "includeThoughts": true},
				  "responseSchema": {"type": "ARRAY", "items": {"type": "STRING"}}}}""".formatted(PIXEL));
	}

	@Test
	void streamsImagesAsBase64() throws Exception {
		this.gateway.image(Base64.getDecoder().decode(PIXEL));

		List<JsonNode> events = sendAndReceive(message("Draw").replace("TEXT", "IMAGE"));

		assertJsonEquals(events.get(0), "{'type':'media','mimeType':'image/png','data':'" + PIXEL + "'}");
		assertThat(this.gateway.takeRequest().json().at("/generationConfig/responseModalities"))
			.extracting(JsonNode::asString)
			.containsExactly("TEXT", "IMAGE");
	}

	@Test
	void cancelsRequestAndKeepsTextWhenClientDisconnects() {
		this.gateway.replyStream("One, ", "two").hang();

		Disposable subscription = WebClient.create("http://localhost:" + this.port)
			.post()
			.uri("/api/conversations/{id}/messages", this.conversationId)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(message("Count"))
			.retrieve()
			.bodyToFlux(JsonNode.class)
			.takeUntil((event) -> "two".equals(event.path("text").asString("")))
			.then()
			.subscribe();

		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(10))).isTrue();
		await().untilAsserted(() -> assertThat(storedMessages()).containsExactly("user: Count", "model: One, two"));
		subscription.dispose();
	}

	@Test
	void endsStreamWithEventOfTypeFailedIfRequestFails() throws Exception {
		this.gateway.gatewayError(401, "invalid_api_key", "The key is unknown.");

		List<JsonNode> events = sendAndReceive(message("Hi"));

		assertThat(events).hasSize(1);
		assertThat(events.get(0).path("type").asString()).isEqualTo("failed");
		assertThat(events.get(0).path("status").asInt()).isEqualTo(401);
		assertThat(events.get(0).path("message").asString()).contains("qhaigc.api-key");
	}

	@Test
	void keepsTextIfStreamFails() throws Exception {
		this.gateway.replyStream("One, ", "two, ", "three").closeAfter(2);

		List<JsonNode> events = sendAndReceive(message("Count"));

		assertThat(events).extracting((event) -> event.path("type").asString())
			.containsExactly("text", "text", "failed");
		assertThat(storedMessages()).containsExactly("user: Count", "model: One, two, ");
	}

	@Test
	void sendsConversationHistory() throws Exception {
		this.gateway.reply("Nice to meet you, Li.");
		this.gateway.reply("Li.");

		sendAndReceive(message("I am Li"));
		sendAndReceive(message("Who am I?"));

		this.gateway.takeRequest();
		assertThat(this.gateway.takeRequest().json().path("contents").findValuesAsString("text"))
			.containsExactly("I am Li", "Nice to meet you, Li.", "Who am I?");
	}

	@Test
	void sendsImagesOfEarlierTurnsAgain() throws Exception {
		this.gateway.reply("Two of them.").image(Base64.getDecoder().decode(PIXEL)).signature("c2ln");
		this.gateway.reply("Done.");

		sendAndReceive("""
				{"text": "Twice", "media": [{"mimeType": "image/png", "data": "%s"}], "options": {"format": "IMAGE"}}"""
			.formatted(PIXEL));
		sendAndReceive(message("Brighter"));

		this.gateway.takeRequest();
		assertThat(this.gateway.takeRequest().json().path("contents").findValuesAsString("data")).containsExactly(PIXEL,
				PIXEL);
		this.client.get()
			.uri("/api/conversations/{id}", this.conversationId)
			.exchange()
			.expectBody()
			.jsonPath("$[0].media[0]")
			.isEqualTo("image/png")
			.jsonPath("$[1].media[0]")
			.isEqualTo("image/png");
		for (int entry = 0; entry < 2; entry++) {
			this.client.get()
				.uri("/api/conversations/{id}/media/{entry}/0", this.conversationId, entry)
				.exchange()
				.expectHeader()
				.contentType(MediaType.IMAGE_PNG)
				.expectBody(byte[].class)
				.isEqualTo(Base64.getDecoder().decode(PIXEL));
		}
	}

	@Test
	void sortsConversationsByTimeOfLatestMessage() throws Exception {
		String other = UUID.randomUUID().toString();
		this.gateway.when((request) -> true).reply("Yes.");
		sendAndReceive(message("The first"));
		this.memory.add(other, new UserMessage("The second"));

		assertThat(titles()).startsWith("The second", "The first");

		sendAndReceive(message("More of the first"));

		assertThat(titles()).startsWith("The first", "The second");
	}

	@Test
	void deletesConversation() throws Exception {
		this.gateway.reply("Yes.");
		sendAndReceive(message("Remember me"));

		this.client.delete().uri("/api/conversations/{id}", this.conversationId).exchange().expectStatus().isOk();

		assertThat(storedMessages()).isEmpty();
		assertThat(titles()).doesNotContain("Remember me");
	}

	@Test
	void listsGatewayModelsWithDetails() {
		this.client.get()
			.uri("/api/models")
			.exchange()
			.expectBody()
			.jsonPath("$[0].id")
			.isEqualTo("gemini-3.5-flash")
			.jsonPath("$[0].ownedBy")
			.isEqualTo("qhaigc");
	}

	@Test
	void reportsNoStandInGatewayIfApiKeyIsSet() {
		this.client.get().uri("/api/about").exchange().expectBody().jsonPath("$.standIn").isEqualTo(false);
	}

	@Test
	void setsContentSecurityPolicy() {
		this.client.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Content-Security-Policy",
					"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
							+ "media-src 'self' data: blob:; frame-src 'self'; "
							+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
							+ "require-trusted-types-for 'script'; trusted-types dompurify");
	}

	@Test
	void acceptsOnlyLocalhostAndIpAddressesAsHost() {
		for (String host : List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example")) {
			this.client.method(HttpMethod.GET)
				.uri("/api/conversations")
				.header(HttpHeaders.HOST, host)
				.exchange()
				.expectStatus()
				.isEqualTo(HttpStatus.MISDIRECTED_REQUEST);
		}
		for (String host : List.of("localhost:8080", "127.0.0.1:8080", "192.168.1.20", "[::1]:8080")) {
			this.client.get().uri("/").header(HttpHeaders.HOST, host).exchange().expectStatus().isOk();
		}
	}

	private static String message(String text) {
		return """
				{"text": "%s", "options": {"includeThoughts": true, "tools": true, "format": "TEXT"}}"""
			.formatted(text);
	}

	/** Send a message, and return the events after {@code started}. */
	private List<JsonNode> sendAndReceive(String message) {
		List<JsonNode> events = send(message);
		assertThat(events.get(0).path("type").asString()).isEqualTo("started");
		return events.subList(1, events.size());
	}

	private List<String> storedMessages() {
		return this.memory.get(this.conversationId)
			.stream()
			.map((message) -> (message.getMessageType().getValue().equals("user") ? "user: " : "model: ")
					+ message.getText())
			.toList();
	}

	private List<String> titles() {
		return this.client.get()
			.uri("/api/conversations")
			.exchange()
			.returnResult(JsonNode.class)
			.getResponseBody()
			.map((summary) -> summary.path("title").asString())
			.collectList()
			.block();
	}

	private static void assertJsonEquals(JsonNode actual, String expected) throws Exception {
		JSONAssert.assertEquals(expected, JsonMapper.shared().writeValueAsString(actual), JSONCompareMode.STRICT);
	}

}
