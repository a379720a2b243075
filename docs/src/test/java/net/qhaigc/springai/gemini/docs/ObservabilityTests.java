package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Verifies {@code docs/observability.md} with OpenTelemetry's tracer and a Prometheus
 * registry.
 */
class ObservabilityTests {

	private static final String ENTITY_RESPONSE = "entity_response";

	/** The length of {@code 00-<trace>-<span>-}, which precedes the flags. */
	private static final int TRACEPARENT_LENGTH_WITHOUT_FLAGS = 3 + 32 + 1 + 16 + 1;

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final ConfigurableApplicationContext application = start();

	@AfterEach
	void stop() {
		this.application.close();
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void spansOfToolCallMatchPage(boolean streamed) throws IOException {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou"));
		this.gateway.reply("Rain.");
		ask(streamed);
		String page = Files.readString(Path.of("observability.md"));
		await().untilAsserted(() -> assertThat(page).contains("```text\n" + spanTree() + "```\n"));
		assertThat(this.gateway.received())
			.extracting((request) -> request.header("traceparent").substring(0, TRACEPARENT_LENGTH_WITHOUT_FLAGS))
			.containsExactlyElementsOf(
					spans("http post").map((span) -> "00-" + span.getTraceId() + "-" + span.getSpanId() + "-")
						.toList());
		assertThat(spans()).noneMatch((span) -> span.toString().contains(this.gateway.apiKey()));
		assertThat(spans()).extracting(SpanData::getName).filteredOn(ENTITY_RESPONSE::equals).hasSize(streamed ? 0 : 1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void recordsRetryAsSpanEvent(boolean streamed) {
		this.gateway.gatewayError(500);
		this.gateway.reply("Rain.");
		ask(streamed);
		await().untilAsserted(() -> assertThat(spans("chat gemini-3.5-flash")).singleElement()
			.satisfies((span) -> assertThat(span.getEvents()).singleElement()
				.satisfies((event) -> assertThat(event.getName())
					.matches("Attempt 2 of \\d+ of '.*' begins in \\d+ ms. Last failure: .* 500 .*"))));
	}

	@Test
	void exportsMetricsListedOnPage() throws IOException {
		makeRetriedCallAndStream(this.application);
		assertThat(scrape(this.application, "# TYPE (\\w+) .*"))
			.containsAll(names("observability.md", "(?m)^\\| `(\\w+)` \\|", 13));
	}

	@Test
	void exportsMetricsUsedByDashboard() throws IOException {
		try (ConfigurableApplicationContext limited = start("--qhaigc.models.lite.model=gemini-3.5-flash-lite",
				"--qhaigc.failover=lite", "--qhaigc.quota.requests-per-minute=600", "--qhaigc.budget.per-day=10",
				"--qhaigc.prices[*].input=1", "--qhaigc.prices[*].output=2", "--qhaigc.prices[*].currency=USD")) {
			makeRetriedCallAndStream(limited);
			List<String> metrics = names("grafana-dashboard.json", "\\b(\\w+)\\{", 25);
			await().untilAsserted(() -> assertThat(scrape(limited, "(\\w+)\\{.*")).containsAll(metrics));
		}
	}

	private void makeRetriedCallAndStream(ConfigurableApplicationContext application) {
		this.gateway.gatewayError(500);
		this.gateway.reply("Rain.");
		ask(application, false);
		this.gateway.replyStream("Ra", "in.");
		ask(application, true);
		await().untilAsserted(
				() -> assertThat(scrape(application, "gen_ai_client_operation_seconds_count\\{.*} 2")).isNotEmpty());
	}

	@Tool
	String weather(String city) {
		return "rain in " + city;
	}

	private void ask(boolean streamed) {
		ask(this.application, streamed);
	}

	private void ask(ConfigurableApplicationContext application, boolean streamed) {
		Observation question = Observation.start("question", application.getBean(ObservationRegistry.class));
		ChatClient.ChatClientRequestSpec prompt = application.getBean(ChatClient.Builder.class)
			.build()
			.prompt("How is the weather?")
			.tools(this);
		if (streamed) {
			prompt.stream()
				.content()
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, question))
				.blockLast();
		}
		else {
			question.scoped(() -> prompt.call().content());
		}
		question.stop();
	}

	private List<SpanData> spans() {
		return this.application.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
	}

	private Stream<SpanData> spans(String name) {
		return spans().stream()
			.filter((span) -> span.getName().equals(name))
			.sorted(Comparator.comparing(SpanData::getStartEpochNanos));
	}

	/**
	 * Return the tree of the spans as the page shows it: a stream appears as a call, and
	 * the span {@code entity_response}, which only calls have, is left out.
	 */
	private String spanTree() {
		return spanTree(SpanId.getInvalid(), "", spans()).replace("  stream\n", "  call\n");
	}

	private static String spanTree(String parent, String indent, List<SpanData> spans) {
		return spans.stream()
			.filter((span) -> span.getParentSpanId().equals(parent))
			.sorted(Comparator.comparing(SpanData::getStartEpochNanos))
			.map((span) -> span.getName().equals(ENTITY_RESPONSE) ? spanTree(span.getSpanId(), indent, spans)
					: (indent + span.getName()).stripTrailing() + "\n"
							+ spanTree(span.getSpanId(), indent + "  ", spans))
			.collect(Collectors.joining());
	}

	private ConfigurableApplicationContext start(String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--qhaigc.base-url=" + this.gateway.url(), "--qhaigc.api-key=" + this.gateway.apiKey(),
						"--management.tracing.sampling.probability=1", "--spring.ai.retry.backoff.initial-interval=1ms",
						"--management.metrics.distribution.percentiles-histogram[gen_ai.client.operation]=true"));
		arguments.addAll(List.of(properties));
		return new SpringApplicationBuilder(ObservedApplication.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	private static List<String> scrape(ConfigurableApplicationContext application, String pattern) {
		return find(application.getBean(PrometheusMeterRegistry.class).scrape(), "(?m)^" + pattern + "$").toList();
	}

	private static List<String> names(String file, String pattern, int minCount) throws IOException {
		List<String> names = find(Files.readString(Path.of(file)), pattern).toList();
		assertThat(names).hasSizeGreaterThanOrEqualTo(minCount);
		return names;
	}

	private static Stream<String> find(String text, String pattern) {
		return Pattern.compile(pattern)
			.matcher(text)
			.results()
			.map((match) -> match.group(Math.min(1, match.groupCount())));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ObservedApplication {

		@Bean
		InMemorySpanExporter spans() {
			return InMemorySpanExporter.create();
		}

		@Bean
		SpanProcessor spanProcessor(InMemorySpanExporter spans) {
			return SimpleSpanProcessor.create(spans);
		}

	}

}
