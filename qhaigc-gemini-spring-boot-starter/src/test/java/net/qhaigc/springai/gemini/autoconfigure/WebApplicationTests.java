package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.system.JavaVersion;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for controllers of servlet and reactive applications, on platform threads and, if
 * the JVM supports them, on virtual threads.
 */
class WebApplicationTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, false", "SERVLET, true", "REACTIVE, false", "REACTIVE, true" })
	void controllerCanStreamFromModel(WebApplicationType type, boolean virtualThreads) {
		this.gateway.replyStream("Hel", "lo.");
		assertThat(get("/stream", type, virtualThreads)).isEqualTo("Hello.");
	}

	@ParameterizedTest
	@CsvSource({ "false", "true" })
	void servletControllerCanCallModel(boolean virtualThreads) {
		this.gateway.reply("Hello.");
		assertThat(get("/call", WebApplicationType.SERVLET, virtualThreads)).isEqualTo("Hello.");
	}

	@Test
	void reactiveControllerCanCallModelOnlyOnVirtualThreads() {
		this.gateway.reply("Hello.");
		boolean virtualThreads = JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE);
		assertThat(get("/call", WebApplicationType.REACTIVE, true))
			.startsWith(virtualThreads ? "Hello." : "call() blocks");
	}

	@Test
	void cancelsStreamWhenClientOfReactiveApplicationDisconnects() {
		this.gateway.replyStream("Hel", "lo.").hangAfter(1);
		try (ConfigurableApplicationContext application = start(WebApplicationType.REACTIVE, false)) {
			DataBuffer first = stream(application, "/stream", DataBuffer.class).blockFirst();
			assertThat(first).isNotNull();
			DataBufferUtils.release(first);
			assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(20))).isTrue();
		}
	}

	private String get(String path, WebApplicationType type, boolean virtualThreads) {
		try (ConfigurableApplicationContext application = start(type, virtualThreads)) {
			return stream(application, path, String.class).collectList()
				.map((chunks) -> String.join("", chunks))
				.block();
		}
	}

	private ConfigurableApplicationContext start(WebApplicationType type, boolean virtualThreads) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("qhaigc.base-url=" + this.gateway.url(), "qhaigc.api-key=" + this.gateway.apiKey(),
					"spring.ai.model.chat=qhaigc-gemini", "spring.ai.openai.api-key=none", "server.port=0",
					"spring.threads.virtual.enabled=" + virtualThreads, "spring.main.banner-mode=off")
			.run();
	}

	private static <T> Flux<T> stream(ConfigurableApplicationContext application, String path, Class<T> type) {
		return WebClient.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"))
			.get()
			.uri(path)
			.retrieve()
			.bodyToFlux(type);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

	}

	@RestController
	static class Controller {

		private final ChatClient chat;

		Controller(ChatClient.Builder chat) {
			this.chat = chat.build();
		}

		@GetMapping("/call")
		String call() {
			try {
				return this.chat.prompt("Hello?").call().content();
			}
			catch (IllegalStateException ex) {
				return ex.getMessage();
			}
		}

		@GetMapping("/stream")
		Flux<String> stream() {
			return this.chat.prompt("Hello?").stream().content();
		}

	}

}
