package net.qhaigc.samples.playground;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.StatusAssertions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a turn of a conversation (its retries, its HTTP exchanges, and how it changes
 * the conversation), and for the search, the folders and the files of conversations.
 */
class TurnTests extends ApiTest {

	private static final String PIXEL = ChatPageTests.PIXEL;

	@Test
	void publishesRetryWithDelayThatGatewayRequests() {
		this.gateway.gatewayError(429).retryAfter(1);
		this.gateway.reply("Hello.");

		List<JsonNode> events = send("{\"text\": \"Hi\"}");

		assertThat(types(events)).containsExactly("started", "retry", "text", "done");
		JsonNode retry = events.get(1);
		assertThat(retry.path("attempt").asInt()).isEqualTo(2);
		assertThat(retry.path("waitMillis").asInt()).isEqualTo(1000);
		assertThat(retry.path("requested").asBoolean()).isTrue();
		assertThat(retry.path("status").asInt()).isEqualTo(429);
	}

	@Test
	void recordsEachAttemptButNotApiKey() {
		this.gateway.gatewayError(503);
		this.gateway.reply("Hello.");

		JsonNode exchanges = exchanges(send("{\"text\": \"It's me\", \"options\": {\"seed\": 7}}"));

		assertThat(exchanges).hasSize(2);
		assertThat(exchanges.get(0).path("status").asInt()).isEqualTo(503);
		assertThat(exchanges.get(0).path("responseBody").asString()).contains("\"error\"");
		JsonNode last = exchanges.get(1);
		assertThat(last.path("status").asInt()).isEqualTo(200);
		assertThat(last.path("url").asString()).contains(":streamGenerateContent");
		assertThat(last.path("requestBody").asString()).contains("\"seed\":7");
		assertThat(last.path("responseBody").asString()).startsWith("data: ").contains("Hello.");
		assertThat(last.path("millis").asInt()).isNotNegative();
		assertThat(last.path("curl").asString()).startsWith("curl -N -X POST 'http://")
			.contains("Bearer $QHAIGC_API_KEY", "It'\\''s me");
		assertThat(exchanges.toString()).doesNotContain("test-key");
	}

	@Test
	void shortensBase64InRecordedRequests() {
		this.gateway.reply("A photo.");
		String image = Base64.getEncoder().encodeToString(new byte[6000]);

		JsonNode exchanges = exchanges(send("""
				{"text": "What is it?", "media": [{"mimeType": "image/png", "data": "%s"}]}""".formatted(image)));

		assertThat(exchanges.get(0).path("requestBody").asString()).contains("<8,000 characters of Base64>");
	}

	@Test
	void curlCommandSendsSameRequestWithMediaFromFiles(@TempDir Path folder) throws Exception {
		this.gateway.reply("A photo.");
		this.gateway.reply("The same photo.");
		byte[] image = new byte[6001];
		Arrays.fill(image, (byte) 7);
		Files.write(folder.resolve("media-1.png"), image);

		JsonNode exchange = exchanges(send("""
				{"text": "What's `pwd`, $HOME \\\\ \\"it\\"?", "media": [{"mimeType": "image/png", "data": "%1$s"},
				 {"mimeType": "image/png", "data": "%1$s"}]}""".formatted(Base64.getEncoder().encodeToString(image))))
			.get(0);

		assertThat(exchange.path("files")).hasToString("""
				[{"name":"media-1.png","mimeType":"image/png","bytes":6001,"characters":8004}]""");
		assertThat(run(exchange.path("curl").asString(), folder)).contains("The same photo.");
		assertThat(this.gateway.received().get(1).body().strip()).isEqualTo(this.gateway.received().get(0).body());
	}

	@Test
	void longCurlCommandSendsSameRequest(@TempDir Path folder) throws Exception {
		this.gateway.reply("Long.");
		this.gateway.reply("As long.");

		JsonNode exchange = exchanges(send("{\"text\": \"%s\"}".formatted("It's $1. ".repeat(20_000)))).get(0);

		assertThat(run(exchange.path("curl").asString(), folder)).contains("As long.");
		assertThat(this.gateway.received().get(1).body().strip()).isEqualTo(this.gateway.received().get(0).body());
	}

