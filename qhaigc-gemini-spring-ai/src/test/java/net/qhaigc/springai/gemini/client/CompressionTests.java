package net.qhaigc.springai.gemini.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.util.unit.DataSize;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.text;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for compressed responses, whether or not the client requested compression.
 */
class CompressionTests {

	private static final String RESPONSE = """
			{"candidates":[{"content":{"parts":[{"text":"It is raining."}]},"finishReason":"STOP"}]}""";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void readsCompressedResponse() {
		replyCompressed(200, RESPONSE);
		assertThat(text(withoutRetries(builder()).generate(request()).block(TIMEOUT))).isEqualTo("It is raining.");
		assertThat(this.gateway.takeRequest().header("Accept-Encoding")).isEqualTo("gzip");
	}

	@Test
	void readsStreamWithUnrequestedCompression() {
		replyCompressed(200, "data: " + RESPONSE.replace("STOP", "") + "\n\ndata: " + RESPONSE + "\n\n");
		StepVerifier.create(withoutRetries(builder()).stream(request()).map(ClientFixtures::text))
			.expectNext("It is raining.", "It is raining.")
			.expectComplete()
			.verify(TIMEOUT);
		assertThat(this.gateway.takeRequest().header("Accept-Encoding")).isEqualTo("identity");
	}

	@Test
	void readsCompressedError() {
		replyCompressed(429, "{\"error\":{\"message\":\"Slow down.\"}}");
		assertThat(ClientFixtures.failure(withoutRetries(builder()), request()))
			.isInstanceOf(QhaigcTransientException.class)
			.hasMessageContaining("Slow down.");
	}

	@Test
	void limitsDecompressedSize() {
		QhaigcClient limited = withoutRetries(builder().maxResponseSize(DataSize.ofMegabytes(1)));
		String large = RESPONSE.replace("raining", "raining and ".repeat(1_000_000));
		replyCompressed(200, large);
		assertThat(ClientFixtures.failure(limited, request())).hasMessageContaining("qhaigc.max-response-size");
		replyCompressed(200, "data: " + large + "\n\n");
		assertThat(ClientFixtures.streamFailure(limited, request())).hasMessageContaining("qhaigc.max-response-size");
	}

	@Test
	void reportsCompressedResponseIfConnectorDoesNotDecompress() {
		QhaigcClient client = withoutRetries(builder().connector((defaultConnector) -> new JdkClientHttpConnector()));
		replyCompressed(200, RESPONSE);
		RuntimeException failure = ClientFixtures.failure(client, request());
		assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
			.hasMessageContaining("Content-Encoding: gzip")
			.hasMessageContaining("connector");
		assertThat(problem(failure).code()).isEqualTo("compressed_response");
		replyCompressed(200, "data: " + RESPONSE + "\n\n");
		assertThat(ClientFixtures.streamFailure(client, request())).hasMessage(failure.getMessage());
	}

	@Test
	void readsStreamWhoseEventsAreCompressedIndividually() {
		byte[] event = gzip("data: " + RESPONSE + "\n\n");
		byte[] twoEvents = Arrays.copyOf(event, 2 * event.length);
		System.arraycopy(event, 0, twoEvents, event.length, event.length);
		this.gateway.replyRaw(200, Map.of("Content-Encoding", "gzip"), twoEvents);
		StepVerifier.create(withoutRetries(builder()).stream(request()).map(ClientFixtures::text))
			.expectNext("It is raining.", "It is raining.")
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void readsDeflatedResponse() {
		Map<String, String> headers = Map.of("Content-Encoding", "deflate");
		byte[] bytes = deflate(RESPONSE);
		this.gateway.replyRaw(200, headers, bytes);
		assertThat(text(withoutRetries(builder()).generate(request()).block(TIMEOUT))).isEqualTo("It is raining.");
		this.gateway.replyRaw(200, headers, Arrays.copyOf(bytes, bytes.length - 1));
		assertThat(ClientFixtures.failure(withoutRetries(builder()), request())).hasMessageContaining("incomplete");
	}

	/**
	 * Each event has a finish reason, so that only the compressed data shows that the
	 * stream is incomplete.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 8, 20 })
	void failsWhenCompressedStreamIsIncomplete(int missingBytes) {
		byte[] bytes = gzip(("data: " + RESPONSE + "\n\n").repeat(3));
		Map<String, String> headers = Map.of("Content-Encoding", "gzip");
		this.gateway.replyRaw(200, headers, Arrays.copyOf(bytes, bytes.length - missingBytes));
		RuntimeException failure = ClientFixtures.streamFailure(withoutRetries(builder()), request());
		assertThat(failure).isInstanceOf(QhaigcTransientException.class).hasMessageContaining("incomplete");
		this.gateway.replyRaw(200, headers, Arrays.copyOf(gzip(RESPONSE), 10));
		assertThat(ClientFixtures.failure(withoutRetries(builder()), request()))
			.isInstanceOf(QhaigcTransientException.class)
			.hasMessage(failure.getMessage());
	}

	@Test
	void readsErrorWithContentEncodingAndEmptyBody() {
		this.gateway.replyRaw(503, Map.of("Content-Encoding", "gzip"), new byte[0]);
		assertThat(problem(ClientFixtures.failure(withoutRetries(builder()), request())).status()).isEqualTo(503);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate" })
	void reportsUncompressedBodyWithContentEncoding(String encoding) {
		Map<String, String> headers = Map.of("Content-Encoding", encoding);
		this.gateway.replyRaw(200, headers, RESPONSE.getBytes(StandardCharsets.UTF_8));
		RuntimeException failure = ClientFixtures.failure(withoutRetries(builder()), request());
		assertThat(failure).isInstanceOf(QhaigcNonTransientException.class).hasMessageContaining("Content-Encoding");
		assertThat(problem(failure).code()).isEqualTo("invalid_compression");
		this.gateway.replyRaw(200, headers, ("data: " + RESPONSE + "\n\n").getBytes(StandardCharsets.UTF_8));
		assertThat(ClientFixtures.streamFailure(withoutRetries(builder()), request())).hasMessage(failure.getMessage());
	}

	@Test
	void doesNotTreatIdentityEncodingAsCompression() {
		this.gateway.replyRaw(200, Map.of("Content-Encoding", "identity"), "{".getBytes(StandardCharsets.UTF_8));
		assertThat(ClientFixtures.failure(withoutRetries(builder()), request()))
			.isInstanceOf(QhaigcTransientException.class);
	}

	private void replyCompressed(int status, String body) {
		this.gateway.replyRaw(status, Map.of("Content-Encoding", "gzip"), gzip(body));
	}

	private static byte[] gzip(String body) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(body.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return bytes.toByteArray();
	}

	private static byte[] deflate(String body) {
		Deflater deflater = new Deflater();
		deflater.setInput(body.getBytes(StandardCharsets.UTF_8));
		deflater.finish();
		byte[] bytes = new byte[1000];
		int length = deflater.deflate(bytes);
		deflater.end();
		return Arrays.copyOf(bytes, length);
	}

	private QhaigcClient.Builder builder() {
		return QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey());
	}

}
