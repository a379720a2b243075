package net.qhaigc.springai.gemini.client;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.netty.channel.EventLoop;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.awaitQuietly;
import static net.qhaigc.springai.gemini.client.ClientFixtures.pause;
import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@code ConnectionGuard}: every caller receives the response to its own
 * request, regardless of what a server writes before, after and between responses.
 */
class ConnectionGuardTests {

	private static final int MAX_CONCURRENT_REQUESTS = 20;

	private static final int REQUESTS = 100;

	/** Fewer than {@link #REQUESTS}, since each request needs a TLS handshake. */
	private static final int TLS_REQUESTS = 20;

	/** A connector that trusts any certificate. */
	private static final Function<HttpClient, ClientHttpConnector> TRUSTING_CONNECTOR = (
			http) -> new ReactorClientHttpConnector(
					http.secure((tls) -> tls.sslContext(SelfSignedCertificate.trustingClientTls())));

	@Nested
	class InterimResponses {

		@ParameterizedTest
		@EnumSource
		void skipsInterimResponsesForEveryCaller(Operation operation) {
			try (RawServer server = RawServer.startWithResponse((head, socket) -> {
				RawServer.write(socket, "HTTP/1.1 103 Early Hints\r\n\r\n");
				pause(30);
				RawServer.write(socket, CallerEcho.response(head));
			}); QhaigcClient client = client(server).build()) {
				assertThat(misattributedResponses(client, operation)).isEmpty();
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
				"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n", "HTTP/1.1 199 \r\n\r\n",
				"HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n",
				"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" })
		void skipsInterimResponsesOfAnyStatus(String interim) throws IOException {
			try (RawServer server = RawServer
				.startWithResponse((head, socket) -> RawServer.write(socket, interim + CallerEcho.response(head)));
					QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
				assertThat(misattributedResponses(client, Operation.CALL)).isEmpty();
				assertThat(misattributedResponses(client, Operation.STREAM)).isEmpty();
				assertThat(server.connections()).isOne();
			}
		}

		@ParameterizedTest
		@EnumSource
		void skipsInterimResponsesWithCustomConnector(Operation operation) {
			assertSkipsInterimResponses(new ReactorClientHttpConnector(), operation);
		}

		@ParameterizedTest
		@EnumSource
		void skipsInterimResponsesWithJdkConnector(Operation operation) {
			assertSkipsInterimResponses(new JdkClientHttpConnector(), operation);
		}

		private static void assertSkipsInterimResponses(ClientHttpConnector connector, Operation operation) {
			try (RawServer server = RawServer.startWithResponse((head, socket) -> RawServer.write(socket,
					"HTTP/1.1 103 Early Hints\r\n\r\n" + CallerEcho.response(head)));
					QhaigcClient client = withoutRetries(client(server).connector((http) -> connector))) {
				assertThat(misattributedResponses(client, operation)).isEmpty();
			}
		}

		@Test
		void appliesResponseTimeoutAfterInterimResponse() {
			try (RawServer server = RawServer
				.startWithResponse((head, socket) -> RawServer.write(socket, "HTTP/1.1 103 Early Hints\r\n\r\n"));
					QhaigcClient client = withoutRetries(client(server).responseTimeout(Duration.ofMillis(200)))) {
				Throwable failure = failure(client, Operation.CALL);
				assertThat(problem(failure).code()).isEqualTo("response_timeout");
			}
		}

		@ParameterizedTest
		@EnumSource
		void rejectsProtocolSwitch(Operation operation) {
			try (RawServer server = RawServer.startWithResponse((head, socket) -> RawServer.write(socket,
					head.contains("upgrading")
							? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n"
							: CallerEcho.response(head)));
					QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
				assertThat(catchThrowable(() -> operation.send(client, "upgrading").block(TIMEOUT)))
					.isInstanceOf(QhaigcNonTransientException.class)
					.hasMessageContaining("101");
				assertThat(operation.send(client, "next").block(TIMEOUT)).isEqualTo("next");
				assertThat(server.connections()).isEqualTo(2);
			}
		}

	}

