package net.qhaigc.springai.gemini.client.error;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ServerSocket;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.RawServer;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the Java serialization of {@link QhaigcTransientException} and
 * {@link QhaigcNonTransientException}.
 */
class FailureSerializationTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void serializesGatewayError() throws Exception {
		this.gateway.replyRaw(429, "application/json", "{\"error\":{\"message\":\"slow\",\"code\":\"rate_limit\"}}");
		assertSurvivesSerialization(failure(this.gateway.url(), QhaigcTransientException.class));
		this.gateway.gatewayError(401);
		assertSurvivesSerialization(failure(this.gateway.url(), QhaigcNonTransientException.class));
	}

	@Test
	void serializesPartialResponse() throws Exception {
		GatewayProblem problem = new GatewayProblem(503, null, null, "m", null, null, null)
			.withPartialResponse("{\"candidates\": []}");
		assertSurvivesSerialization(new QhaigcTransientException("failed", problem, null));
		assertSurvivesSerialization(new QhaigcNonTransientException("failed", problem, null));
	}

	@Test
	void serializesConnectionFailure() throws Exception {
		int freePort;
		try (ServerSocket socket = new ServerSocket(0)) {
			freePort = socket.getLocalPort();
		}
		RuntimeException failure = failure("http://127.0.0.1:" + freePort, QhaigcTransientException.class);
		assertThat(failure.getCause()).isNotNull();
		assertSurvivesSerialization(failure);
	}

	@Test
	void serializesFailureCausedByResponseThatIsNotHttp() throws Exception {
		try (RawServer server = RawServer.start((number, socket) -> RawServer.write(socket, "SMTP ready\r\n\r\n"))) {
			assertSurvivesSerialization(failure(server.url(), QhaigcNonTransientException.class));
		}
	}

	@Test
	void replacesUnserializableCauseWithDescription() throws Exception {
		RuntimeException cause = new RuntimeException("outer", new IOException("inner")) {

			private final Object unserializable = new Object();

			@Override
			public String toString() {
				return "Custom: " + getMessage() + (this.unserializable.hashCode() * 0);
			}

		};
		QhaigcTransientException failure = new QhaigcTransientException("failed",
				new GatewayProblem(503, "c", "t", "m", "r", Duration.ofSeconds(3), "b"), cause);
		failure.addSuppressed(cause);
		Throwable copy = assertSurvivesSerialization(failure);
		assertThat(copy.getCause()).hasToString("Custom: outer0");
		assertThat(copy.getCause().getStackTrace()).isEqualTo(cause.getStackTrace());
		assertThat(copy.getCause().getCause()).hasToString("java.io.IOException: inner");
	}

	private static RuntimeException failure(String url, Class<? extends RuntimeException> type) {
		RuntimeException failure = ClientFixtures
			.failure(ClientFixtures.withoutRetries(QhaigcClient.builder().baseUrl(url).apiKey("test-key")), request());
		assertThat(failure).isInstanceOf(type);
		return failure;
	}

	private static Throwable assertSurvivesSerialization(RuntimeException failure) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(failure);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			Throwable copy = (Throwable) in.readObject();
			assertThat(copy).hasSameClassAs(failure).hasMessage(failure.getMessage());
			assertThat(ClientFixtures.problem(copy)).isEqualTo(ClientFixtures.problem(failure));
			assertThat(copy.getStackTrace()).isEqualTo(failure.getStackTrace());
			return copy;
		}
	}

}
