package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.test.ConnectProxy;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@code qhaigc.proxy.*} with a proxy that opens tunnels. The host name
 * {@code gateway.test} cannot be resolved, so requests reach the gateway only through the
 * proxy.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProxyPropertiesTests {

	private static final String PASSWORD = "correct-horse";

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	private ConnectProxy proxy;

	private ApplicationContextRunner application;

	@BeforeEach
	void startProxy() {
		this.proxy = ConnectProxy.start(this.gateway.url(), "me", PASSWORD);
		this.application = Applications.connectedTo(this.gateway)
			.withPropertyValues("qhaigc.base-url=http://gateway.test:8080", "qhaigc.proxy.host=127.0.0.1",
					"qhaigc.proxy.port=" + this.proxy.port(), "qhaigc.proxy.username=me");
	}

	@AfterEach
	void stop() {
		this.proxy.close();
		this.gateway.close();
	}

	@Test
	void sendsCallsAndStreamsThroughProxy() {
		this.application.withPropertyValues("qhaigc.proxy.password=" + PASSWORD).run((context) -> {
			ChatClient client = context.getBean(ChatClient.Builder.class).build();
			assertThat(client.prompt("Hello").call().content()).isEqualTo("Hello");
			assertThat(client.prompt("Hello").stream().content().collectList().block()).containsExactly("Hello");
			assertThat(this.proxy.requests()).isNotEmpty().containsOnly("CONNECT gateway.test:8080 HTTP/1.1");
		});
	}

	@Test
	void opensTunnelToHttpsGateway() throws Exception {
		X509Bundle certificate = new CertificateBuilder().subject("CN=gateway.test")
			.addSanDnsName("gateway.test")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		DisposableServer server = httpsServer(certificate);
		try (ConnectProxy proxyToServer = ConnectProxy.start("https://127.0.0.1:" + server.port(), "me", PASSWORD)) {
			this.application
				.withPropertyValues("qhaigc.base-url=https://gateway.test", "qhaigc.proxy.port=" + proxyToServer.port(),
						"qhaigc.proxy.password=" + PASSWORD, "qhaigc.ssl.bundle=gateway",
						"spring.ssl.bundle.pem.gateway.truststore.certificate=" + certificate.getCertificatePEM())
				.run((context) -> assertThat(call(context.getBean(ChatModel.class))).isEqualTo("Encrypted"));
			assertThat(proxyToServer.requests()).containsExactly("CONNECT gateway.test:443 HTTP/1.1");
		}
		finally {
			server.disposeNow();
		}
	}

	@Test
	void reportsFailedAuthenticationAndDoesNotRevealPassword(CapturedOutput output) {
		this.application
			.withPropertyValues("qhaigc.proxy.password=wrong-" + PASSWORD, "qhaigc.wire-log=true",
					"logging.level.root=trace")
			.run((context) -> assertThatExceptionOfType(QhaigcNonTransientException.class)
				.isThrownBy(() -> context.getBean(ChatModel.class).call("Hello"))
				.withMessageContaining("407")
				.withMessageContaining("qhaigc.proxy.username")
				.satisfies((ex) -> assertThat(ex.toString()).doesNotContain(PASSWORD)));
		String startOfCredentials = Base64.getEncoder().encodeToString("me:wrong-".getBytes(StandardCharsets.UTF_8));
		assertThat(output).doesNotContain(PASSWORD).doesNotContain(startOfCredentials);
	}

	@Test
	void accessesNonProxyHostsDirectly() {
		this.application
			.withPropertyValues("qhaigc.base-url=http://localhost:" + URI.create(this.gateway.url()).getPort(),
					"qhaigc.proxy.non-proxy-hosts=*.internal,LOCAL*")
			.run((context) -> assertThat(context.getBean(ChatModel.class).call("Hello")).isEqualTo("Hello"));
		assertThat(this.proxy.requests()).isEmpty();
	}

	@Test
	void namedModelThatSetsProxyHostInheritsNoProxyProperties() throws IOException {
		try (ConnectProxy proxyOfFast = ConnectProxy.start(this.gateway.url())) {
			this.application
				.withPropertyValues("qhaigc.proxy.password=" + PASSWORD, "qhaigc.proxy.non-proxy-hosts=gateway.test",
						"qhaigc.models.fast.proxy.host=127.0.0.1",
						"qhaigc.models.fast.proxy.port=" + proxyOfFast.port(), "qhaigc.models.direct.proxy.host=",
						"qhaigc.models.direct.base-url=" + this.gateway.url(),
						"qhaigc.models.direct.api-key=" + this.gateway.apiKey())
				.run((context) -> {
					assertThat(call(context.getBean("fast", ChatModel.class))).isEqualTo("Hello");
					assertThat(call(context.getBean("direct", ChatModel.class))).isEqualTo("Hello");
				});
			assertThat(proxyOfFast.requests()).containsExactly("CONNECT gateway.test:8080 HTTP/1.1");
			assertThat(proxyOfFast.requestHeads()).noneMatch((head) -> head.contains("Proxy-Authorization"));
		}
		assertThat(this.proxy.requests()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			host=            | no failure
			port=0           | The property 'qhaigc.proxy.port' is 0, which is not a port.
			host=http://p:80 | The property 'qhaigc.proxy.host' contains a URL.
			""")
	void validatesHostAndPort(String property, String message) {
		this.application.withPropertyValues("qhaigc.proxy." + property).run((context) -> {
			if (message.equals("no failure")) {
				assertThat(context).hasNotFailed();
			}
			else {
				assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(ConfigurationException.class)
					.hasMessage(message);
			}
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			host=p      | The property 'qhaigc.proxy.port' is required.
			port=3128   | The property 'qhaigc.proxy.host' is not set, but other properties under 'qhaigc.proxy' are.
			password=pw | The property 'qhaigc.proxy.host' is not set, but other properties under 'qhaigc.proxy' are.
			""")
	void requiresHostAndPort(String property, String message) {
		Applications.connectedTo(this.gateway)
			.withPropertyValues("qhaigc.proxy." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessage(message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdk", "jetty", "http-components" })
	void rejectsProxyPropertiesUnlessConnectorIsReactorNetty(String connector) {
		this.application.withPropertyValues("spring.http.clients.reactive.connector=" + connector)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("'qhaigc.proxy.*' apply to the connector of Reactor Netty only"));
	}

	@Test
	void rejectsProxyPropertiesIfApplicationDefinesConnectorBean() {
		this.application.withBean(ClientHttpConnector.class, ReactorClientHttpConnector::new)
			.run((context) -> assertThat(context).getFailure().rootCause().isInstanceOf(ConfigurationException.class));
	}

	private static String call(ChatModel model) {
		return model.call("Hello");
	}

	private static DisposableServer httpsServer(X509Bundle certificate) throws Exception {
		SslProvider.GenericSslContextSpec<?> tls = Http11SslContextSpec.forServer(certificate.toKeyManagerFactory());
		return HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.secure((ssl) -> ssl.sslContext(tls))
			.handle((request, response) -> response.header("Content-Type", "application/json")
				.sendString(Mono
					.just("""
							{"candidates":[{"content":{"role":"model","parts":[{"text":"Encrypted"}]},"finishReason":"STOP"}]}""")))
			.bindNow();
	}

}
