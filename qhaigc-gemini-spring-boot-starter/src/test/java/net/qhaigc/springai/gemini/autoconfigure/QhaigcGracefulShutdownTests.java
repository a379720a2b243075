package net.qhaigc.springai.gemini.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link QhaigcGracefulShutdown} with web servers, and with browsers that
 * receive server-sent events.
 */
@Timeout(120)
class QhaigcGracefulShutdownTests {

	private static final String ERROR = "data:The client was closed while the response was being received."
			+ " To let running requests finish, use QhaigcClient.close(Duration) or"
			+ " spring.lifecycle.timeout-per-shutdown-phase";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	@ExtendWith(OutputCaptureExtension.class)
	void eachBrowserReceivesErrorEventBeforeWebServerStops(WebApplicationType type, CapturedOutput output)
			throws Exception {
		List<Browser> browsers = new ArrayList<>();
		ConfigurableApplicationContext application = start(type, "2s");
		for (int i = 0; i < 30; i++) {
			this.gateway.replyStream("Hel", "lo.").hangAfter(1);
			browsers.add(new Browser(application, (i % 2 == 0) ? "/default" : "/named"));
		}
		await().until(() -> browsers.stream().noneMatch((browser) -> browser.lines.isEmpty()));
		application.close();
		for (Browser browser : browsers) {
			browser.end.get(20, TimeUnit.SECONDS);
			assertThat(browser.lines).filteredOn((line) -> !line.isEmpty())
				.containsExactly("data:Hel", "event:error", ERROR);
		}
		assertThat(output.getAll()).doesNotContain("\tat ", "prematurely").contains("Graceful shutdown complete");
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void letsStreamsFinish(WebApplicationType type) throws Exception {
		this.gateway.replyStream("Hel", "lo.").delayBetween(Duration.ofMillis(500));
		ConfigurableApplicationContext application = start(type, "60s");
		Browser browser = new Browser(application, "/default");
		await().until(() -> !browser.lines.isEmpty());
		application.close();
		browser.end.get(20, TimeUnit.SECONDS);
		assertThat(browser.lines).filteredOn((line) -> !line.isEmpty()).containsExactly("data:Hel", "data:lo.");
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("qhaigc-shutdown")));
	}

	@Test
	void stopsInGracefulShutdownPhaseOfWebServer() {
		assertThat(QhaigcGracefulShutdown.PHASE).isEqualTo(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
	}

	@Test
	void isUsedOnlyInWebApplicationsWithGracefulShutdown() {
		new WebApplicationContextRunner().withConfiguration(Applications.AUTO_CONFIGURATIONS)
			.withPropertyValues("qhaigc.api-key=sk-1")
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGracefulShutdown.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(Applications.AUTO_CONFIGURATIONS)
			.withPropertyValues("qhaigc.api-key=sk-1", "server.shutdown=immediate")
			.run((context) -> assertThat(context).doesNotHaveBean(QhaigcGracefulShutdown.class));
		Applications.withoutProperties()
			.withPropertyValues("qhaigc.api-key=sk-1")
			.run((context) -> assertThat(context).doesNotHaveBean(QhaigcGracefulShutdown.class));
	}

	/**
	 * Start the application with the default quiet period of Reactor Netty. The build
	 * sets a quiet period of zero for other tests.
	 */
	private ConfigurableApplicationContext start(WebApplicationType type, String phaseTimeout) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("qhaigc.base-url=" + this.gateway.url(), "qhaigc.api-key=" + this.gateway.apiKey(),
					"qhaigc.models.named.model=gemini-2.5-flash", "qhaigc.models.named.max-retry-after=1s",
					"spring.ai.model.chat=qhaigc-gemini", "spring.ai.openai.api-key=none", "server.port=0",
					"spring.lifecycle.timeout-per-shutdown-phase=" + phaseTimeout, "spring.main.banner-mode=off")
			.run("--spring.reactor.netty.shutdown-quiet-period=2s");
	}

	/**
	 * Collects the lines of a response. The future {@code end} fails if the response is
	 * incomplete.
	 */
	private static final class Browser {

		private final List<String> lines = new CopyOnWriteArrayList<>();

		private final CompletableFuture<Void> end;

		private Browser(ConfigurableApplicationContext application, String path) {
			String port = application.getEnvironment().getProperty("local.server.port");
			this.end = HttpClient.newHttpClient()
				.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
						BodyHandlers.ofLines())
				.thenAccept((response) -> {
					try (Stream<String> body = response.body()) {
						body.forEach(this.lines::add);
					}
				});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

	}

	@RestController
	static class Controller {

		private final ChatClient chat;

		private final ChatClient named;

		Controller(ChatClient.Builder chat, @Qualifier("named") ChatModel named) {
			this.chat = chat.build();
			this.named = ChatClient.create(named);
		}

		@GetMapping(path = "/default", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ServerSentEvent<String>> stream() {
			return stream(this.chat);
		}

		@GetMapping(path = "/named", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ServerSentEvent<String>> streamNamed() {
			return stream(this.named);
		}

		private static Flux<ServerSentEvent<String>> stream(ChatClient chat) {
			return chat.prompt("Hello?")
				.stream()
				.content()
				.map((text) -> ServerSentEvent.builder(text).build())
				.onErrorResume((ex) -> Flux.just(ServerSentEvent.builder(ex.getMessage()).event("error").build()));
		}

	}

}
