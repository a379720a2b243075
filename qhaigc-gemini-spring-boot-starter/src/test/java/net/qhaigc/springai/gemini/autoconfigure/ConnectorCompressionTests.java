package net.qhaigc.springai.gemini.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.StreamingChatModel;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for compressed responses, with each connector.
 */
class ConnectorCompressionTests {

	private static final String RESPONSE = """
			{"candidates":[{"content":{"parts":[{"text":"It is raining."}]},"finishReason":"STOP"}]}""";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway);

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void readsCompressedResponsesByDefault() {
		this.application.run(this::assertResponsesAreDecompressed);
	}

	@Test
	void readsCompressedResponsesWithHttpClientSettingsBean() {
		HttpClientSettings settings = HttpClientSettings.defaults().withConnectTimeout(Duration.ofSeconds(5));
		this.application.withBean(HttpClientSettings.class, () -> settings).run(this::assertResponsesAreDecompressed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jetty", "http-components" })
	void readsCompressedResponsesWithJettyAndHttpComponents(String connector) {
		this.application.withPropertyValues("spring.http.clients.reactive.connector=" + connector)
			.run(this::assertResponsesAreDecompressed);
	}

	@Test
	void rejectsCompressedResponsesWithJdkConnector() {
		this.application.withPropertyValues("spring.http.clients.reactive.connector=jdk")
			.run(this::assertResponsesAreRejected);
	}

	@Test
	void readsCompressedResponsesWithDecompressingConnectorBean() {
		withConnectorBean(HttpClient.create().compress(true)).run(this::assertResponsesAreDecompressed);
	}

	@Test
	void rejectsCompressedResponsesWithNonDecompressingConnectorBean() {
		withConnectorBean(HttpClient.create()).run(this::assertResponsesAreRejected);
	}

	private ApplicationContextRunner withConnectorBean(HttpClient client) {
		return this.application.withBean(ClientHttpConnector.class, () -> new ReactorClientHttpConnector(client));
	}

	private void assertResponsesAreDecompressed(ApplicationContext context) {
		assertThat(call(context)).isEqualTo("It is raining.");
		assertThat(stream(context)).isEqualTo("It is raining.");
	}

	private void assertResponsesAreRejected(ApplicationContext context) {
		assertThatExceptionOfType(QhaigcNonTransientException.class).isThrownBy(() -> call(context))
			.withMessageContaining("Content-Encoding: gzip");
		assertThatExceptionOfType(QhaigcNonTransientException.class).isThrownBy(() -> stream(context))
			.withMessageContaining("Content-Encoding: gzip");
	}

	private String call(ApplicationContext context) {
		replyCompressed(RESPONSE);
		return context.getBean(ChatModel.class).call("How is the weather?");
	}

	private String stream(ApplicationContext context) {
		replyCompressed("data: " + RESPONSE + "\n\n");
		StreamingChatModel model = context.getBean(StreamingChatModel.class);
		return String.join("", model.stream("How is the weather?").collectList().block(Duration.ofSeconds(20)));
	}

	private void replyCompressed(String body) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(body.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.gateway.replyRaw(200, Map.of("Content-Encoding", "gzip"), bytes.toByteArray());
	}

}
