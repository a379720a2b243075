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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcGateway}.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class QhaigcGatewayTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final TestClient client = new TestClient(this.gateway);

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Nested
	class Requests {

		@Test
		void rejectsInvalidApiKey() throws Exception {
			HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/models"))
				.header("Authorization", "Bearer wrong")
				.build();

			HttpResponse<String> response = client.send(request);

			assertThat(response.statusCode()).isEqualTo(401);
			assertThat(Json.read(response.body()).at("/error/code").asString()).isEqualTo("invalid_api_key");
		}

		@Test
		void acceptsAdditionalApiKeys() {
			try (QhaigcGateway gateway = QhaigcGateway.builder().additionalApiKeys("tenant-a", "tenant-b").start()) {
				for (String key : List.of("tenant-a", "tenant-b", gateway.apiKey())) {
					HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/models"))
						.header("Authorization", "Bearer " + key)
						.build();
					assertThat(client.send(request).statusCode()).isEqualTo(200);
					assertThat(gateway.takeRequest().apiKey()).isEqualTo(key);
				}
			}
		}

		@Test
		void recordsApiKeyOfRequest() {
			URI models = URI.create(gateway.url() + "/v1/models");
			client.send(HttpRequest.newBuilder(models).header("x-goog-api-key", gateway.apiKey()).build());
			client.send(HttpRequest.newBuilder(models).build());
			assertThat(gateway.takeRequest().apiKey()).isEqualTo(gateway.apiKey());
			assertThat(gateway.takeRequest().apiKey()).isNull();
		}

		@Test
		void rejectsUnknownModel() {
			try (QhaigcGateway gateway = QhaigcGateway.builder().models("gemini-3.5-flash").start()) {
				HttpResponse<String> response = new TestClient(gateway).generate("Hi");

				assertThat(response.statusCode()).isEqualTo(404);
				assertThat(response.body()).contains("models/gemini-2.5-flash is not found for API version v1beta");
			}
		}

		@Test
		void returnsGoogleErrorForRequestThatIsTooLarge() {
			try (QhaigcGateway gateway = QhaigcGateway.builder().maxRequestBytes(1000).start()) {
				gateway.reply("Hello");
				TestClient client = new TestClient(gateway);
				HttpResponse<String> response = client.generate("杭".repeat(350));
				assertThat(response.statusCode()).isEqualTo(400);
				assertThat(Json.read(response.body())).isEqualTo(Json.read("""
						{
						  "error": {
						    "code": 400,
						    "message": "Request payload size exceeds the limit: 1000 bytes.",
						    "status": "INVALID_ARGUMENT"
						  }
						}"""));
				assertThat(client.generate("a".repeat(500)).statusCode()).isEqualTo(200);
				gateway.allowRejectedRequests();
			}
		}

		@Test
		void acceptsMediaLongerThanJacksonStringLimit() {
			gateway.reply("A large picture.");
			String data = "A".repeat(24 * 1024 * 1024);
			HttpResponse<String> response = client.post("/v1beta/models/gemini-3.5-flash:generateContent",
					"{\"contents\":[{\"role\":\"user\",\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\""
							+ data + "\"}}]}]}");
			assertThat(response.statusCode()).isEqualTo(200);
		}

		@Test
		void servesPathsWithPrefix() {
			try (QhaigcGateway prefixed = QhaigcGateway.builder().pathPrefix("/proxy").start()) {
				prefixed.reply("Hello");

				assertThat(new TestClient(prefixed).generate("Hi").statusCode()).isEqualTo(200);
				assertThat(prefixed.takeRequest().path()).startsWith("/proxy/v1beta/");
			}
		}

		@Test
		void decodesModelId() {
			gateway.reply("Hello");

			client.post("/v1beta/models/org%2Fmy%20model:generateContent", TestClient.requestBody("Hi"));

			assertThat(gateway.takeRequest().model()).isEqualTo("org/my model");
		}

		@Test
		void headerNamesAreCaseInsensitive() {
			gateway.reply("Hello");

			client.generate("Hi");

			assertThat(gateway.takeRequest().header("content-TYPE")).isEqualTo("application/json");
		}

		@Test
		void listsModels() throws Exception {
			HttpResponse<String> response = client.get("/v1/models");

			assertThat(Json.read(response.body()).at("/data/0/id").asString()).isEqualTo("gemini-3.5-flash");
		}

		@Test
		void reportsFailureOfRequestHook() throws Exception {
			gateway.onRequest((request) -> assertThat(request.json().has("tools")).isTrue());
			gateway.reply("Hello");

			assertThat(client.generate("Hi").statusCode()).isEqualTo(400);
			assertThat(gateway.problems()).hasSize(1);
		}

		@ParameterizedTest
		@ValueSource(strings = { "/v1beta/models/gemini-2.5-flash:generateContent/v1beta/models/x:generateContent",
				"/v1beta/models/v1beta/models/x:generateContent", "/v1beta/models/models/x:generateContent",
				"/v1beta/models//x:generateContent", "/v1beta/models/x/:generateContent",
				"/v1beta/models/../x:generateContent", "/v1beta/models/:generateContent", "/v1beta/x:generateContent",
				"/v1/v1beta/models/x:generateContent", "/v1beta/models/x:generateContent/",
				"/v1beta//models/x:generateContent" })
		void rejectsPathThatDoesNotExist(String path) {
			gateway.allowRejectedRequests();
			assertThat(client.post(path, TestClient.requestBody("Hi")).statusCode()).isEqualTo(404);
		}

		@ParameterizedTest
		@ValueSource(strings = { "vendor/x", "x%3Afree", "%5B官转%5Dx", "流式抗截断/x" })
		void acceptsModelIdWithSpecialCharacters(String model) {
			gateway.reply("ok");
			String path = "/v1beta/models/" + URI.create(model).toASCIIString() + ":generateContent";
			assertThat(client.post(path, TestClient.requestBody("Hi")).statusCode()).isEqualTo(200);
		}

	}

	@Nested
	class Replies {

		@Test
		void joinsTextsIfResponseIsNotStreamed() throws Exception {
			gateway.replyStream("Hel", "lo").usage(1, 2, 3);

			HttpResponse<String> response = client.generate("Hi");

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
		void streamsServerSentEvents() throws Exception {
			gateway.replyStream("Hel", "lo").usage(1, 2, 3).withoutModelVersion();

			HttpResponse<String> response = client.stream("Hi");

			assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
			assertThat(response.body()).isEqualTo(
					"""
							data: {"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"}}],"usageMetadata":{"promptTokenCount":1,"totalTokenCount":1}}

							data: {"candidates":[{"content":{"parts":[{"text":"lo"}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2,"totalTokenCount":3}}

							"""
						.replace("\n", "\r\n"));
		}

		@Test
		void streamsJsonArrayWithoutAltSse() throws Exception {
			gateway.replyStream("a", "b");

			HttpResponse<String> response = client.post("/v1beta/models/gemini-2.5-flash:streamGenerateContent",
					TestClient.requestBody("Hi"));

			assertThat(Json.read(response.body())).hasSize(2);
		}

		@Test
		void appliesRulesBeforeQueuedReplies() throws Exception {
			gateway.reply("first");
			gateway.reply("second");
			gateway.when((request) -> request.body().contains("weather")).reply("rain");

			assertThat(client.generate("Hi").body()).contains("first");
			assertThat(client.generate("How is the weather?").body()).contains("rain");
			assertThat(client.generate("And the weather now?").body()).contains("rain");
			assertThat(gateway.unusedReplies()).isEqualTo(1);
			assertThat(client.generate("Hi").body()).contains("second");
		}

		@Test
		void computesReplyFromRequest() throws Exception {
			gateway.reply((request) -> "The model is " + request.model());

			assertThat(client.generate("Hi").body()).contains("The model is gemini-2.5-flash");
		}

		@Test
		void splitsComputedTextIntoEventsOfStream() {
			gateway.reply((request) -> "The model is " + request.model());
			gateway.reply((request) -> "The model is " + request.model());

			List<String> events = client.stream("Hi").body().lines().filter((line) -> !line.isEmpty()).toList();

			assertThat(events).hasSize(5).first().asString().contains("\"text\":\"The \"");
			assertThat(Json.read(client.generate("Hi").body()).at("/candidates/0/content/parts/0/text").asString())
				.isEqualTo("The model is gemini-2.5-flash");
		}

		@Test
		void readsRepliesFromFiles(@TempDir Path folder) throws Exception {
			Path response = Files.writeString(folder.resolve("response.json"), "{\"candidates\":[{\"index\":1}]}");
			Path events = Files.writeString(folder.resolve("events.json"),
					"[{\"candidates\":[]}, {\"responseId\":\"a\"}]");
			gateway.replyFile(response);
			gateway.replyFile(events);

			assertThat(Json.read(client.generate("Hi").body()))
				.isEqualTo(Json.read("{\"candidates\":[{\"index\":1}]}"));
			assertThat(client.stream("Hi").body())
				.isEqualTo("data: {\"candidates\":[]}\r\n\r\ndata: {\"responseId\":\"a\"}\r\n\r\n");
		}

		@Test
		void reportsMissingReply() throws Exception {
			HttpResponse<String> response = client.generate("Hi");

			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("No reply is scripted for POST /v1beta/models/gemini-2.5-flash");
			assertThat(gateway.problems()).hasSize(1);
		}

		@Test
		void reportsProblemIfEventsAreScriptedForRequestThatDoesNotStream() throws Exception {
			gateway.replyEvents("{}");

			assertThat(client.generate("Hi").body()).contains("the request does not stream");
			assertThat(gateway.problems()).hasSize(1);
		}

		@Test
		void sendsRawBytesUnchanged() throws Exception {
			gateway.replyRaw(522, Map.of("Content-Type", "text/html", "cf-ray", "1"),
					"<html>".getBytes(StandardCharsets.UTF_8));

			HttpResponse<String> response = client.stream("Hi");

			assertThat(response.statusCode()).isEqualTo(522);
			assertThat(response.body()).isEqualTo("<html>");
			assertThat(response.headers().firstValue("cf-ray")).contains("1");
		}

		@ParameterizedTest
		@CsvSource({ "400, INVALID_ARGUMENT", "408, UNAVAILABLE", "409, ABORTED", "413, INVALID_ARGUMENT",
				"425, UNAVAILABLE", "500, INTERNAL", "503, UNAVAILABLE", "522, INTERNAL" })
		void returnsGoogleNameOfErrorStatus(int status, String name) {
			gateway.googleError(status);

			assertThat(Json.read(client.generate("Hi").body()).path("error").path("status").asString()).isEqualTo(name);
		}

		@Test
		void returnsErrorInGoogleFormat() throws Exception {
			gateway.googleError(429).retryAfter(2);

			HttpResponse<String> response = client.generate("Hi");

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

	}

	@Nested
	class Faults {

		@Test
		void delaysResponse() throws Exception {
			gateway.reply("late").delay(Duration.ofMillis(300));
			long start = System.nanoTime();

			client.generate("Hi");

			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		}

		@Test
		void closesConnectionAfterGivenNumberOfEvents() throws Exception {
			gateway.replyStream("a", "b", "c").closeAfter(2);

			String response = sendAndReadUntilClosed("Hi");

			assertThat(response).contains("{\"text\":\"a\"}", "{\"text\":\"b\"}").doesNotContain("{\"text\":\"c\"}");
			assertThat(response).as("last chunk").doesNotEndWith("0\r\n\r\n");
			assertThat(gateway.cancelled()).isZero();
		}

		@Test
		void closesConnectionBeforeStatusLine() throws Exception {
			gateway.reply("a").closeAfter(0);

			assertThat(sendAndReadUntilClosed("Hi")).isEmpty();
		}

		@Test
		void closesConnectionAfterGivenNumberOfBytesOfChunkedBody() throws Exception {
			gateway.reply("a").closeAfterBytes(10).chunked(3);

			assertThat(sendAndReadUntilClosed("Hi"))
				.endsWith("\r\n\r\n" + "3\r\ndat\r\n" + "3\r\na: \r\n" + "3\r\n{\"c\r\n" + "1\r\na\r\n");
		}

		@Test
		void detectsCancelledRequest() throws Exception {
			gateway.replyStream("a", "b").hang();
			HttpResponse<InputStream> response = HttpClient.newHttpClient()
				.send(client.request("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse",
						TestClient.requestBody("Hi")), BodyHandlers.ofInputStream());
			assertThat(gateway.openConnections()).isEqualTo(1);
			assertThat(gateway.awaitCancelled(Duration.ofMillis(50))).isFalse();

			response.body().close();

			assertThat(gateway.awaitCancelled(Duration.ofSeconds(20))).isTrue();
			assertThat(gateway.openConnections()).isZero();
			assertThat(gateway.connections()).isEqualTo(1);
		}

	}

	@Nested
	class Verification {

		@Test
		void succeedsIfEachReplyIsUsed() {
			gateway.reply("Hello");

			client.generate("Hi");

			assertThatCode(gateway::verify).doesNotThrowAnyException();
		}

		@Test
		void failsOnRejectedRequest() {
			client.post("/v1beta/models/gemini-2.5-flash:generateContent", "{\"contents\":[]}");

			assertThatExceptionOfType(AssertionError.class).isThrownBy(gateway::verify).withMessage("""
					Verification of the stand-in gateway failed:

					1. POST /v1beta/models/gemini-2.5-flash:generateContent was rejected:
					   * GenerateContentRequest.contents: contents is not specified
					   The request body was {
					     "contents" : [ ]
					   }""");
			gateway.allowRejectedRequests();
			assertThatCode(gateway::verify).doesNotThrowAnyException();
		}

		@Test
		void failsOnRequestWithoutReply() {
			client.generate("Hi");

			assertThatExceptionOfType(AssertionError.class).isThrownBy(gateway::verify)
				.withMessageContainingAll("1. No reply is scripted for POST /v1beta/models/gemini-2.5-flash", "\"Hi\"");
		}

		@Test
		void failsOnUnusedReplyAndNamesLineOfScript() {
			gateway.callTool("getWeather", Map.of());

			assertThatExceptionOfType(AssertionError.class).isThrownBy(gateway::verify)
				.withMessageContainingAll("1. No request used the reply", "getWeather",
						"scripted at QhaigcGatewayTests.java:");
		}

		@Test
		void resetDiscardsScriptAndRequests() {
			gateway.reply("Hello");
			gateway.when((request) -> true).reply("Hello");
			client.generate("Hi");

			gateway.reset();

			assertThatCode(gateway::verify).doesNotThrowAnyException();
			assertThat(gateway.received()).isEmpty();
			assertThat(client.generate("Hi").body()).contains("No reply is scripted");
		}

	}

	private String sendAndReadUntilClosed(String text) throws IOException {
		String body = TestClient.requestBody(text);
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
