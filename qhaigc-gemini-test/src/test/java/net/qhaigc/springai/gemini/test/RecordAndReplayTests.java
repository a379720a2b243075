package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for recording exchanges with a gateway in files, and for replaying them.
 */
class RecordAndReplayTests {

	private static final String PATH = "/v1beta/models/gemini-2.5-flash:generateContent";

	private final QhaigcGateway upstream = QhaigcGateway.builder().apiKey("secret-key").start();

	@TempDir
	private Path folder;

	@AfterEach
	void stop() {
		this.upstream.close();
	}

	@Test
	void replaysRecordedExchanges() {
		this.upstream.reply("first").header("x-request-id", "7");
		this.upstream.replyStream("a", "b");
		this.upstream.googleError(429).retryAfter(3);
		String[] recorded = new String[3];
		try (QhaigcGateway gateway = startRecording()) {
			TestClient client = new TestClient(gateway);
			recorded[0] = client.generate("Hi").body();
			recorded[1] = client.stream("Hi").body();
			recorded[2] = client.generate("Too much").body();
		}

		try (QhaigcGateway gateway = QhaigcGateway.replay(this.folder)) {
			TestClient client = new TestClient(gateway);
			assertThat(client.stream("Hi").body()).isEqualTo(recorded[1]);
			assertThat(client.generate("Hi")).satisfies((response) -> {
				assertThat(response.body()).isEqualTo(recorded[0]);
				assertThat(response.headers().firstValue("x-request-id")).contains("7");
			});
			assertThat(client.generate("Too much")).satisfies((response) -> {
				assertThat(response.statusCode()).isEqualTo(429);
				assertThat(response.headers().firstValue("Retry-After")).contains("3");
			});
			gateway.verify();
		}
	}

	@Test
	void replaysStreamEventByEventIfNoChunksWereRecorded() {
		RecordedExchange recorded = RecordedExchange.read("""
				{"request": {"method": "POST", "path": "/v1beta/models/m:streamGenerateContent", "query": "alt=sse"},
				 "response": {"status": 200, "headers": {"content-type": "text/event-stream"},
				  "text": "data: {\\"a\\": 1}\\r\\n\\r\\ndata: {\\"b\\": 2}\\n\\n: the end"}}""");
		assertThat(recorded.toReplyBody().events()).map((event) -> new String(event, StandardCharsets.UTF_8))
			.containsExactly("data: {\"a\": 1}\r\n\r\n", "data: {\"b\": 2}\n\n", ": the end");
	}

	@Test
	void replaysStreamInRecordedChunks() {
		RecordedExchange recorded = RecordedExchange.read("""
				{"request": {"method": "POST", "path": "/v1beta/models/m:streamGenerateContent", "query": "alt=sse"},
				 "response": {"status": 200, "headers": {"content-type": "text/event-stream"},
				  "text": "data: {\\"a\\": \\"\u676d\u5dde\\"}\\n\\ndata: {}\\n\\n", "chunks": [14, 12, 7]}}""");
		assertThat(recorded.toReplyBody().events()).map((event) -> event.length).containsExactly(14, 12, 7);
		assertThat(RecordedExchange.read(recorded.toJson("key"))).isEqualTo(recorded);
	}

	@Test
	void recordsChunksOfStream() throws IOException {
		this.upstream.replyStream("a", "b").delayBetween(Duration.ofMillis(200));
		try (QhaigcGateway gateway = startRecording()) {
			new TestClient(gateway).stream("Hi");
		}

		assertThat(Json.read(Files.readString(this.folder.resolve("001.json"))).at("/response/chunks").size())
			.isEqualTo(2);
	}

	@Test
	void redactsApiKeyInFiles() throws IOException {
		this.upstream.reply((request) -> "Your key is " + request.header("Authorization"));
		try (QhaigcGateway gateway = startRecording()) {
			assertThat(new TestClient(gateway).generate("Which key?").body()).contains("Bearer secret-key");
		}

		assertThat(this.upstream.takeRequest().header("Authorization")).isEqualTo("Bearer secret-key");
		assertThat(Files.readString(this.folder.resolve("001.json"))).contains("Your key is Bearer ***")
			.doesNotContain("secret-key", "test-key");
	}