	@Nested
	class SurplusBytes {

		@ParameterizedTest
		@ValueSource(strings = { "X", "HTTP/1.1 102 ", "HTTP/1.1 102 Pro", "HTTP/1.1 200 OK\r\n",
				"HTTP/1.1 200 OK\r\nContent-Length: 2", "\0", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
				"HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsurplus" })
		void closesConnectionOnSurplusBytes(String surplus) {
			try (RawServer server = RawServer
				.startWithResponse((head, socket) -> RawServer.write(socket, CallerEcho.response(head) + surplus));
					QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
				for (Operation operation : Operation.values()) {
					assertThat(misattributedResponses(client, operation)).isEmpty();
				}
				assertThat(server.connections()).isEqualTo(2 * REQUESTS);
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "X", "HTTP/1.1 102 ", "HTTP/1.1 200 OK\r\n", "\0",
				"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n" })
		void closesReusedConnectionOnSurplusBytes(String surplus) {
			for (Operation operation : Operation.values()) {
				AtomicInteger number = new AtomicInteger();
				try (RawServer server = RawServer.startWithResponse((head, socket) -> RawServer.write(socket,
						CallerEcho.response(head) + ((number.incrementAndGet() == 2) ? surplus : "")));
						QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
					assertThat(misattributedResponses(client, operation, 4)).isEmpty();
					assertThat(server.connections()).isEqualTo(3);
				}
			}
		}

		@ParameterizedTest
		@EnumSource
		void dropsDuplicateResponse(Operation operation) {
			try (RawServer server = RawServer.startWithResponse((head, socket) -> {
				String response = CallerEcho.response(head);
				RawServer.write(socket, response + response);
			}); QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
				assertThat(misattributedResponses(client, operation)).isEmpty();
			}
		}

		@ParameterizedTest
		@EnumSource
		void dropsDuplicateResponseOverTls(Operation operation) {
			try (RawServer server = RawServer.startWithResponse(SelfSignedCertificate.serverSocket(),
					(head, socket) -> {
						String response = CallerEcho.response(head);
						RawServer.write(socket, response + response);
					});
					QhaigcClient client = withoutRetries(
							client(server).maxConnections(1).connector(TRUSTING_CONNECTOR))) {
				assertThat(misattributedResponses(client, operation, TLS_REQUESTS)).isEmpty();
			}
		}

		@ParameterizedTest
		@EnumSource
		void dropsDuplicateResponseWhileEventLoopIsBusy(Operation operation) {
			CompletableFuture<EventLoop> eventLoop = new CompletableFuture<>();
			WebClient.Builder recording = WebClient.builder()
				.filter((request, next) -> next.exchange(ClientRequest.from(request).httpRequest((http) -> {
					Objects.requireNonNull(request.httpRequest()).accept(http);
					Connection connection = http.getNativeRequest();
					eventLoop.complete(connection.channel().eventLoop());
				}).build()));
			CountDownLatch duplicated = new CountDownLatch(1);
			try (RawServer server = RawServer.startWithResponse((head, socket) -> {
				RawServer.write(socket, CallerEcho.response(head));
				if (head.contains("first")) {
					pause(100);
					RawServer.write(socket, CallerEcho.response(head));
					duplicated.countDown();
				}
			}); QhaigcClient client = withoutRetries(client(server).maxConnections(1).webClientBuilder(recording))) {
				assertThat(operation.send(client, "first").block(TIMEOUT)).isEqualTo("first");
				pause(30);
				eventLoop.join().execute(() -> awaitQuietly(duplicated));
				CompletableFuture<String> second = operation.send(client, "second").toFuture();
				assertThat(second.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join()).isEqualTo("second");
			}
		}