	@Test
	void omitsCurlCommandIfRequestIsTooLong() {
		this.gateway.reply("Too long.");

		JsonNode exchange = exchanges(send("{\"text\": \"%s\"}".formatted("a b ".repeat(RecordedBody.MAX_LENGTH / 4))))
			.get(0);

		assertThat(exchange.path("curl").asString()).isEmpty();
		assertThat(exchange.path("requestBody").asString()).endsWith("in total)");
	}

	private String run(String command, Path folder) throws Exception {
		Path script = Files.writeString(folder.resolve("request.sh"), command);
		ProcessBuilder bash = new ProcessBuilder("bash", script.toString()).directory(folder.toFile());
		bash.environment().put("QHAIGC_API_KEY", this.gateway.apiKey());
		Process process = bash.redirectError(ProcessBuilder.Redirect.DISCARD).start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@Test
	void limitsNumberOfRecentTurns() {
		RecentTurns recentTurns = new RecentTurns();
		Turn first = recentTurns.begin((event) -> {
		});
		for (int i = 0; i < RecentTurns.MAX_TURNS; i++) {
			recentTurns.begin((event) -> {
			});
		}

		assertThat(recentTurns.find(first.id())).isEmpty();
	}

	@Test
	void limitsTotalSizeOfRecentTurns() {
		RecentTurns recentTurns = new RecentTurns();
		Turn first = recentTurns.begin((event) -> {
		});
		for (int i = 0; i < 100; i++) {
			Turn turn = recentTurns.begin((event) -> {
			});
			turn.recordRequest("gemini-3.5-flash", "{\"text\": \"%s\"}".formatted("a b ".repeat(100_000)));
			turn.beginExchange("POST", "http://localhost/", new HttpHeaders()).recordBytes(new byte[1_000_000]);
		}

		assertThat(recentTurns.find(first.id())).isEmpty();
		assertThat(recentTurns.size()).isLessThan(34 * 1024 * 1024);
	}

	@Test
	void removesMessageFromConversationIfRequestFails() {
		this.gateway.reply("Yes.");
		send("{\"text\": \"Works?\"}");
		this.gateway.gatewayError(401);

		List<JsonNode> events = send("{\"text\": \"Fails?\"}");

		assertThat(events.get(events.size() - 1).path("stored").asBoolean()).isFalse();
		assertThat(messages()).containsExactly("Works?", "Yes.");
		assertThat(get("/api/conversations")).contains("Works?");
	}

	@Test
	void doesNotStoreConversationIfFirstRequestFails() {
		this.gateway.gatewayError(401);

		send("{\"text\": \"Fails?\"}");

		assertThat(messages()).isEmpty();
	}

	@Test
	void marksResponseOfPrematurelyClosedStreamAsIncomplete() {
		this.gateway.replyStream("One, ", "two").closeAfter(1);

		List<JsonNode> events = send("{\"text\": \"Count\"}");

		JsonNode failed = events.get(events.size() - 1);
		assertThat(failed.path("type").asString()).isEqualTo("failed");
		assertThat(failed.path("incomplete").asBoolean()).isTrue();
		assertThat(failed.path("stored").asBoolean()).isTrue();
		assertThat(messages()).containsExactly("Count", "One, ");
	}

	@Test
	void replacesTurnAndRemovesLaterTurns() {
		addTurns("One", "1", "Two", "2", "Three", "3");
		this.gateway.reply("II");

		send("{\"text\": \"Two, Roman\", \"keepTurns\": 1}");

		assertThat(this.gateway.takeRequest().json().path("contents").findValuesAsString("text")).containsExactly("One",
				"1", "Two, Roman");
		assertThat(messages()).containsExactly("One", "1", "Two, Roman", "II");
	}

	@Test
	void doesNotReplaceTurnIfRequestFails() {
		addTurns("One", "1", "Two", "2");
		this.gateway.gatewayError(401);

		send("{\"text\": \"Two, Roman\", \"keepTurns\": 1}");

		assertThat(messages()).containsExactly("One", "1", "Two", "2");
	}

	@Test
	void sendsMediaOfReplacedMessage() {
		this.gateway.reply("A dot.");
		this.gateway.reply("A pixel.");
		send("{\"text\": \"What?\", \"media\": [{\"mimeType\": \"image/png\", \"data\": \"%s\"}]}".formatted(PIXEL));
		this.gateway.takeRequest();

		send("{\"text\": \"What exactly?\", \"keepTurns\": 0, \"keepMedia\": true}");

		assertThat(this.gateway.takeRequest().json().path("contents").findValuesAsString("data"))
			.containsExactly(PIXEL);
		assertThat(get("/api/conversations/" + this.conversationId + "/media/0/0")).isNotEmpty();
		assertThat(messages()).containsExactly("What exactly?", "A pixel.");
	}

	@Test
	void addsUnstoredTurnToConversation() {
		addTurns("One", "1");
		this.gateway.reply("zwei");

		String turn = send("{\"text\": \"Two\", \"stored\": false}").get(0).path("turn").asString();

		assertThat(messages()).containsExactly("One", "1");
		this.client.post()
			.uri("/api/conversations/{id}/turns/{turn}", this.conversationId, turn)
			.exchange()
			.expectStatus()
			.isNoContent();
		assertThat(messages()).containsExactly("One", "1", "Two", "zwei");
		this.client.post()
			.uri("/api/conversations/{id}/turns/{turn}", this.conversationId, turn)
			.exchange()
			.expectStatus()
			.isNotFound();
	}

	@Test
	void continuesWithFallbackModel() {
		Map<String, Integer> requests = new ConcurrentHashMap<>();
		this.gateway.onRequest((request) -> requests.merge(request.model(), 1, Integer::sum));
		this.gateway.when((request) -> request.model().equals("gemini-2.5-flash")).gatewayError(503);
		this.gateway.reply("From the other one.");

		List<JsonNode> events = send("""
				{"text": "Hi", "options": {"model": "gemini-2.5-flash", "fallbackModel": "gemini-3.5-flash"}}""");

		assertThat(types(events)).containsExactly("started", "retry", "failover", "text", "done");
		assertThat(events.get(2).path("from").asString()).isEqualTo("gemini-2.5-flash");
		assertThat(events.get(2).path("to").asString()).isEqualTo("gemini-3.5-flash");
		assertThat(requests).containsExactlyInAnyOrderEntriesOf(Map.of("gemini-2.5-flash", 2, "gemini-3.5-flash", 1));
		assertThat(messages()).containsExactly("Hi", "From the other one.");
	}

	@Test
	void publishesCodeAndSources() {
		this.gateway.replyEvents("""
				{"candidates": [{"content": {"role": "model", "parts": [
				 {"executableCode": {"language": "PYTHON", "code": "print(6 * 7)"}},
				 {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "42"}}]}}]}""",
				"""
						{"candidates": [{"content": {"role": "model", "parts": [{"text": "It is 42."}]}, "finishReason": "STOP",
						 "groundingMetadata": {"webSearchQueries": ["six times seven"],
						  "searchEntryPoint": {"renderedContent": "<script>x</script><div>six times seven</div>"},
						  "groundingChunks": [{"web": {"uri": "https://example.com/42", "title": "example.com"}}],
						  "groundingSupports": [{"segment": {"endIndex": 9, "text": "It is 42."}, "groundingChunkIndices": [0]}]}}],
						 "usageMetadata": {"promptTokenCount": 5, "candidatesTokenCount": 3, "totalTokenCount": 8}}""");

		List<JsonNode> events = send("""
				{"text": "6 x 7?", "options": {"serverTools": ["CODE_EXECUTION", "GOOGLE_SEARCH"]}}""");

		assertThat(types(events)).containsExactly("started", "code", "codeResult", "text", "grounding", "done");
		assertThat(events.get(1).path("code").asString()).isEqualTo("print(6 * 7)");
		assertThat(events.get(2).path("output").asString()).isEqualTo("42");
		JsonNode grounding = events.get(4);
		assertThat(grounding.at("/sources/0/uri").asString()).isEqualTo("https://example.com/42");
		assertThat(grounding.at("/supports/0/end").asInt()).isEqualTo(9);
		assertThat(grounding.path("suggestions").asBoolean()).isTrue();
		this.client.get()
			.uri("/api/turns/{id}/suggestions", events.get(0).path("turn").asString())
			.exchange()
			.expectHeader()
			.value("Content-Security-Policy",
					(policy) -> assertThat(policy).startsWith("default-src 'none'")
						.contains("sandbox")
						.doesNotContain("script", "allow-scripts"))
			.expectBody(String.class)
			.value((html) -> assertThat(html).contains("<div>six times seven</div>"));
		assertThat(this.gateway.takeRequest().json().path("tools").toString()).contains("codeExecution",
				"googleSearch");
	}

	@Test
	void exportsAndImportsConversation() {
		this.gateway.reply("A dot.").signature("c2ln");
		send("{\"text\": \"What?\", \"media\": [{\"mimeType\": \"image/png\", \"data\": \"%s\"}]}".formatted(PIXEL));
		this.gateway.takeRequest();
		String file = get("/api/conversations/" + this.conversationId + "/file");
		String copy = UUID.randomUUID().toString();

		this.client.put()
			.uri("/api/conversations/{id}/file", copy)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(file)
			.exchange()
			.expectStatus()
			.isOk();

		assertThat(get("/api/conversations/" + copy + "/file")).isEqualTo(file);
		this.gateway.reply("Red.");
		this.client.post()
			.uri("/api/conversations/{id}/messages", copy)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"text\": \"Its color?\"}")
			.exchange()
			.expectBody(String.class)
			.returnResult();
		JsonNode contents = this.gateway.takeRequest().json().path("contents");
		assertThat(contents.findValuesAsString("text")).containsExactly("What?", "A dot.", "Its color?");
		assertThat(contents.findValuesAsString("data")).containsExactly(PIXEL);
		assertThat(contents.findValuesAsString("thoughtSignature")).containsExactly("c2ln");
	}

