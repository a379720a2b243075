package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Verifies that {@code docs/troubleshooting.md} quotes the messages of the exceptions
 * with which calls fail, and that an API path at the end of the base URL is ignored, as
 * the page states.
 */
class TroubleshootingTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().models("gemini-3-flash-preview").start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void quotesMessageForInvalidApiKey() throws IOException {
		assertQuoted(messageOfFailedCall(this.gateway.url(), "sk-wrong"), "The gateway returned 401 invalid_api_key",
				"Check qhaigc.api-key");
	}

	@Test
	void quotesMessageForUnknownModel() throws IOException {
		assertQuoted(messageOfFailedCall(this.gateway.url(), this.gateway.apiKey()),
				"The gateway returned 404 NOT_FOUND",
				"The gateway does not serve the model 'gemini-3.5-flash' to this API key", "Set qhaigc.model",
				"The most similar models of the gateway are");
	}

	@Test
	void quotesMessageForUnknownModelOnUnifiedEndpoint() throws IOException {
		assertQuoted(messageOfFailedCall(this.gateway.url(), this.gateway.apiKey(), "--qhaigc.endpoint=unified",
				"--qhaigc.model=gpt-5-mimi"), "The gateway returned 404 model_not_found", "gpt-5-mimi");
	}

	@Test
	void quotesMessageForRefusedConnection() throws IOException {
		assertQuoted(messageOfFailedCall("http://localhost:9", "sk-1"), "The connection to the gateway failed",
				"Connection refused", "Check qhaigc.base-url");
	}

	@Test
	void quotesMessageForExpiredCertificate() throws Exception {
		X509Bundle authority = new CertificateBuilder().subject("CN=authority")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		HttpsServer server = serverWithExpiredCertificate(authority);
		try {
			assertQuoted(
					messageOfFailedCall("https://localhost:" + server.getAddress().getPort(), "sk-1",
							"--qhaigc.ssl.bundle=gateway",
							"--spring.ssl.bundle.pem.gateway.truststore.certificate=" + authority.getCertificatePEM()),
					"The gateway's certificate is not trusted", "validity check failed", "qhaigc.ssl.bundle");
		}
		finally {
			server.stop(0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/v1beta", "/v1beta/" })
	void ignoresApiPathAtEndOfBaseUrl(String path) {
		this.gateway.reply("Hello.");
		try (ConfigurableApplicationContext application = start(this.gateway.url() + path, this.gateway.apiKey(),
				"--qhaigc.model=gemini-3-flash-preview")) {
			assertThat(application.getBean(ChatModel.class).call("Hello?")).isEqualTo("Hello.");
		}
	}

	/** Assert that both the message and the page contain each of the quoted parts. */
	private static void assertQuoted(String message, String... quoted) throws IOException {
		assertThat(message).contains(quoted);
		assertThat(Files.readString(Path.of("troubleshooting.md")).replace("\n> ", " ")).contains(quoted);
	}

	private static String messageOfFailedCall(String baseUrl, String key, String... properties) {
		try (ConfigurableApplicationContext application = start(baseUrl, key, properties)) {
			return catchThrowable(() -> application.getBean(ChatModel.class).call("Hello")).getMessage();
		}
	}

	private static ConfigurableApplicationContext start(String baseUrl, String key, String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("qhaigc.base-url=" + baseUrl, "qhaigc.api-key=" + key, "spring.ai.retry.max-attempts=0",
					"spring.main.banner-mode=off", "logging.level.root=error")
			.run(properties);
	}

	private static HttpsServer serverWithExpiredCertificate(X509Bundle authority) throws Exception {
		Instant now = Instant.now();
		X509Bundle certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.notBefore(now.minus(Duration.ofDays(10)))
			.notAfter(now.minus(Duration.ofDays(9)))
			.buildIssuedBy(authority);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context));
		server.start();
		return server;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