	@Test
	void recordsExchangeAsJson() throws IOException {
		this.upstream.reply("Hello").withoutModelVersion().usage(1, 2, 3);
		try (QhaigcGateway gateway = startRecording()) {
			new TestClient(gateway).generate("Hi");
		}

		assertThat(Json.read(Files.readString(this.folder.resolve("001.json")))).isEqualTo(Json.read("""
				{
				  "request": {
				    "method": "POST",
				    "path": "/v1beta/models/gemini-2.5-flash:generateContent",
				    "query": "",
				    "body": {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}
				  },
				  "response": {
				    "status": 200,
				    "headers": {"content-type": "application/json; charset=UTF-8"},
				    "json": {
				      "candidates": [
				        {"content": {"parts": [{"text": "Hello"}], "role": "model"}, "finishReason": "STOP"}
				      ],
				      "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 2, "totalTokenCount": 3}
				    }
				  }
				}"""));
	}

	@Test
	void repeatsLastResponseForSameRequest() {
		this.upstream.reply("first");
		this.upstream.reply("second");
		try (QhaigcGateway gateway = startRecording()) {
			new TestClient(gateway).generate("Hi");
			new TestClient(gateway).generate("Hi");
		}

		try (QhaigcGateway gateway = QhaigcGateway.replay(this.folder)) {
			TestClient client = new TestClient(gateway);
			assertThat(client.generate("Hi").body()).contains("first");
			assertThat(client.generate("Hi").body()).contains("second");
			assertThat(client.generate("Hi").body()).contains("second");
		}
	}

	@Test
	void reportsDifferencesFromRecordedRequest() {
		this.upstream.reply("first");
		try (QhaigcGateway gateway = startRecording()) {
			new TestClient(gateway).generate("Hi");
		}

		try (QhaigcGateway gateway = QhaigcGateway.replay(this.folder)) {
			new TestClient(gateway).generate("Hello");
			assertThat(gateway.problems()).singleElement()
				.asString()
				.contains("No exchange in ", " matches POST")
				.endsWith("001.json: /contents/0/parts/0/text: expected \"Hi\" but was \"Hello\"");
		}
	}

	@Test
	void ignoresToolCallIdsAndNumberFormatsWhenComparingRequests() {
		this.upstream.reply("first");
		try (QhaigcGateway gateway = startRecording()) {
			new TestClient(gateway).post(PATH, requestWithToolCall("\"id\":\"a\",", "1"));
		}

		try (QhaigcGateway gateway = QhaigcGateway.replay(this.folder)) {
			assertThat(new TestClient(gateway).post(PATH, requestWithToolCall("", "1.0")).body()).contains("first");
			new TestClient(gateway).post(PATH, requestWithToolCall("", "0.5"));
			assertThat(gateway.problems()).singleElement()
				.asString()
				.endsWith("001.json: /generationConfig/temperature: expected 1 but was 0.5");
		}
	}

	@Test
	void rejectsEmptyFolder() {
		assertThatIllegalArgumentException().isThrownBy(() -> QhaigcGateway.replay(this.folder))
			.withMessage("The folder " + this.folder + " contains no recorded exchanges (*.json)");
	}

	private static String requestWithToolCall(String idField, String temperature) {
		return """
				{
				  "contents": [
				    {"role": "user", "parts": [{"text": "Hi"}]},
				    {"role": "model", "parts": [{"functionCall": {%1$s "name": "getTime", "args": {}}}]},
				    {"role": "user", "parts": [{"functionResponse": {%1$s "name": "getTime", "response": {"hour": 9}}}]}
				  ],
				  "generationConfig": {"temperature": %2$s}
				}""".formatted(idField, temperature);
	}

	private QhaigcGateway startRecording() {
		return QhaigcGateway.record(this.upstream.url() + "/", "secret-key", this.folder);
	}

}