	@Test
	void rejectsFileThatIsNotAConversation() {
		this.client.put()
			.uri("/api/conversations/{id}/file", this.conversationId)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"format\": \"other\", \"messages\": []}")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody(String.class)
			.isEqualTo("The file is not a conversation of the playground: its format must be qhaigc-playground/1");
	}

	@Test
	void searchesTextsOfConversations() {
		addTurns("Which river?", "The Qiantang \"river\", 100 % of it. 钱塘江");

		assertThat(search("qiantang")).contains(this.conversationId, "Which river?", "The Qiantang \\\"river\\\"");
		assertThat(search("钱塘")).contains(this.conversationId);
		assertThat(search("100 % of")).contains(this.conversationId);
		assertThat(search("qiantang \"RIVER\"")).contains(this.conversationId);
		assertThat(search("messageType")).isEqualTo("[]");
	}

	@Test
	void keepsFolderUntilConversationIsDeleted() {
		addTurns("Which river?", "The Qiantang.");

		move(" Water ").isOk();
		move("Rivers").isOk();
		assertThat(get("/api/conversations")).contains("\"folder\":\"Rivers\"");
		assertThat(search("qiantang")).contains("\"folder\":\"Rivers\"");
		move("x".repeat(101)).isBadRequest();
		this.client.delete().uri("/api/conversations/{id}", this.conversationId).exchange().expectStatus().isOk();
		addTurns("Which lake?", "The West Lake.");
		assertThat(get("/api/conversations")).contains("Which lake?").doesNotContain("Rivers");
	}

	private StatusAssertions move(String folder) {
		return this.client.put()
			.uri("/api/conversations/{id}/folder", this.conversationId)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"name\": \"%s\"}".formatted(folder))
			.exchange()
			.expectStatus();
	}

	@Test
	void servesMediaAsAttachmentIfItCanContainScripts() {
		this.gateway.image("<svg/>".getBytes(), "image/svg+xml");
		send("{\"text\": \"Draw\"}");

		this.client.get()
			.uri("/api/conversations/{id}/media/1/0", this.conversationId)
			.exchange()
			.expectHeader()
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.expectHeader()
			.valueEquals("Content-Security-Policy", "default-src 'none'; sandbox")
			.expectHeader()
			.valueEquals("Content-Disposition", "attachment");
	}

	private void addTurns(String... texts) {
		for (int i = 0; i < texts.length; i += 2) {
			this.memory.add(this.conversationId,
					List.of(new UserMessage(texts[i]), new AssistantMessage(texts[i + 1])));
		}
	}

	private List<String> messages() {
		return this.memory.get(this.conversationId).stream().map((message) -> message.getText()).toList();
	}

	private String get(String path, Object... variables) {
		String body = this.client.get()
			.uri(path, variables)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return (body != null) ? body : "";
	}

	private String search(String text) {
		return get("/api/conversations?q={text}", text);
	}

	private JsonNode exchanges(List<JsonNode> events) {
		return this.client.get()
			.uri("/api/turns/{id}/exchanges", events.get(0).path("turn").asString())
			.exchange()
			.expectBody(JsonNode.class)
			.returnResult()
			.getResponseBody();
	}

	private static List<String> types(List<JsonNode> events) {
		return events.stream().map((event) -> event.path("type").asString()).toList();
	}

}