		@ParameterizedTest
		@EnumSource
		void dropsDuplicateResponseAfterSplitResponse(Operation operation) {
			AtomicInteger number = new AtomicInteger();
			try (RawServer server = RawServer.startWithResponse((head, socket) -> {
				String response = CallerEcho.response(head);
				int middle = number.getAndIncrement() % response.length();
				RawServer.write(socket, response.substring(0, middle));
				pause(1);
				RawServer.write(socket, response.substring(middle) + response);
			}); QhaigcClient client = withoutRetries(client(server).maxConnections(4))) {
				assertThat(misattributedResponses(client, operation)).isEmpty();
			}
		}

		@ParameterizedTest
		@EnumSource
		void dropsDuplicateResponseLargerThanBuffer(Operation operation) {
			String padding = " ".repeat(100_000);
			try (RawServer server = RawServer.startWithResponse((head, socket) -> {
				String body = CallerEcho.json(CallerEcho.caller(head)) + padding;
				String response = head.contains("stream") ? CallerEcho.chunked("data: " + body + "\n\n")
						: CallerEcho.withLength(body);
				RawServer.write(socket, response + response);
			}); QhaigcClient client = withoutRetries(client(server).maxConnections(2))) {
				assertThat(misattributedResponses(client, operation)).isEmpty();
			}
		}

		@ParameterizedTest
		@EnumSource
		void suspendsReuseAfterDuplicateResponse(Operation operation) {
			try (RawServer server = RawServer.startWithResponse((head, socket) -> {
				String response = CallerEcho.response(head);
				RawServer.write(socket, head.contains("duplicated") ? response + response : response);
			}); QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
				assertThat(operation.send(client, "first").block(TIMEOUT)).isEqualTo("first");
				assertThat(operation.send(client, "duplicated").block(TIMEOUT)).isEqualTo("duplicated");
				assertThat(server.connections()).isOne();
				assertThat(misattributedResponses(client, operation)).isEmpty();
				assertThat(server.connections()).isEqualTo(1 + REQUESTS);
			}
		}

