package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class QhaigcGatewayTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void aReplyAnswersACallWithOneResponse() throws Exception {
		this.gateway.replyStream("Hel", "lo").usage(1, 2, 3);

		HttpResponse<String> response = call("Hi");

		assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=UTF-8");
		assertThat(Json.read(response.body())).isEqualTo(Json.read("""
				{
				  "candidates": [
				    {
				      "content": {"parts": [{"text": "Hello"}], "role": "model"},
				      "finishReason": "STOP"
				    }
				  ],
				  "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 2, "totalTokenCount": 3},
				  "modelVersion": "gemini-2.5-flash",
				  "responseId": "response-1"
				}"""));
	}

	@Test
	void aReplyAnswersAStreamWithEventsThatEndInTwoLineBreaks() throws Exception {
		this.gateway.replyStream("Hel", "lo").usage(1, 2, 3).withoutModelVersion();

		HttpResponse<String> response = stream("Hi");

		assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
		assertThat(response.body()).isEqualTo(
				"""
						data: {"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"}}],"usageMetadata":{"promptTokenCount":1,"totalTokenCount":1}}

						data: {"candidates":[{"content":{"parts":[{"text":"lo"}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2,"totalTokenCount":3}}

						"""
					.replace("\n", "\r\n"));
	}

	@Test
	void aStreamWithoutSseIsOneArray() throws Exception {
		this.gateway.replyStream("a", "b");

		HttpResponse<String> response = post("/v1beta/models/gemini-2.5-flash:streamGenerateContent", userText("Hi"));

		assertThat(Json.read(response.body())).hasSize(2);
	}

	@Test
	void repliesComeInOrderAndRulesBeforeThem() throws Exception {
		this.gateway.reply("first");
		this.gateway.reply("second");
		this.gateway.when((request) -> request.body().contains("weather")).reply("rain");

		assertThat(call("Hi").body()).contains("first");
		assertThat(call("How is the weather?").body()).contains("rain");
		assertThat(call("And the weather now?").body()).contains("rain");
		assertThat(this.gateway.unusedReplies()).isEqualTo(1);
		assertThat(call("Hi").body()).contains("second");
	}

	@Test
	void aReplyMayBeMadeFromTheRequest() throws Exception {
		this.gateway.reply((request) -> "You asked " + request.model());

		assertThat(call("Hi").body()).contains("You asked gemini-2.5-flash");
	}

	@Test
	void withoutAScriptTheClientLearnsThatThereIsNone() throws Exception {
		HttpResponse<String> response = call("Hi");

		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("No reply is scripted for POST /v1beta/models/gemini-2.5-flash");
		assertThat(this.gateway.problems()).hasSize(1);
	}

	@Test
	void aWrongKeyIsRefusedInTheShapeOfTheGateway() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.gateway.url() + "/v1/models"))
			.header("Authorization", "Bearer wrong")
			.build();

		HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());

		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(Json.read(response.body()).at("/error/code").asString()).isEqualTo("invalid_api_key");
	}

	@Test
	void theModelsAreListed() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.gateway.url() + "/v1/models"))
			.header("x-goog-api-key", this.gateway.apiKey())
			.build();

		HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());

		assertThat(Json.read(response.body()).at("/data/0/id").asString()).isEqualTo("gemini-2.5-flash");
	}

	@Test
	void rawBytesAreSentAsTheyAre() throws Exception {
		this.gateway.replyRaw(522, Map.of("Content-Type", "text/html", "cf-ray", "1"),
				"<html>".getBytes(StandardCharsets.UTF_8));

		HttpResponse<String> response = stream("Hi");

		assertThat(response.statusCode()).isEqualTo(522);
		assertThat(response.body()).isEqualTo("<html>");
		assertThat(response.headers().firstValue("cf-ray")).contains("1");
	}

	@Test
	void eventsAreRefusedForARequestThatDoesNotStream() throws Exception {
		this.gateway.replyEvents("{}");

		assertThat(call("Hi").body()).contains("the request does not stream");
		assertThat(this.gateway.problems()).hasSize(1);
	}

	@Test
	void anErrorComesInGooglesShape() throws Exception {
		this.gateway.error(429).retryAfter(2);

		HttpResponse<String> response = call("Hi");

		assertThat(response.headers().firstValue("Retry-After")).contains("2");
		assertThat(Json.read(response.body())).isEqualTo(Json.read("""
				{
				  "error": {
				    "code": 429,
				    "message": "Resource has been exhausted (e.g. check quota).",
				    "status": "RESOURCE_EXHAUSTED",
				    "details": [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "2s"}]
				  }
				}"""));
	}

	@Test
	void aDelayComesBeforeTheAnswer() throws Exception {
		this.gateway.reply("late").delay(Duration.ofMillis(300));
		long start = System.nanoTime();

		call("Hi");

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void aCutEndsTheAnswerInTheMiddle() throws Exception {
		this.gateway.replyStream("a", "b", "c").cutAfter(2);

		String answer = untilTheConnectionIsClosed("Hi");

		assertThat(answer).contains("{\"text\":\"a\"}", "{\"text\":\"b\"}").doesNotContain("{\"text\":\"c\"}");
		assertThat(answer).as("the end of the chunks").doesNotEndWith("0\r\n\r\n");
		assertThat(this.gateway.cancelled()).isZero();
	}

	@Test
	void aCutBeforeTheFirstEventLeavesNoStatusLine() throws Exception {
		this.gateway.reply("a").cutAfter(0);

		assertThat(untilTheConnectionIsClosed("Hi")).isEmpty();
	}

	@Test
	void aCutMayComeAfterSomeBytesAndPiecesMayBeSmall() throws Exception {
		this.gateway.reply("a").cutAfterBytes(10).chunked(3);

		assertThat(untilTheConnectionIsClosed("Hi"))
			.endsWith("\r\n\r\n" + "3\r\ndat\r\n" + "3\r\na: \r\n" + "3\r\n{\"c\r\n" + "1\r\na\r\n");
	}

	@Test
	void aClientThatLeavesAStalledAnswerIsCountedAsCancelled() throws Exception {
		this.gateway.replyStream("a", "b").stall();
		HttpResponse<InputStream> response = this.http.send(request("Hi"), BodyHandlers.ofInputStream());
		assertThat(this.gateway.openConnections()).isEqualTo(1);
		assertThat(this.gateway.awaitCancelled(Duration.ofMillis(50))).isFalse();

		response.body().close();

		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(5))).isTrue();
		assertThat(this.gateway.openConnections()).isZero();
		assertThat(this.gateway.connections()).isEqualTo(1);
	}

	@Test
	void aHookSeesValidRequestsAndMayFailThem() throws Exception {
		this.gateway.onRequest((request) -> assertThat(request.json().has("tools")).isTrue());
		this.gateway.reply("Hello");

		assertThat(call("Hi").statusCode()).isEqualTo(500);
		assertThat(this.gateway.problems()).hasSize(1);
	}

	private String untilTheConnectionIsClosed(String text) throws IOException {
		String body = userText(text);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.gateway.port())) {
			socket.getOutputStream()
				.write("""
						POST /v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse HTTP/1.1
						Host: localhost
						x-goog-api-key: %s
						Content-Length: %d

						%s""".formatted(this.gateway.apiKey(), body.length(), body)
					.replace("\n", "\r\n")
					.getBytes(StandardCharsets.UTF_8));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private HttpResponse<String> call(String text) throws Exception {
		return post("/v1beta/models/gemini-2.5-flash:generateContent", userText(text));
	}

	private HttpResponse<String> stream(String text) throws Exception {
		return this.http.send(request(text), BodyHandlers.ofString());
	}

	private HttpRequest request(String text) {
		return request("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", userText(text));
	}

	private HttpResponse<String> post(String path, String body) throws Exception {
		return this.http.send(request(path, body), BodyHandlers.ofString());
	}

	private HttpRequest request(String path, String body) {
		return HttpRequest.newBuilder(URI.create(this.gateway.url() + path))
			.header("Authorization", "Bearer " + this.gateway.apiKey())
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
	}

	private static String userText(String text) {
		return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}]}";
	}

}
