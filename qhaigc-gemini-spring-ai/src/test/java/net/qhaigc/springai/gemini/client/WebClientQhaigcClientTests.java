package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.wire.ChatCompletionRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.Part;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.requestBody;
import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.text;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WebClientQhaigcClient}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebClientQhaigcClientTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcClient client = withoutRetries(builder());

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Nested
	class Requests {

		@Test
		void sendsJsonBodyWithApiKeyAndContentLength() {
			gateway.reply("ok");
			client.generate(request()).block(TIMEOUT);
			ReceivedRequest request = gateway.takeRequest();
			assertThat(request.method()).isEqualTo("POST");
			assertThat(request.path()).isEqualTo("/v1beta/models/gemini-2.5-flash:generateContent");
			assertThat(request.header("Authorization")).isEqualTo("Bearer test-key");
			assertThat(request.header("Content-Type")).isEqualTo("application/json");
			assertThat(request.header("Accept")).isEqualTo("application/json");
			assertThat(request.header("Transfer-Encoding")).isNull();
			assertThat(request.header("Content-Length")).isEqualTo(String.valueOf(request.body().length()));
			assertThat(request.body())
				.isEqualTo("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"How is the weather?\"}]}]}");
		}

		@Test
		void requestsServerSentEventsForStream() {
			gateway.reply("ok");
			client.stream(request()).blockLast(TIMEOUT);
			ReceivedRequest request = gateway.takeRequest();
			assertThat(request.path()).isEqualTo("/v1beta/models/gemini-2.5-flash:streamGenerateContent");
			assertThat(request.query()).isEqualTo("alt=sse");
			assertThat(request.header("Accept")).isEqualTo("text/event-stream, application/json");
			assertThat(request.header("Accept-Encoding")).isEqualTo("identity");
		}

		@Test
		void sendsStreamFlagToUnifiedEndpointOnlyForStream() {
			GatewayRequest request = GatewayRequest.builder().model("gpt-5-mini").unified(true).body(chat()).build();
			gateway.reply("ok");
			assertThat(text(client.generate(request).block(TIMEOUT))).isEqualTo("ok");
			ReceivedRequest received = gateway.takeRequest();
			assertThat(received.path()).isEqualTo("/v1/chat/completions");
			assertThat(received.body()).isEqualTo(
					"{\"model\":\"gpt-5-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"style\":\"gemini\"}");
			gateway.replyStream("o", "k");
			assertThat(client.stream(request).collectList().block(TIMEOUT)).hasSizeGreaterThan(1);
			assertThat(gateway.takeRequest().json().path("stream").asBoolean()).isTrue();
		}

		@Test
		void addsHeadersAndExtraBody() {
			gateway.reply("ok");
			QhaigcClient withHeaders = withoutRetries(builder().headers(Map.of("X-Team", "blue", "X-User", "all")));
			withHeaders
				.generate(request("gemini-2.5-flash", Map.of("X-User", "one"), Map.of("labels", Map.of("a", "b"))))
				.onErrorComplete()
				.block(TIMEOUT);
			ReceivedRequest request = gateway.takeRequest();
			assertThat(request.header("X-Team")).isEqualTo("blue");
			assertThat(request.header("X-User")).isEqualTo("one");
			assertThat(request.json().path("labels").path("a").asString()).isEqualTo("b");
			assertThat(request.json().path("contents").size()).isEqualTo(1);
		}

		@ParameterizedTest
		@MethodSource
		void rejectsInvalidOrReservedHeaderBeforeSending(String name, String value) {
			GatewayRequest request = request("gemini-2.5-flash", Map.of(name, value), Map.of());
			assertThat(ClientFixtures.failure(client, request)).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageContaining("header");
			assertThat(ClientFixtures.streamFailure(client, request)).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(gateway.received()).isEmpty();
		}

		static Stream<Arguments> rejectsInvalidOrReservedHeaderBeforeSending() {
			return Stream.of(Arguments.of("X-A", "b\r\nX-C: d"), Arguments.of("X-A", "b\nX-C: d"),
					Arguments.of("X-A\r\nX-C", "d"), Arguments.of("X A", "b"), Arguments.of("X:A", "b"),
					Arguments.of("", "b"), Arguments.of("X-A", "\0"), Arguments.of("Authorization", "Bearer other"),
					Arguments.of("X-Goog-Api-Key", "other"), Arguments.of("content-length", "3"),
					Arguments.of("Host", "other.example"), Arguments.of("Transfer-Encoding", "chunked"),
					Arguments.of("Connection", "close"), Arguments.of("Content-Type", "text/plain"),
					Arguments.of("Content-Encoding", "gzip"));
		}

		@Test
		void rejectsNullNameOrValueOfHeader() {
			assertRejectsHeader("X-A", null, "the value of X-A is null");
			assertRejectsHeader(null, "b", "the name of a header is null");
		}

		private void assertRejectsHeader(String name, String value, String reason) {
			Map<String, String> headers = Collections.singletonMap(name, value);
			assertThat(ClientFixtures.failure(client, request("gemini-2.5-flash", headers, Map.of())))
				.isInstanceOf(QhaigcNonTransientException.class)
				.hasMessage("A header of the request is not valid: " + reason);
			assertThatIllegalArgumentException().isThrownBy(() -> builder().headers(headers).build())
				.withMessage("qhaigc.headers is not valid: " + reason);
			assertThat(gateway.received()).isEmpty();
		}

		@Test
		void rejectsUnserializableBodyBeforeSending() {
			List<Object> cyclic = new ArrayList<>();
			cyclic.add(cyclic);
			GatewayRequest request = request("gemini-2.5-flash", Map.of(), Map.of("endless", cyclic));
			assertThat(ClientFixtures.failure(client, request)).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageContaining("JSON");
			assertThat(ClientFixtures.streamFailure(client, request)).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(gateway.received()).isEmpty();
		}

		@Test
		void sendsAndReceivesImage() {
			byte[] image = new byte[4 * 1024 * 1024];
			new Random(1).nextBytes(image);
			GatewayRequest request = GatewayRequest.builder()
				.model("gemini-2.5-flash")
				.body(requestBody(new Part.Text("Mirror it"), new Part.InlineData("image/png", image)))
				.build();
			gateway.image(image);
			assertThat(image(client.generate(request).block(TIMEOUT))).isEqualTo(image);
			assertThat(gateway.takeRequest().json().at("/contents/0/parts/1/inlineData/data").asString())
				.isEqualTo(Base64.getEncoder().encodeToString(image));
			gateway.image(image);
			assertThat(client.stream(request).mapNotNull(WebClientQhaigcClientTests::image).blockLast(TIMEOUT))
				.isEqualTo(image);
		}

	}

	@Nested
	class Responses {

		@Test
		void returnsResponseWithHeaders() {
			gateway.reply("It is raining.").header("X-Served-By", "g1");
			GatewayResponse response = client.generate(request()).block(TIMEOUT);
			assertThat(text(response)).isEqualTo("It is raining.");
			assertThat(response.head().headers().get("x-served-by")).containsExactly("g1");
		}

		@Test
		void rejectsResponseOverSizeLimit() {
			QhaigcClient small = withoutRetries(builder().maxResponseSize(DataSize.ofKilobytes(8)));
			gateway.reply("x".repeat(9000));
			RuntimeException failure = ClientFixtures.failure(small, request());
			assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageContaining("qhaigc.max-response-size");
			gateway.reply("x".repeat(9000)).chunked(1000);
			assertThat(ClientFixtures.streamFailure(small, request())).hasMessage(failure.getMessage());
			gateway.reply("x".repeat(9000)).chunked(1000);
			assertThat(ClientFixtures.failure(small, request())).hasMessage(failure.getMessage());
			// The limit applies to each event of a stream, not to the whole stream.
			gateway.replyStream("x".repeat(5000), "y".repeat(5000), "z".repeat(5000));
			assertThat(small.stream(request()).count().block(TIMEOUT)).isGreaterThanOrEqualTo(3);
		}

		@Test
		void rejectsResponseIfContentLengthExceedsLimit() throws IOException {
			try (RawServer server = RawServer.start((number, socket) -> RawServer.write(socket,
					"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"))) {
				QhaigcClient small = withoutRetries(
						builder().baseUrl(server.url()).maxResponseSize(DataSize.ofKilobytes(8)));
				assertThat(ClientFixtures.failure(small, request())).isInstanceOf(QhaigcNonTransientException.class)
					.hasMessageContaining("qhaigc.max-response-size");
			}
		}

		@Test
		void reportsIncompleteResponseAsTransientFailure() {
			gateway.reply("It is raining.").closeAfterBytes(30);
			assertThat(ClientFixtures.failure(client, request())).isInstanceOf(QhaigcTransientException.class);
			gateway.replyRaw(200, Map.of("Connection", "close"),
					"{\"candidates\":[{\"con".getBytes(StandardCharsets.UTF_8));
			assertThat(problem(ClientFixtures.failure(client, request())).code()).isEqualTo("malformed_response");
		}

		@Test
		void classifiesIncompleteErrorResponseByStatus() {
			gateway.googleError(400).closeAfterBytes(10);
			assertThat(problem(ClientFixtures.failure(client, request())).status()).isEqualTo(400);
			gateway.googleError(429).hangAfter(0);
			try (TestClock time = new TestClock()) {
				QhaigcClient.Builder builder = new QhaigcClientBuilder().clock(time.clock())
					.baseUrl(gateway.url())
					.apiKey(gateway.apiKey());
				assertThat(problem(time.awaitFailure(withoutRetries(builder).generate(request()))).status())
					.isEqualTo(429);
			}
		}

	}

	@Nested
	class Streams {

		@Test
		void streamsEventsWithHeaders() {
			gateway.replyStream("It is ", "raining.").header("X-Served-By", "g1");
			List<GatewayResponse> events = client.stream(request()).collectList().block(TIMEOUT);
			assertThat(events).extracting(ClientFixtures::text).contains("It is ", "raining.");
			assertThat(events)
				.allSatisfy((event) -> assertThat(event.head().headers().get("X-SERVED-BY")).containsExactly("g1"));
		}

		@Test
		void readsStreamWithAnyContentType() {
			String response = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ok\"}]},\"finishReason\":\"STOP\"}]}";
			for (String body : List.of("data: " + response, response, "[" + response + "]")) {
				for (String type : List.of("text/event-stream", "application/json", "text/html; charset=latin1",
						"nonsense")) {
					gateway.replyRaw(200, type, body);
					assertThat(client.stream(request()).map(ClientFixtures::text).collectList().block(TIMEOUT))
						.containsExactly("ok");
				}
			}
		}

		@Test
		void emitsFirstEventBeforeSecondArrives() {
			gateway.replyStream("one", "two").hangAfter(1);
			StepVerifier.create(client.stream(request()).map(ClientFixtures::text))
				.expectNext("one")
				.thenCancel()
				.verify(TIMEOUT);
			assertThat(gateway.awaitCancelled(TIMEOUT)).isTrue();
		}

		/**
		 * The events do not fit into the buffers of the connection, so the server blocks
		 * until more events are requested.
		 */
		@Test
		void appliesBackPressureToGateway() throws IOException {
			AtomicInteger written = new AtomicInteger();
			List<String> texts = new CopyOnWriteArrayList<>();
			try (RawServer server = RawServer.startWithResponse((head, socket) -> writeEvents(socket, 200, written))) {
				BaseSubscriber<String> subscriber = new BaseSubscriber<>() {

					@Override
					protected void hookOnSubscribe(Subscription subscription) {
						subscription.request(3);
					}

					@Override
					protected void hookOnNext(String text) {
						texts.add(text);
					}

				};
				withoutRetries(builder().baseUrl(server.url()).connector(Streams::withSmallBuffer)).stream(request())
					.map(ClientFixtures::text)
					.subscribe(subscriber);
				await().until(() -> texts.size() == 3);
				AtomicInteger previous = new AtomicInteger();
				await().during(Duration.ofMillis(500)).until(() -> previous.getAndSet(written.get()) == written.get());
				assertThat(written).hasValueLessThan(200);
				assertThat(texts).hasSize(3);
				subscriber.requestUnbounded();
				await().until(subscriber::isDisposed);
				assertThat(texts).hasSize(200).last().asString().startsWith("199x");
			}
		}

		private static ClientHttpConnector withSmallBuffer(HttpClient http) {
			return new ReactorClientHttpConnector(http.option(ChannelOption.SO_RCVBUF, 64 * 1024));
		}

		private static void writeEvents(Socket socket, int count, AtomicInteger written) throws IOException {
			socket.setSendBufferSize(64 * 1024);
			RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
			while (written.get() < count) {
				RawServer.write(socket, """
						data: {"candidates":[{"content":{"parts":[{"text":"%s"}]},"finishReason":"STOP"}]}

						""".formatted(written + "x".repeat(100_000)));
				written.incrementAndGet();
			}
			socket.close();
		}

		@Test
		void failsAfterDeliveredEventsWhenConnectionCloses() {
			gateway.replyStream("one", "two", "three").closeAfter(2);
			StepVerifier.create(client.stream(request()).map(ClientFixtures::text))
				.expectNext("one", "two")
				.expectErrorSatisfies((ex) -> {
					assertThat(ex).isInstanceOf(QhaigcTransientException.class);
					assertThat(problem(ex).code()).isIn("connection_closed", "incomplete_stream");
				})
				.verify(TIMEOUT);
		}

		@Test
		void emitsEventsOfManyStreamsOnEventLoopThreads() {
			gateway.when((request) -> true).replyStream("a", "b", "c", "d").delayBetween(Duration.ofMillis(50));
			List<String> threads = new CopyOnWriteArrayList<>();
			List<String> texts = Flux.range(0, 200)
				.flatMap((i) -> client.stream(request())
					.doOnNext((event) -> threads.add(Thread.currentThread().getName()))
					.map(ClientFixtures::text)
					.reduce(String::concat), 200)
				.collectList()
				.block(TIMEOUT);
			assertThat(texts).hasSize(200).containsOnly("abcd");
			assertThat(threads).allMatch((name) -> name.startsWith("reactor-http-"));
		}

	}

	@Nested
	class StreamFallback {

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				404 | {"error":{"message":"Not here","type":"x","code":null}}
				404 | <html>Not found</html>
				405 | Method not allowed
				501 | {"error":{"message":"Not implemented","code":"api_not_implemented"}}
				400 | {"error":{"message":"Unknown path /v1beta/models/x:streamGenerateContent"}}
				""")
		void fallsBackToGenerateContentWhenStreamingIsNotSupported(int status, String body, CapturedOutput output) {
			gateway.replyRaw(status, "text/plain", body);
			for (int i = 0; i < 2; i++) {
				gateway.reply("It is raining.");
				assertThat(client.stream(request()).map(ClientFixtures::text).collectList().block(TIMEOUT))
					.containsExactly("It is raining.");
			}
			assertThat(gateway.received()).extracting(ReceivedRequest::isStream).containsExactly(true, false, false);
			assertThat(output.getAll().split("does not support streamGenerateContent", -1)).hasSize(2);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				404 | {"error":{"code":404,"message":"m","status":"NOT_FOUND"}}
				501 | {"error":{"code":501,"message":"m","status":"UNIMPLEMENTED"}}
				404 | 404 page not found
				500 | {"error":{"message":"m","type":"x","code":null}}
				401 | {"error":{"message":"Unknown path","code":"invalid_api_key"}}
				""")
		void doesNotFallBackAfterUnrelatedFailure(int status, String body) {
			gateway.replyRaw(status, "application/json", body);
			ClientFixtures.streamFailure(ClientFixtures.withoutRetries(builder()), request());
			assertThat(gateway.received()).filteredOn((request) -> request.method().equals("POST")).hasSize(1);
		}

		@Test
		void requestsStreamAgainIfFallbackFailed() {
			gateway.replyRaw(404, "text/plain", "");
			gateway.googleError(400);
			gateway.reply("It is raining.");
			ClientFixtures.streamFailure(client, request());
			assertThat(client.stream(request()).map(ClientFixtures::text).blockLast(TIMEOUT))
				.isEqualTo("It is raining.");
			assertThat(gateway.received()).extracting(ReceivedRequest::isStream).containsExactly(true, false, true);
		}

		@Test
		void doesNotFallBackWhenModelIsNotFound() {
			gateway.googleError(404);
			assertThat(ClientFixtures.streamFailure(client, request())).hasMessageContaining("qhaigc.model");
			assertThat(gateway.received()).extracting(ReceivedRequest::method).containsExactly("POST", "GET");
		}

		@Test
		void propagatesFailureOfFallback() {
			gateway.replyRaw(404, "text/plain", "");
			gateway.googleError(503);
			assertThat(ClientFixtures.streamFailure(client, request())).isInstanceOf(QhaigcTransientException.class);
		}

	}

	@Nested
	class Models {

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				{"object":"list","data":[{"id":"Gemini-X"},{"id":"gpt"}]} | Gemini-X,gpt
				{"models":[{"name":"models/a"},{"name":"tunedModels/b"}]} | a,tunedModels/b
				["a","b"]                                                | a,b
				{"data":[{"object":"model"},7,null,{"id":"a"}]}          | a
				""")
		void listsModels(String body, String ids) throws IOException {
			try (RawServer server = RawServer.startWithBody(body)) {
				QhaigcClient client = withoutRetries(builder().baseUrl(server.url()));
				assertThat(client.models().block(TIMEOUT)).containsExactly(ids.split(","));
				assertThat(server.requests().get(0)).startsWith("GET /v1/models HTTP/1.1\r\n")
					.containsIgnoringCase("\r\nAuthorization: Bearer test-key\r\n");
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "{\"data\":\"none\"}", "<html>", "", "{\"error\":{\"message\":\"no\"}}" })
		void failsWhenModelListIsInvalid(String body) throws IOException {
			try (RawServer server = RawServer.startWithBody(body)) {
				QhaigcClient client = withoutRetries(builder().baseUrl(server.url()));
				StepVerifier.create(client.models())
					.expectErrorSatisfies((ex) -> assertThat(problem(ex).status()).isEqualTo(200))
					.verify(TIMEOUT);
			}
		}

	}

	@Nested
	class WebClientCustomization {

		@Test
		void createsWebClientOnFirstRequestOnly() {
			AtomicInteger created = new AtomicInteger();
			QhaigcClient client = withoutRetries(builder().webClientBuilder(() -> {
				created.incrementAndGet();
				return WebClient.builder();
			}));
			Mono<GatewayResponse> response = client.generate(request());
			assertThat(created).hasValue(0);
			gateway.reply("o");
			gateway.reply("k");
			response.block(TIMEOUT);
			response.block(TIMEOUT);
			assertThat(created).hasValue(1);
		}

		@Test
		void reportsFailureToCreateWebClient() {
			QhaigcClient failing = withoutRetries(builder().webClientBuilder(() -> {
				throw new IllegalStateException("no");
			}));
			assertThat(ClientFixtures.failure(failing, request())).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(ClientFixtures.streamFailure(failing, request()))
				.isInstanceOf(QhaigcNonTransientException.class);
		}

		@Test
		void appliesFiltersWithoutExposingApiKey() {
			List<String> seen = new CopyOnWriteArrayList<>();
			WebClient.Builder filtered = WebClient.builder().defaultHeader("X-Default", "d").filter((request, next) -> {
				seen.add(request.headers().toString());
				return next.exchange(request);
			});
			gateway.reply("ok");
			withoutRetries(builder().webClientBuilder(filtered)).generate(request()).block(TIMEOUT);
			assertThat(gateway.takeRequest().header("X-Default")).isEqualTo("d");
			assertThat(seen).hasSize(1).noneMatch((headers) -> headers.contains("test-key"));
		}

		@Test
		void doesNotSendDefaultHeadersWithApiKeyOfAnotherService() {
			WebClient.Builder shared = WebClient.builder()
				.defaultHeader("X-Goog-Api-Key", "google-key")
				.defaultHeader("Authorization", "Basic eDp5");
			QhaigcClient client = withoutRetries(builder().webClientBuilder(shared));
			gateway.reply("ok");
			gateway.reply("ok");
			client.generate(request()).block(TIMEOUT);
			client.stream(request()).blockLast(TIMEOUT);
			for (int i = 0; i < 2; i++) {
				ReceivedRequest received = gateway.takeRequest();
				assertThat(received.header("x-goog-api-key")).isNull();
				assertThat(received.header("authorization")).isEqualTo("Bearer test-key");
			}
		}

		@Test
		void reportsExceptionThrownByFilter() {
			WebClient.Builder broken = WebClient.builder().filter((request, next) -> {
				throw new IllegalStateException("no");
			});
			QhaigcClient failing = withoutRetries(builder().webClientBuilder(broken));
			assertThat(ClientFixtures.failure(failing, request())).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(ClientFixtures.streamFailure(failing, request()))
				.isInstanceOf(QhaigcNonTransientException.class);
		}

		@Test
		void ignoresMemoryLimitOfWebClientBuilder() {
			WebClient.Builder tight = WebClient.builder()
				.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(10));
			gateway.reply("x".repeat(1000));
			QhaigcClient customized = withoutRetries(builder().webClientBuilder(tight));
			assertThat(text(customized.generate(request()).block(TIMEOUT))).hasSize(1000);
		}

	}

	@Nested
	class Connections {

		@Test
		void reusesConnection() {
			for (int i = 0; i < 5; i++) {
				gateway.reply("ok");
				client.generate(request()).block(TIMEOUT);
				gateway.replyStream("o", "k");
				client.stream(request()).blockLast(TIMEOUT);
				gateway.googleError(503);
				ClientFixtures.failure(client, request());
			}
			// A response can arrive before its connection returns to the pool. The next
			// request then opens another connection.
			assertThat(gateway.connections()).isBetween(1, 3);
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void replacesConnectionAfterMaxIdleOrLifeTime(boolean idle) throws InterruptedException {
			Duration limit = Duration.ofMillis(100);
			QhaigcClient limited = withoutRetries(idle ? builder().maxIdleTime(limit) : builder().maxLifeTime(limit));
			for (int i = 0; i < 2; i++) {
				gateway.reply("ok");
				limited.generate(request()).block(TIMEOUT);
				Thread.sleep(limit.multipliedBy(4).toMillis());
			}
			assertThat(gateway.connections()).isEqualTo(2);
		}

	}

	private QhaigcClient.Builder builder() {
		return QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey());
	}

	private static ChatCompletionRequest chat() {
		return ChatCompletionRequest.builder("gpt-5-mini", List.of(ChatCompletionRequest.Message.of("user", "Hi")))
			.build();
	}

	private static byte[] image(GatewayResponse response) {
		return response.body(GenerateContentResponse.class)
			.candidates()
			.stream()
			.flatMap((candidate) -> candidate.content().parts().stream())
			.filter(Part.InlineData.class::isInstance)
			.map((part) -> ((Part.InlineData) part).data())
			.findFirst()
			.orElse(null);
	}

}