		@Test
		void closesOtherIdleConnectionsWhenReuseIsSuspended() throws Exception {
			CountDownLatch received = new CountDownLatch(2);
			CountDownLatch idle = new CountDownLatch(1);
			CompletableFuture<Integer> end = new CompletableFuture<>();
			try (RawServer server = RawServer.startWithResponse((head, socket) -> {
				received.countDown();
				awaitQuietly(received);
				RawServer.write(socket, CallerEcho.response(head));
				awaitQuietly(idle);
				if (head.contains("duplicated")) {
					RawServer.write(socket, CallerEcho.response(head));
				}
				else {
					end.complete(socket.getInputStream().read());
				}
			}); QhaigcClient client = withoutRetries(client(server).maxConnections(2))) {
				Mono.zip(Operation.CALL.send(client, "duplicated"), Operation.CALL.send(client, "other"))
					.block(TIMEOUT);
				idle.countDown();
				assertThat(end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(-1);
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 2" })
		void suspendsReuseWhenIdleConnectionReceivesSuccessfulResponse(String bytes) throws Exception {
			assertThat(connectionsAfterBytesOnIdleConnection(Operation.CALL, bytes)).isEqualTo(4);
		}

		@ParameterizedTest
		@ValueSource(strings = { "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n", "\r\n", "HTTP" })
		void doesNotSuspendReuseWhenIdleConnectionReceives408OrUnrecognizedBytes(String bytes) throws Exception {
			assertThat(connectionsAfterBytesOnIdleConnection(Operation.CALL, bytes)).isEqualTo(2);
		}

		@ParameterizedTest
		@EnumSource
		void closesIdleConnectionThatReceivesBytes(Operation operation) throws Exception {
			assertThat(connectionsAfterBytesOnIdleConnection(operation, "HTTP")).isEqualTo(2);
		}

		/**
		 * Let the server write bytes to an idle connection, and return the number of
		 * connections after three more requests.
		 */
		private static int connectionsAfterBytesOnIdleConnection(Operation operation, String bytes) throws Exception {
			CompletableFuture<Integer> end = new CompletableFuture<>();
			try (RawServer server = RawServer.startWithResponse((head, socket) -> {
				RawServer.write(socket, CallerEcho.response(head));
				if (head.contains("first")) {
					pause(50);
					RawServer.write(socket, bytes);
					end.complete(socket.getInputStream().read());
				}
			}); QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
				assertThat(operation.send(client, "first").block(TIMEOUT)).isEqualTo("first");
				assertThat(end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(-1);
				for (String caller : List.of("second", "third", "fourth")) {
					assertThat(operation.send(client, caller).block(TIMEOUT)).isEqualTo(caller);
				}
				return server.connections();
			}
		}

	}

	@Nested
	class Responses {

		@ParameterizedTest
		@ValueSource(strings = { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a length\r\n",
				"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
				"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
				"HTTP/1.1 two hundred\r\n\r\n" })
		void closesConnectionAfterMalformedResponse(String malformed) {
			try (RawServer server = RawServer.startWithResponse((head, socket) -> RawServer.write(socket,
					head.contains("malformed") ? malformed : CallerEcho.response(head)));
					QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
				for (Operation operation : Operation.values()) {
					assertThat(failure(client, operation, "malformed")).isNotNull();
					assertThat(operation.send(client, "next").block(TIMEOUT)).isEqualTo("next");
				}
				assertThat(server.connections()).isGreaterThan(2);
			}
		}

		@Test
		void dropsResponseToFailedRequest() {
			WebClient.Builder failing = WebClient.builder()
				.filter((request,
						next) -> next.exchange(request.url().getPath().contains("failing") ? ClientRequest.from(request)
							.body((http, context) -> request.body()
								.insert(http, context)
								.then(Mono.error(new IllegalStateException("after the body"))))
							.build() : request));
			try (RawServer server = RawServer.startWithResponse((head, socket) -> {
				pause(head.contains("failing") ? 100 : 0);
				RawServer.write(socket, CallerEcho.response(head));
			}); QhaigcClient client = client(server).maxConnections(1).webClientBuilder(failing).build()) {
				assertThat(failure(client, Operation.CALL, "failing")).isNotNull();
				assertThat(Operation.CALL.send(client, "next").block(TIMEOUT)).isEqualTo("next");
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "408 Request Timeout", "504 Gateway Timeout", "524 A Timeout Occurred" })
		void closesConnectionAfterTimeoutStatus(String status) {
			assertThat(connectionsAfterStatus(status)).isEqualTo(2);
		}

		@ParameterizedTest
		@ValueSource(strings = { "400 Bad Request", "429 Too Many Requests", "503 Service Unavailable" })
		void keepsConnectionAfterErrorStatusThatIsNotTimeout(String status) {
			assertThat(connectionsAfterStatus(status)).isOne();
		}

		private static int connectionsAfterStatus(String status) {
			try (RawServer server = RawServer.startWithResponse((head, socket) -> RawServer.write(socket,
					head.contains("failing") ? "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n"
							: CallerEcho.response(head)));
					QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
				assertThat(failure(client, Operation.CALL, "failing")).isNotNull();
				assertThat(Operation.CALL.send(client, "next").block(TIMEOUT)).isEqualTo("next");
				return server.connections();
			}
		}

		@ParameterizedTest
		@EnumSource
		void closesConnectionAfterInvalidCompressedContent(Operation operation) {
			try (RawServer server = RawServer.startWithResponse((head, socket) -> RawServer.write(socket,
					head.contains("malformed")
							? "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 40\r\n\r\n" + "x".repeat(40)
							: CallerEcho.response(head)));
					QhaigcClient client = withoutRetries(client(server).maxConnections(1))) {
				assertThat(failure(client, operation, "malformed")).isNotNull();
				assertThat(operation.send(client, "next").block(TIMEOUT)).isEqualTo("next");
				assertThat(server.connections()).isEqualTo(2);
			}
		}

		@ParameterizedTest
		@CsvSource({ "CALL, false", "STREAM, false", "CALL, true", "STREAM, true" })
		void dropsResponseThatBeginsBeforeEntireRequestIsSent(Operation operation, boolean tls) throws IOException {
			try (RawServer server = RawServer.startWithResponse(
					tls ? SelfSignedCertificate.serverSocket() : new ServerSocket(),
					new EarlyMisattributedResponseWriter());
					QhaigcClient client = withoutRetries(
							client(server).maxConnections(1).connector(TRUSTING_CONNECTOR))) {
				assertThat(operation.send(client, "small").block(TIMEOUT)).isEqualTo("small");
				assertThat(operation.send(client, "large", " ".repeat(8_000_000)).block(TIMEOUT)).isEqualTo("large");
				assertThat(server.connections()).isEqualTo(2);
			}
		}

	}

	/**
	 * Send each request with the name of a different caller, and return the responses
	 * that name the wrong caller.
	 */
	private static List<String> misattributedResponses(QhaigcClient client, Operation operation) {
		return misattributedResponses(client, operation, REQUESTS);
	}

	private static List<String> misattributedResponses(QhaigcClient client, Operation operation, int requests) {
		return Flux.range(0, requests)
			.map((number) -> "caller-" + number)
			.flatMap((caller) -> operation.send(client, caller)
				.filter((text) -> !text.equals(caller))
				.map((text) -> caller + " received " + text), MAX_CONCURRENT_REQUESTS)
			.collectList()
			.blockOptional(TIMEOUT)
			.orElseThrow();
	}

	private static Throwable failure(QhaigcClient client, Operation operation) {
		return failure(client, operation, "caller");
	}

	private static Throwable failure(QhaigcClient client, Operation operation, String caller) {
		return catchThrowable(() -> operation.send(client, caller).block(TIMEOUT));
	}

	private static QhaigcClient.Builder client(RawServer server) {
		return QhaigcClient.builder().baseUrl(server.url()).apiKey("test-key");
	}

	/**
	 * Writes the response to another request as soon as the head of the first large
	 * request has been read. The rest of the large request is not read until the client
	 * repeats the request.
	 */
	private static final class EarlyMisattributedResponseWriter implements RawServer.ResponseWriter {

		private final AtomicBoolean written = new AtomicBoolean();

		private final CountDownLatch sentAgain = new CountDownLatch(1);

		@Override
		public boolean respondsEarly(String head) {
			return head.contains("large") && !this.written.get();
		}

		@Override
		public void write(String head, Socket socket) throws IOException {
			socket.setReceiveBufferSize(64 * 1024);
			boolean early = respondsEarly(head) && this.written.compareAndSet(false, true);
			RawServer.write(socket, CallerEcho.response(early ? head.replace("large", "other") : head));
			if (early) {
				awaitQuietly(this.sentAgain);
			}
			else if (head.contains("large")) {
				this.sentAgain.countDown();
			}
		}

	}

	/** A call or a stream. */
	private enum Operation {

		CALL(CallerEcho::call), STREAM(CallerEcho::stream);

		private final RequestSender sender;

		Operation(RequestSender sender) {
			this.sender = sender;
		}

		Mono<String> send(QhaigcClient client, String caller) {
			return send(client, caller, "Who am I?");
		}

		Mono<String> send(QhaigcClient client, String caller, String prompt) {
			return this.sender.send(client, caller, prompt);
		}

	}

	/** Sends a request that contains the name of its caller. */
	private interface RequestSender {

		Mono<String> send(QhaigcClient client, String caller, String prompt);

	}

}
