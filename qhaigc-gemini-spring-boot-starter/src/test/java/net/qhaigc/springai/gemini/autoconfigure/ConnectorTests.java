package net.qhaigc.springai.gemini.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the connector that sends the requests, for its settings and customizers, and
 * for the retries.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectorTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway);

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void sendsUserAgentOfLibraryByDefault() {
		this.application.run((context) -> {
			call(context);
			assertThat(header("User-Agent")).startsWith("qhaigc-gemini-spring-ai");
		});
	}

	@Test
	void sendsUserAgentSetByHeadersProperty() {
		this.application.withPropertyValues("qhaigc.headers.User-Agent=travel/1.0").run((context) -> {
			call(context);
			assertThat(header("User-Agent")).isEqualTo("travel/1.0");
		});
	}

	@Test
	void appliesConnectorBuilderCustomizers() {
		this.application.withUserConfiguration(CustomizerConfiguration.class).run((context) -> {
			call(context);
			assertThat(header("X-Marked")).isEqualTo("yes");
		});
	}

	@Test
	void appliesWebClientCustomizers() {
		WebClientCustomizer customizer = (builder) -> builder.defaultHeader("X-Team", "travel");
		this.application.withBean(WebClientCustomizer.class, () -> customizer).run((context) -> {
			call(context);
			assertThat(header("X-Team")).isEqualTo("travel");
		});
	}

	@Test
	void sendsRequestsThroughProxySetByCustomizer() {
		this.application.withUserConfiguration(ProxyConfiguration.class)
			.run((context) -> assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> call(context))
				.withMessageContaining("localhost/127.0.0.1:3128"));
	}

	@Test
	void usesConnectorSelectedByProperty() {
		this.application.withPropertyValues("spring.http.clients.reactive.connector=jdk").run((context) -> {
			call(context);
			// Unlike the HTTP client of the JDK, Reactor Netty requests no upgrade.
			assertThat(header("Upgrade")).isEqualTo("h2c");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk" })
	void sendsLargeRequestWithContentLength(String connector) {
		String text = "caf\u00e9 ".repeat(100_000);
		this.application.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			context.getBean(ChatModel.class).call(text);
			ReceivedRequest request = this.gateway.received().get(0);
			assertThat(request.json().at("/contents/0/parts/0/text").asString()).isEqualTo(text);
			assertThat(request.header("Transfer-Encoding")).isNull();
			assertThat(request.header("Content-Length"))
				.isEqualTo(String.valueOf(request.body().getBytes(StandardCharsets.UTF_8).length));
		});
	}

	@Test
	void warnsIfConnectorIgnoresPoolProperties(CapturedOutput output) {
		this.application
			.withPropertyValues("spring.http.clients.reactive.connector=jdk", "qhaigc.pool.max-connections=50")
			.run((context) -> assertThat(output).contains("WARN")
				.contains("qhaigc.pool.*")
				.contains("spring.http.clients.reactive.connector"));
	}

	@Test
	void usesConnectorBean() {
		HttpClient httpClient = HttpClient.create().headers((headers) -> headers.set("X-Marked", "yes"));
		this.application.withBean(ClientHttpConnector.class, () -> new ReactorClientHttpConnector(httpClient))
			.run((context) -> {
				call(context);
				assertThat(header("X-Marked")).isEqualTo("yes");
			});
	}

	@Test
	void appliesReadTimeoutIfResponseTimeoutIsNotSet() {
		this.gateway.hang();
		this.application.withPropertyValues("qhaigc.read-timeout=200ms")
			.run((context) -> assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> call(context))
				.withMessageContaining("200 ms"));
	}

	@Test
	void appliesReadTimeoutIfStreamIdleTimeoutIsNotSet() {
		this.gateway.reply("never").hangAfter(0);
		this.application.withPropertyValues("qhaigc.read-timeout=1s", "qhaigc.response-timeout=30s")
			.run((context) -> assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> call(context))
				.withMessageContaining("within 1000 ms (qhaigc.stream-idle-timeout)"));
	}

	@Test
	void prefersResponseTimeoutToReadTimeout() {
		this.gateway.hang();
		this.application.withPropertyValues("qhaigc.read-timeout=1h", "qhaigc.response-timeout=200ms")
			.run((context) -> assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> call(context))
				.withMessageContaining("200 ms"));
	}

	@Test
	void sendsConfiguredHeaders() {
		this.application.withPropertyValues("qhaigc.headers.X-Team=travel").run((context) -> {
			call(context);
			assertThat(header("X-Team")).isEqualTo("travel");
		});
	}

	@Test
	void retriesOnHttpCodesSetByProperty() {
		this.gateway.googleError(418);
		this.application.withPropertyValues("spring.ai.retry.max-attempts=1", "spring.ai.retry.on-http-codes=418")
			.run((context) -> {
				assertThat(call(context)).isEqualTo("Hello");
				assertThat(this.gateway.received()).hasSize(2);
			});
	}

	@Test
	void prefersRetryTemplateBeanToRetryProperties() {
		this.gateway.when((request) -> true).googleError(503);
		RetryTemplate retryTemplate = new RetryTemplate(
				RetryPolicy.builder().maxRetries(2).delay(Duration.ofMillis(1)).build());
		this.application.withBean(RetryTemplate.class, () -> retryTemplate).run((context) -> {
			assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> call(context));
			assertThat(this.gateway.received()).hasSize(3);
		});
	}

	@Test
	void eachClientHasItsOwnRetryBudget() {
		this.gateway.when((request) -> true).googleError(503);
		this.application
			.withPropertyValues("spring.ai.retry.max-attempts=20", "qhaigc.retry-budget=2", "qhaigc.max-retry-wait=0",
					"qhaigc.models.fast.model=gemini-2.5-flash-lite", "qhaigc.models.fast.headers.X-Team=travel")
			.run((context) -> {
				long start = System.nanoTime();
				assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(() -> call(context));
				int received = this.gateway.received().size();
				assertThat(received).isBetween(3, 3 + maxRetriesRegainedSince(start));
				assertThatExceptionOfType(QhaigcTransientException.class)
					.isThrownBy(() -> context.getBean("fast", ChatModel.class).call("Hello"));
				assertThat(this.gateway.received().size() - received).isBetween(3, 3 + maxRetriesRegainedSince(start));
			});
	}

	@Test
	void failsToStartIfSslBundleIsNotFound() {
		this.application.withPropertyValues("qhaigc.ssl.bundle=gateway")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("gateway"));
	}

	@Test
	void failsToStartIfSslBundleCannotBeLoaded() {
		this.application
			.withPropertyValues("qhaigc.ssl.bundle=gateway",
					"spring.ssl.bundle.pem.gateway.truststore.certificate=classpath:no-such.crt")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("no-such.crt"));
	}

	@Test
	void createsConnectorOnFirstRequest() {
		this.application.run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("clientHttpConnector")).isFalse();
			call(context);
			assertThat(context.getBeanFactory().containsSingleton("clientHttpConnector")).isTrue();
		});
	}

	/** A retry budget regains one retry per second. */
	private static int maxRetriesRegainedSince(long start) {
		return (int) Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
	}

	private static String call(ApplicationContext context) {
		return context.getBean(ChatModel.class).call("Hello");
	}

	private String header(String name) {
		return this.gateway.takeRequest().header(name);
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> headerCustomizer() {
			return (builder) -> builder
				.withHttpClientCustomizer((http) -> http.headers((headers) -> headers.set("X-Marked", "yes")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfiguration {

		// tag::proxy[]
		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> proxy() {
			return (builder) -> builder.withHttpClientCustomizer(
					(http) -> http.proxy((proxy) -> proxy.type(ProxyProvider.Proxy.HTTP).host("localhost").port(3128)));
		}
		// end::proxy[]

	}

}
