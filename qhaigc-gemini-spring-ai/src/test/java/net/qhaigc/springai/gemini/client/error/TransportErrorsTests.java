package net.qhaigc.springai.gemini.client.error;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.GatewayResponse;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.RawServer;
import net.qhaigc.springai.gemini.client.SelfSignedCertificate;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.text;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link TransportErrors}.
 */
class TransportErrorsTests {

	private static final String RESPONSE = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ok\"}]},\"finishReason\":\"STOP\"}]}";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	static Stream<Throwable> exceptionsWithLongText() {
		String text = "x".repeat(20_000);
		return Stream.of(new IOException(text), new UnknownHostException(text), new ConnectException(text),
				new SSLHandshakeException(text), new CertificateException(text), new TooLongFrameException(text),
				new ProxyConnectException("status: 407 " + text), new ProxyConnectException(text),
				new NotSslRecordException(text), new ConnectTimeoutException(text), new IllegalStateException(text));
	}

	@ParameterizedTest
	@MethodSource("exceptionsWithLongText")
	void limitsExceptionTextInMessage(Throwable exception) {
		assertThat(TransportErrors.of(exception).getMessage()).hasSizeLessThan(800);
		assertThat(TransportErrors.duringResponse(exception, true).getMessage()).hasSizeLessThan(800);
		assertThat(TransportErrors.apiKeyUnavailable(new IllegalStateException(exception)).getMessage())
			.hasSizeLessThan(800);
	}

	@Nested
	class ConnectionSetup {

		@Test
		void reportsRefusedConnection() throws IOException {
			int freePort;
			try (ServerSocket socket = new ServerSocket(0)) {
				freePort = socket.getLocalPort();
			}
			RuntimeException failure = failure("http://127.0.0.1:" + freePort);
			assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessageContaining("127.0.0.1")
				.hasMessageContaining("qhaigc.base-url");
			assertThat(problem(failure).code()).isEqualTo("connection_refused");
			for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
				assertThat(cause.getStackTrace()).as(cause.toString()).isEmpty();
			}
		}

		@Test
		void reportsUnknownHost() {
			Throwable failure = TransportErrors.of(new UnknownHostException("no.such.host.invalid"));
			assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessage(
						"The host of the gateway could not be resolved: no.such.host.invalid. Check qhaigc.base-url");
		}

