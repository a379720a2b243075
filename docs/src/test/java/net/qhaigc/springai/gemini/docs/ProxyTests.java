package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.test.ConnectProxy;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Verifies the configuration of proxies in {@code docs/configuration.md}, and the
 * messages that {@code docs/troubleshooting.md} quotes.
 */
class ProxyTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	@AfterEach
	void stop() {
		System.clearProperty("https.proxyHost");
		System.clearProperty("https.proxyPort");
		this.gateway.close();
	}

	@Test
	void usesProxyFromSystemProperties() throws IOException {
		try (ConnectProxy proxy = ConnectProxy.start(this.gateway.url())) {
			System.setProperty("https.proxyHost", "127.0.0.1");
			System.setProperty("https.proxyPort", String.valueOf(proxy.port()));
			assertThat(ask(UnaryOperator.identity())).isEqualTo("Hello");
			assertThat(proxy.requests()).containsExactly("CONNECT gateway.test:8080 HTTP/1.1");
		}
	}

	@Test
	void usesProxyAndCredentialsFromCustomizer() throws IOException {
		try (ConnectProxy proxy = ConnectProxy.start(this.gateway.url(), "me", "secret")) {
			assertThat(ask((http) -> http.proxy((spec) -> spec.type(ProxyProvider.Proxy.HTTP)
				.host("127.0.0.1")
				.port(proxy.port())
				.username("me")
				.password((user) -> "secret")))).isEqualTo("Hello");
			assertThat(proxy.requests()).containsExactly("CONNECT gateway.test:8080 HTTP/1.1");
		}
	}

	@Test
	void classifiesUnreachableProxyAsTransient() throws IOException {
		int port = freePort();
		assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> ask(viaProxy(port)))
			.satisfies((ex) -> assertQuoted(ex, "The connection to the gateway failed: ", "Connection refused: ",
					". Check qhaigc.base-url, and the proxy if there is one"))
			.withMessageContaining("127.0.0.1:" + port);
	}

	@Test
	void classifiesProxyAuthenticationFailureAsPermanent() throws IOException {
		try (ConnectProxy proxy = ConnectProxy.start(this.gateway.url(), "me", "secret")) {
			assertThatExceptionOfType(QhaigcNonTransientException.class).isThrownBy(() -> ask(viaProxy(proxy.port())))
				.satisfies((ex) -> assertQuoted(ex, "The proxy requires authentication (407): ",
						"status: 407 Proxy Authentication Required", ". Set the proxy's username and password"));
		}
	}

	@Test
	void classifiesUnreachableGatewayBehindProxyAsTransient() throws IOException {
		try (ConnectProxy proxy = ConnectProxy.start("http://127.0.0.1:" + freePort())) {
			assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> ask(viaProxy(proxy.port())))
				.satisfies((ex) -> assertQuoted(ex, "The proxy did not connect to the gateway: ",
						". Check qhaigc.base-url and the rules of the proxy"));
		}
	}

	private static UnaryOperator<HttpClient> viaProxy(int port) {
		return (http) -> http.proxy((proxy) -> proxy.type(ProxyProvider.Proxy.HTTP).host("127.0.0.1").port(port));
	}

	/**
	 * Call the model with a base URL whose host name only the proxy can resolve.
	 */
	private String ask(UnaryOperator<HttpClient> customizer) {
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> proxy = (builder) -> builder
			.withHttpClientCustomizer(customizer);
		try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.initializers((GenericApplicationContext context) -> context
				.registerBean(ClientHttpConnectorBuilderCustomizer.class, () -> proxy))
			.properties("qhaigc.base-url=http://gateway.test:8080", "qhaigc.api-key=" + this.gateway.apiKey(),
					"spring.ai.retry.max-attempts=0", "spring.main.banner-mode=off", "logging.level.root=error")
			.run()) {
			return String.valueOf(application.getBean(ChatModel.class).call("Hello"));
		}
	}

	/** Assert that both the message and the page contain each of the quoted parts. */
	private static void assertQuoted(Exception failure, String... quoted) throws IOException {
		assertThat(failure).message().contains(quoted);
		assertThat(Files.readString(Path.of("troubleshooting.md")).replace("\n> ", " ")).contains(quoted);
	}

	private static int freePort() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return server.getLocalPort();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
