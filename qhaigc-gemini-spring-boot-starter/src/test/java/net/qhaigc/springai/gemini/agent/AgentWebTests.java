package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ResponseStatusException;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for agents whose events are sent to a browser, with Spring MVC and WebFlux.
 * Contains the code in {@code docs/agents.md}.
 */
class AgentWebTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {
	};

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void close() {
		assertThat(this.gateway.problems()).isEmpty();
		this.gateway.close();
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void browserReceivesRemainingEventsAfterReload(WebApplicationType type) {
		this.gateway.callTool("weather", Map.of("city", "A")).id("c1");
		this.gateway.callTool("pay", Map.of("city", "A")).id("c2");
		this.gateway.replyStream("It ", "rains.");
		try (ConfigurableApplicationContext application = start(type)) {
			WebClient browser = browser(application);
			String run = browser.post().uri("/runs?question=Go").retrieve().bodyToMono(String.class).block(TIMEOUT);
			List<ServerSentEvent<String>> first = events(browser, run, null)
				.takeUntil((event) -> event.data().contains("approval-requested"))
				.collectList()
				.block(TIMEOUT);
			String approval = first.get(first.size() - 1).data().replaceAll(".*\"approvalId\":\"([^\"]+)\".*", "$1");
			browser.post().uri("/approvals/{id}?approved=true", approval).retrieve().toBodilessEntity().block(TIMEOUT);
			List<ServerSentEvent<String>> rest = events(browser, run, first.get(first.size() - 1).id()).collectList()
				.block(TIMEOUT);
			assertThat(Flux.concat(Flux.fromIterable(first), Flux.fromIterable(rest))
				.map(ServerSentEvent::id)
				.collectList()
				.block()).doesNotHaveDuplicates().hasSize(14).startsWith("1").endsWith("14");
			assertThat(first.get(0).data()).isEqualTo("{\"type\":\"round\",\"number\":1}");
			assertThat(rest.get(rest.size() - 1).data()).contains("\"type\":\"end\"", "\"finishReason\":\"STOP\"");
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void browserCanStopRun(WebApplicationType type) {
		this.gateway.replyStream("It ", "rains.").hangAfter(1);
		try (ConfigurableApplicationContext application = start(type)) {
			WebClient browser = browser(application);
			String run = browser.post().uri("/runs?question=Go").retrieve().bodyToMono(String.class).block(TIMEOUT);
			events(browser, run, null).takeUntil((event) -> event.data().contains("It ")).blockLast(TIMEOUT);
			browser.delete().uri("/runs/{id}", run).retrieve().toBodilessEntity().block(TIMEOUT);
			assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
			assertThat(events(browser, run, "2").blockLast(TIMEOUT).data()).isEqualTo("""
					{"type":"end","finishReason":"stopped"}""");
		}
	}

	@Test
	void toolsCalledInStreamWithoutRunHaveSecurityContextOfHttpRequest() {
		this.gateway.callTool("user", Map.of());
		this.gateway.reply("Done.");
		try (ConfigurableApplicationContext application = start(WebApplicationType.SERVLET,
				"--spring.reactor.context-propagation=auto")) {
			browser(application).get().uri("/plain").retrieve().bodyToMono(String.class).block(TIMEOUT);
			assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly("zhou");
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	private ConfigurableApplicationContext start(WebApplicationType type, String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("qhaigc.base-url=" + this.gateway.url(), "qhaigc.api-key=" + this.gateway.apiKey(),
					"spring.ai.model.chat=qhaigc-gemini", "spring.ai.openai.api-key=none", "server.port=0",
					"spring.main.banner-mode=off")
			.run(arguments);
	}

	private static WebClient browser(ConfigurableApplicationContext application) {
		return WebClient.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"));
	}

	private static Flux<ServerSentEvent<String>> events(WebClient browser, String run, @Nullable String lastEventId) {
		return browser.get().uri("/runs/{id}/events", run).headers((headers) -> {
			if (lastEventId != null) {
				headers.set("Last-Event-ID", lastEventId);
			}
		}).retrieve().bodyToFlux(EVENT);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ AgentController.class, PlainController.class })
	static class Application {

		// tag::beans[]
		@Bean
		AgentRuns agentRuns() {
			return AgentRuns.builder().maxRuns(1_000).timeToLive(Duration.ofMinutes(5)).build();
		}

		@Bean
		PendingApprovals pendingApprovals() {
			return new PendingApprovals();
		}
		// end::beans[]

	}

	// tag::controller[]
	@RestController
	static class AgentController {

		private final ChatClient chat;

		private final AgentRuns runs;

		private final PendingApprovals approvals;

		AgentController(ChatClient.Builder builder, AgentRuns runs, PendingApprovals approvals) {
			ToolApprovalAdvisor approval = ToolApprovalAdvisor.builder(approvals).tools("pay").build();
			this.chat = builder.defaultTools(new Tools()).defaultAdvisors(approval).build();
			this.runs = runs;
			this.approvals = approvals;
		}

		@PostMapping("/runs")
		String start(@RequestParam String question) {
			return this.runs.start(AgentEvents.of(this.chat.prompt(question))).id();
		}

		@GetMapping(path = "/runs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ServerSentEvent<AgentEvent>> events(@PathVariable String id,
				@RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
			return run(id).attach(lastEventId);
		}

		@DeleteMapping("/runs/{id}")
		void stop(@PathVariable String id) {
			run(id).stop();
		}

		@PostMapping("/approvals/{id}")
		void decide(@PathVariable String id, @RequestParam boolean approved) {
			ToolDecision decision = approved ? ToolDecision.approve() : ToolDecision.deny("");
			if (!this.approvals.decide(id, decision)) {
				throw new ResponseStatusException(HttpStatus.NOT_FOUND);
			}
		}

		private AgentRun run(String id) {
			return this.runs.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
		}

	}
	// end::controller[]

	@RestController
	static class PlainController {

		private final ChatClient chat;

		PlainController(ChatClient.Builder builder) {
			this.chat = builder.build();
		}

		@GetMapping("/plain")
		Flux<String> plain() {
			SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("zhou", null));
			return this.chat.prompt("Go.").tools(this).stream().content();
		}

		@Tool
		String user() {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

	}

	static class Tools {

		@Tool
		String weather(String city) {
			return "rain";
		}

		@Tool
		String pay(String city) {
			return "paid";
		}

	}

}