		@Test
		void reportsConnectTimeout() throws IOException {
			try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				List<Socket> queue = fillAcceptQueue(busy);
				RuntimeException failure = ClientFixtures
					.failure(withoutRetries(builder().baseUrl("http://127.0.0.1:" + busy.getLocalPort())
						.connectTimeout(Duration.ofMillis(200))), request());
				assertThat(failure).isInstanceOf(QhaigcTransientException.class)
					.hasMessageContaining("qhaigc.connect-timeout");
				assertThat(problem(failure).code()).isEqualTo("connect_timeout");
				for (Socket socket : queue) {
					socket.close();
				}
			}
		}

		@Test
		void reportsUntrustedCertificate() {
			DisposableServer server = HttpServer.create()
				.host("127.0.0.1")
				.secure((ssl) -> ssl.sslContext(SelfSignedCertificate.serverTls()))
				.handle((request, response) -> response.sendString(Mono.just(RESPONSE)))
				.bindNow();
			try {
				RuntimeException failure = failure("https://127.0.0.1:" + server.port());
				assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
					.hasMessageContaining("not trusted")
					.hasMessageContaining("qhaigc.ssl.bundle");
				assertThat(problem(failure).code()).isEqualTo("tls_error");
			}
			finally {
				server.disposeNow();
			}
		}

		@Test
		void reportsServerThatDoesNotAnswerTlsHandshake() throws IOException {
			try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
				QhaigcClient client = withoutRetries(QhaigcClient.builder()
					.apiKey("sk-1")
					.baseUrl("https://127.0.0.1:" + silent.getLocalPort())
					.connector((http) -> new ReactorClientHttpConnector(
							http.secure((ssl) -> ssl.sslContext(SslProvider.defaultClientProvider().getSslContext())
								.handshakeTimeout(Duration.ofMillis(200))))));
				RuntimeException failure = ClientFixtures.failure(client, request());
				assertThat(failure).isInstanceOf(QhaigcTransientException.class)
					.hasMessage(
							"The TLS handshake with the server at qhaigc.base-url failed: handshake timed out after "
									+ "200ms. Check the scheme (https) and the port in qhaigc.base-url");
				assertThat(problem(failure).code()).isEqualTo("tls_handshake");
			}
		}

		@Test
		void reportsPlainHttpServerForHttpsUrl() {
			RuntimeException failure = failure(gateway.url().replace("http:", "https:"));
			assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessage(
						"The server at qhaigc.base-url does not use TLS. Check the scheme (https) and the port in qhaigc.base-url");
		}

		@Test
		void reportsResponseThatIsNotHttp() throws IOException {
			try (RawServer server = RawServer
				.start((number, socket) -> RawServer.write(socket, "SSH-2.0-OpenSSH_9.6\r\n\r\n"))) {
				RuntimeException failure = failure(server.url());
				assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
					.hasMessageContaining("did not return a valid HTTP response")
					.hasMessageContaining("qhaigc.base-url");
				assertThat(problem(failure).code()).isEqualTo("not_http");
			}
		}

	}

	@Nested
	class OpenConnections {

		@ParameterizedTest
		@ValueSource(strings = { "H", "HTTP/1.1 200 O", "HTTP/1.1 200 OK\r\nContent-Ty",
				"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", "HTTP/1.1 503 Service Unavailable\r\nRetry" })
		void retriesWhenConnectionIsClosedInsideResponseHead(String head) throws IOException {
			try (RawServer server = RawServer.start((number, socket) -> {
				if (number % 2 == 1) {
					RawServer.write(socket, head);
					socket.close();
				}
				respond(socket);
			})) {
				RuntimeException failure = failure(server.url());
				assertThat(failure).isInstanceOf(QhaigcTransientException.class);
				assertThat(problem(failure).code()).isEqualTo("connection_closed");
				text(withoutRetries(builder().baseUrl(server.url())).generate(request()).block(TIMEOUT));
				assertThat(ClientFixtures.streamFailure(withoutRetries(builder().baseUrl(server.url())), request()))
					.hasMessage(failure.getMessage());
				server.requests().clear();
				QhaigcClient retrying = builder().baseUrl(server.url()).build();
				assertThat(text(retrying.generate(request()).block(TIMEOUT))).isEqualTo("ok");
				assertThat(text(retrying.stream(request()).blockLast(TIMEOUT))).isEqualTo("ok");
			}
		}

		@Test
		void readsHeadersOf60Kilobytes() throws IOException {
			try (RawServer server = RawServer
				.start((number, socket) -> RawServer.write(socket, "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(60_000)
						+ "\r\nContent-Length: " + RESPONSE.length() + "\r\n\r\n" + RESPONSE))) {
				QhaigcClient client = withoutRetries(builder().baseUrl(server.url()));
				assertThat(text(client.generate(request()).block(TIMEOUT))).isEqualTo("ok");
				assertThat(text(client.stream(request()).blockLast(TIMEOUT))).isEqualTo("ok");
			}
		}

		@Test
		void reportsHeadersThatAreTooLarge() throws IOException {
			try (RawServer server = RawServer.start((number, socket) -> RawServer.write(socket,
					"HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(70_000) + "\r\n\r\n"))) {
				RuntimeException failure = failure(server.url());
				assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
					.hasMessageContaining("headers of the response are too large");
				assertThat(problem(failure).code()).isEqualTo("response_head_too_large");
			}
		}

		@Test
		void failsAfterDeliveredEventsWhenChunkedEncodingIsInvalid() throws IOException {
			String event = "data: " + RESPONSE + "\n\n";
			try (RawServer server = RawServer.start(
					(number, socket) -> RawServer.write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
							+ Integer.toHexString(event.length()) + "\r\n" + event + "\r\nno size\r\n"))) {
				QhaigcClient client = withoutRetries(builder().baseUrl(server.url()));
				StepVerifier.create(client.stream(request()).map(ClientFixtures::text))
					.expectNext("ok")
					.expectErrorSatisfies((ex) -> assertThat(problem(ex).code()).isEqualTo("connection_closed"))
					.verify(TIMEOUT);
				assertThat(ClientFixtures.failure(client, request())).isInstanceOf(QhaigcTransientException.class);
			}
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void replacesClosedPooledConnection(boolean reset) throws IOException {
			try (RawServer server = RawServer.start((number, socket) -> {
				if (number == 2) {
					close(socket, reset);
				}
				respond(socket);
			})) {
				QhaigcClient client = withoutRetries(builder().baseUrl(server.url()).meterRegistry(meters));
				assertThat(text(client.generate(request()).block(TIMEOUT))).isEqualTo("ok");
				awaitIdleConnections(1);
				assertThat(text(client.generate(request()).block(TIMEOUT))).isEqualTo("ok");
				assertThat(server.requests()).hasSize(3);
			}
		}

		@Test
		void replacesSeveralClosedPooledConnections() throws Exception {
			CountDownLatch bothReceived = new CountDownLatch(2);
			Set<Socket> used = ConcurrentHashMap.newKeySet();
			try (RawServer server = RawServer.start((number, socket) -> {
				if (!used.add(socket)) {
					socket.close();
				}
				bothReceived.countDown();
				await(bothReceived);
				respond(socket);
			})) {
				QhaigcClient client = withoutRetries(builder().baseUrl(server.url()).meterRegistry(meters));
				Flux.range(0, 2).flatMap((i) -> client.generate(request())).blockLast(TIMEOUT);
				awaitIdleConnections(2);
				assertThat(text(client.generate(request()).block(TIMEOUT))).isEqualTo("ok");
				assertThat(server.connections()).isEqualTo(3);
			}
		}

		/** The maximum number of connections also applies to replacement connections. */
		@Test
		void takesReplacementConnectionFromSamePool() {
			AtomicInteger connectors = new AtomicInteger();
			try (RawServer server = RawServer.start((number, socket) -> {
				if (number % 2 == 0) {
					socket.close();
				}
				respond(socket);
			})) {
				QhaigcClient client = withoutRetries(
						builder().baseUrl(server.url()).maxConnections(1).connector((http) -> {
							connectors.incrementAndGet();
							return new ReactorClientHttpConnector(http);
						}));
				for (int i = 0; i < 5; i++) {
					assertThat(text(client.generate(request()).block(TIMEOUT))).isEqualTo("ok");
				}
				assertThat(connectors).hasValue(1);
			}
		}

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void replacesPooledConnectionThatIsClosedDuringAcquisition(boolean streaming) {
			gateway.reply("ok");
			AtomicInteger attempts = new AtomicInteger();
			QhaigcClient client = withoutRetries(builder().connector((http) -> {
				ClientHttpConnector pooled = new ReactorClientHttpConnector(http);
				// Reactor Netty fails in this way when a pooled connection is closed
				// while a request acquires the connection.
				return (method, uri, callback) -> (attempts.incrementAndGet() < 3)
						? Mono.error(new IOException("Error while acquiring from reactor.netty.SimpleDequePool@1"))
						: pooled.connect(method, uri, callback);
			}));
			Flux<GatewayResponse> response = streaming ? client.stream(request()) : client.generate(request()).flux();
			assertThat(text(response.blockLast(TIMEOUT))).isEqualTo("ok");
			assertThat(attempts).hasValue(3);
		}

		@Test
		void httpClientDoesNotRepeatRequestWhenNewConnectionIsClosed() throws IOException {
			try (RawServer server = RawServer.start((number, socket) -> socket.close())) {
				RuntimeException failure = failure(server.url());
				assertThat(failure).isInstanceOf(QhaigcTransientException.class);
				assertThat(problem(failure).code()).isEqualTo("connection_closed");
				assertThat(server.requests()).hasSize(1);
			}
		}

		@Test
		void closesConnectionWhenTimeoutOperatorEndsStream() {
			gateway.hang();
			Mono<?> requested = Mono.fromCallable(gateway::takeRequest).subscribeOn(Schedulers.boundedElastic());
			StepVerifier.create(withoutRetries(builder()).stream(request()).timeout(requested))
				.expectError(TimeoutException.class)
				.verify(TIMEOUT);
			assertThat(gateway.awaitCancelled(TIMEOUT)).isTrue();
		}

		@Test
		void closesConnectionOnCancellation() {
			gateway.hang();
			Disposable exchange = withoutRetries(builder()).stream(request()).subscribe();
			gateway.takeRequest();
			exchange.dispose();
			assertThat(gateway.awaitCancelled(TIMEOUT)).isTrue();
		}

	}

	@Nested
	class ConnectionPool {

		@Test
		void reportsExhaustedPool() {
			gateway.when((request) -> true).hang();
			QhaigcClient small = withoutRetries(builder().maxConnections(1).maxPending(1));
			Disposable first = small.stream(request()).subscribe();
			Disposable second = small.stream(request()).subscribe();
			gateway.takeRequest();
			RuntimeException failure = ClientFixtures.failure(small, request());
			assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessage("All connections to the gateway are in use, and the queue for them is full. Increase "
						+ "qhaigc.pool.max-connections or qhaigc.pool.max-pending, or send fewer concurrent requests");
			assertThat(problem(failure).code()).isEqualTo("pool_exhausted");
			assertThat(ClientFixtures.streamFailure(small, request())).hasMessage(failure.getMessage());
			first.dispose();
			gateway.takeRequest();
			second.dispose();
			assertThat(gateway.awaitCancelled(2, TIMEOUT)).isTrue();
		}

		@Test
		void reportsPoolAcquireTimeout() {
			Throwable failure = TransportErrors.of(new PoolAcquireTimeoutException());
			assertThat(failure).isInstanceOf(QhaigcTransientException.class)
				.hasMessage("No connection to the gateway became available in time: pending for 45000ms. Increase "
						+ "qhaigc.pool.max-connections, or send fewer concurrent requests");
			assertThat(problem(failure).code()).isEqualTo("pool_exhausted");
		}

	}

	@Nested
	class ClosedClient {

		@ParameterizedTest
		@ValueSource(booleans = { false, true })
		void rejectsRequestAfterClose(boolean used) {
			gateway.when((request) -> true).reply("ok");
			QhaigcClient client = withoutRetries(builder());
			if (used) {
				client.generate(request()).block(TIMEOUT);
			}
			client.close();
			int connections = gateway.connections();
			RuntimeException failure = ClientFixtures.failure(client, request());
			assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessage(
						"The client of the gateway is closed. Build a new client, or close this one only after its last response");
			assertThat(problem(failure).code()).isEqualTo("client_closed");
			assertThat(ClientFixtures.streamFailure(client, request())).hasMessage(failure.getMessage());
			assertThat(gateway.connections()).isEqualTo(connections);
		}

		@Test
		void rejectsRequestIfClientIsClosedDuringPoolCreation() {
			gateway.reply("ok");
			AtomicReference<QhaigcClient> client = new AtomicReference<>();
			client.set(withoutRetries(builder().webClientBuilder(() -> {
				client.get().close();
				return WebClient.builder();
			})));
			assertThat(problem(ClientFixtures.failure(client.get(), request())).code()).isEqualTo("client_closed");
			assertThat(gateway.connections()).isZero();
		}

		@Test
		void failsPendingRequestWhenClientIsClosed() throws Exception {
			gateway.hang();
			QhaigcClient small = withoutRetries(builder().maxConnections(1));
			Disposable first = small.stream(request()).subscribe();
			gateway.takeRequest();
			CompletableFuture<GatewayResponse> pending = small.generate(request()).toFuture();
			small.close();
			Throwable failure = catchThrowable(() -> pending.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).getCause();
			assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageContaining("client of the gateway is closed");
			assertThat(problem(failure).code()).isEqualTo("client_closed");
			first.dispose();
		}

	}

	private QhaigcClient.Builder builder() {
		return QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey());
	}

	private RuntimeException failure(String url) {
		return ClientFixtures.failure(withoutRetries(builder().baseUrl(url)), request());
	}

	/**
	 * Wait for idle connections, since a response arrives before its connection returns
	 * to the pool.
	 */
	private void awaitIdleConnections(int count) {
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(ClientFixtures.poolGauge(this.meters, "idle.connections")).isEqualTo(count));
	}

	private static void respond(Socket socket) throws IOException {
		RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + RESPONSE.length() + "\r\n\r\n" + RESPONSE);
	}

	private static void await(CountDownLatch latch) throws IOException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	private static void close(Socket socket, boolean reset) throws IOException {
		if (reset) {
			RawServer.reset(socket);
		}
		else {
			socket.close();
		}
	}

	/** Connect until the accept queue of the server is full. */
	private static List<Socket> fillAcceptQueue(ServerSocket server) throws IOException {
		List<Socket> queue = new ArrayList<>();
		try {
			while (queue.size() < 1000) {
				Socket socket = new Socket();
				queue.add(socket);
				socket.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()), 200);
			}
		}
		catch (SocketTimeoutException ex) {
			// The accept queue is full.
		}
		return queue;
	}

	/**
	 * Stands in for Reactor Netty's internal exception, which the client recognizes by
	 * its simple name.
	 */
	private static final class PoolAcquireTimeoutException extends TimeoutException {

		private PoolAcquireTimeoutException() {
			super("pending for 45000ms");
		}

	}

}
