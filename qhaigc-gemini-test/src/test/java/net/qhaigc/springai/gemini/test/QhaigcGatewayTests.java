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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class QhaigcGatewayTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final TestClient client = new TestClient(this.gateway);

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void aReplyAnswersACallWithOneResponse() throws Exception {
		this.gateway.replyStream("Hel", "lo").usage(1, 2, 3);

		HttpResponse<String> response = this.client.ask("Hi");

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

		HttpResponse<String> response = this.client.stream("Hi");

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

		HttpResponse<String> response = this.client.post("/v1beta/models/gemini-2.5-flash:streamGenerateContent",
				TestClient.userText("Hi"));

		assertThat(Json.read(response.body())).hasSize(2);
	}

	@Test
	void repliesComeInOrderAndRulesBeforeThem() throws Exception {
		this.gateway.reply("first");
		this.gateway.reply("second");
		this.gateway.when((request) -> request.body().contains("weather")).reply("rain");

		assertThat(this.client.ask("Hi").body()).contains("first");
		assertThat(this.client.ask("How is the weather?").body()).contains("rain");
		assertThat(this.client.ask("And the weather now?").body()).contains("rain");
		assertThat(this.gateway.unusedReplies()).isEqualTo(1);
		assertThat(this.client.ask("Hi").body()).contains("second");
	}

	@Test
	void aReplyMayBeMadeFromTheRequest() throws Exception {
		this.gateway.reply((request) -> "You asked " + request.model());

		assertThat(this.client.ask("Hi").body()).contains("You asked gemini-2.5-flash");
	}

	@Test
	void withoutAScriptTheClientLearnsThatThereIsNone() throws Exception {
		HttpResponse<String> response = this.client.ask("Hi");

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("No reply is scripted for POST /v1beta/models/gemini-2.5-flash");
		assertThat(this.gateway.problems()).hasSize(1);
	}

	@Test
	void aWrongKeyIsRefusedInTheShapeOfTheGateway() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.gateway.url() + "/v1/models"))
			.header("Authorization", "Bearer wrong")
			.build();

		HttpResponse<String> response = this.client.send(request);

		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(Json.read(response.body()).at("/error/code").asString()).isEqualTo("invalid_api_key");
	}

	@Test
	void theModelsAreListed() throws Exception {
		HttpResponse<String> response = this.client.get("/v1/models");

		assertThat(Json.read(response.body()).at("/data/0/id").asString()).isEqualTo("gemini-2.5-flash");
	}

	@Test
	void rawBytesAreSentAsTheyAre() throws Exception {
		this.gateway.replyRaw(522, Map.of("Content-Type", "text/html", "cf-ray", "1"),
				"<html>".getBytes(StandardCharsets.UTF_8));

		HttpResponse<String> response = this.client.stream("Hi");

		assertThat(response.statusCode()).isEqualTo(522);
		assertThat(response.body()).isEqualTo("<html>");
		assertThat(response.headers().firstValue("cf-ray")).contains("1");
	}

	@Test
	void eventsAreRefusedForARequestThatDoesNotStream() throws Exception {
		this.gateway.replyEvents("{}");

		assertThat(this.client.ask("Hi").body()).contains("the request does not stream");
		assertThat(this.gateway.problems()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "400, INVALID_ARGUMENT", "408, UNAVAILABLE", "409, ABORTED", "413, INVALID_ARGUMENT",
			"425, UNAVAILABLE", "500, INTERNAL", "503, UNAVAILABLE", "522, INTERNAL" })
	void anErrorThatMayPassSaysSo(int status, String name) {
		this.gateway.error(status);

		assertThat(Json.read(this.client.ask("Hi").body()).path("error").path("status").asString()).isEqualTo(name);
	}

	@Test
	void anErrorComesInGooglesShape() throws Exception {
		this.gateway.error(429).retryAfter(2);

		HttpResponse<String> response = this.client.ask("Hi");

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

		this.client.ask("Hi");

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void aCutEndsTheAnswerInTheMiddle() throws Exception {
		this.gateway.replyStream("a", "b", "c").closeAfter(2);

		String answer = untilTheConnectionIsClosed("Hi");

		assertThat(answer).contains("{\"text\":\"a\"}", "{\"text\":\"b\"}").doesNotContain("{\"text\":\"c\"}");
		assertThat(answer).as("the end of the chunks").doesNotEndWith("0\r\n\r\n");
		assertThat(this.gateway.cancelled()).isZero();
	}

	@Test
	void aCutBeforeTheFirstEventLeavesNoStatusLine() throws Exception {
		this.gateway.reply("a").closeAfter(0);

		assertThat(untilTheConnectionIsClosed("Hi")).isEmpty();
	}

	@Test
	void aCutMayComeAfterSomeBytesAndPiecesMayBeSmall() throws Exception {
		this.gateway.reply("a").closeAfterBytes(10).chunked(3);

		assertThat(untilTheConnectionIsClosed("Hi"))
			.endsWith("\r\n\r\n" + "3\r\ndat\r\n" + "3\r\na: \r\n" + "3\r\n{\"c\r\n" + "1\r\na\r\n");
	}

	@Test
	void aClientThatLeavesAStalledAnswerIsCountedAsCancelled() throws Exception {
		this.gateway.replyStream("a", "b").hang();
		HttpResponse<InputStream> response = HttpClient.newHttpClient()
			.send(this.client.request("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
					TestClient.userText("Hi")), BodyHandlers.ofInputStream());
		assertThat(this.gateway.openConnections()).isEqualTo(1);
		assertThat(this.gateway.awaitCancelled(Duration.ofMillis(50))).isFalse();

		response.body().close();

		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(20))).isTrue();
		assertThat(this.gateway.openConnections()).isZero();
		assertThat(this.gateway.connections()).isEqualTo(1);
	}

	@Test
	void aHookSeesValidRequestsAndMayFailThem() throws Exception {
		this.gateway.onRequest((request) -> assertThat(request.json().has("tools")).isTrue());
		this.gateway.reply("Hello");

		assertThat(this.client.ask("Hi").statusCode()).isEqualTo(400);
		assertThat(this.gateway.problems()).hasSize(1);
	}

	@Test
	void aGatewayThatWasUsedAsScriptedIsVerified() {
		this.gateway.reply("Hello");

		this.client.ask("Hi");

		assertThatCode(this.gateway::verify).doesNotThrowAnyException();
	}

	@Test
	void aRefusedRequestFailsTheVerificationWithGooglesError() {
		this.client.post("/v1beta/models/gemini-2.5-flash:generateContent", "{\"contents\":[]}");

		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.gateway::verify).withMessage("""
				The Qhaigc gateway has something to tell:

				1. POST /v1beta/models/gemini-2.5-flash:generateContent was refused:
				   * GenerateContentRequest.contents: contents is not specified
				   The request was {
				     "contents" : [ ]
				   }""");
		this.gateway.allowRejectedRequests();
		assertThatCode(this.gateway::verify).doesNotThrowAnyException();
	}

	@Test
	void aRequestWithoutReplyFailsTheVerification() {
		this.client.ask("Hi");

		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.gateway::verify)
			.withMessageContainingAll("1. No reply is scripted for POST /v1beta/models/gemini-2.5-flash", "\"Hi\"");
	}

	@Test
	void anUnusedReplyFailsTheVerificationAndIsFoundByItsLine() {
		this.gateway.callTool("getWeather", Map.of());

		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.gateway::verify)
			.withMessageContainingAll("1. No request has got the reply", "getWeather",
					"scripted at QhaigcGatewayTests.java:");
	}

	@Test
	void aResetForgetsEverything() {
		this.gateway.reply("Hello");
		this.gateway.when((request) -> true).reply("Hello");
		this.client.ask("Hi");

		this.gateway.reset();

		assertThatCode(this.gateway::verify).doesNotThrowAnyException();
		assertThat(this.gateway.received()).isEmpty();
		assertThat(this.client.ask("Hi").body()).contains("No reply is scripted");
	}

	@Test
	void aReplyComesFromAFile(@TempDir Path folder) throws Exception {
		Path whole = Files.writeString(folder.resolve("whole.json"), "{\"candidates\":[{\"index\":1}]}");
		Path events = Files.writeString(folder.resolve("events.json"), "[{\"candidates\":[]}, {\"responseId\":\"a\"}]");
		this.gateway.replyFile(whole);
		this.gateway.replyFile(events);

		assertThat(Json.read(this.client.ask("Hi").body())).isEqualTo(Json.read("{\"candidates\":[{\"index\":1}]}"));
		assertThat(this.client.stream("Hi").body())
			.isEqualTo("data: {\"candidates\":[]}\r\n\r\ndata: {\"responseId\":\"a\"}\r\n\r\n");
	}

	@Test
	void everyPathMayHaveAPrefix() {
		try (QhaigcGateway prefixed = QhaigcGateway.builder().pathPrefix("/proxy").start()) {
			prefixed.reply("Hello");

			assertThat(new TestClient(prefixed).ask("Hi").statusCode()).isEqualTo(200);
			assertThat(prefixed.takeRequest().path()).startsWith("/proxy/v1beta/");
		}
	}

	@Test
	void aModelThatIsNotServedIsNotFound() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().models("gemini-3.5-flash").start()) {
			HttpResponse<String> response = new TestClient(gateway).ask("Hi");

			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(response.body()).contains("models/gemini-2.5-flash is not found for API version v1beta");
		}
	}

	@Test
	void aModelIdIsDecoded() {
		this.gateway.reply("Hello");

		this.client.post("/v1beta/models/org%2Fmy%20model:generateContent", TestClient.userText("Hi"));

		assertThat(this.gateway.takeRequest().model()).isEqualTo("org/my model");
	}

	@Test
	void headersAreFoundInAnyCase() {
		this.gateway.reply("Hello");

		this.client.ask("Hi");

		assertThat(this.gateway.takeRequest().header("content-TYPE")).isEqualTo("application/json");
	}

	private String untilTheConnectionIsClosed(String text) throws IOException {
		String body = TestClient.userText(text);
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

}
