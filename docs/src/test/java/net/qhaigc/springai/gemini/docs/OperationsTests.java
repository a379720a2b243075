package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Verifies that {@code docs/operations.md} lists exactly the loggers, metadata keys,
 * envelope keys, metrics and observation keys that the code uses.
 */
class OperationsTests {

	private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

	private static final String PACKAGE = "net.qhaigc.springai.gemini";

	private static final Pattern NAME = Pattern.compile("`([^`]+)`");

	private static final String PAGE = read(REPOSITORY.resolve("docs/operations.md"));

	@Nested
	class Loggers {

		private static final Pattern LOGGER = Pattern.compile("LogFactory\\.getLog\\((?:(\\w+)\\.class|\"(.+?)\")\\)");

		@Test
		void matchCode() throws IOException {
			Set<String> loggers = new TreeSet<>();
			for (Path file : sources()) {
				LOGGER.matcher(read(file)).results().map(Loggers::name).flatMap(Optional::stream).forEach(loggers::add);
			}
			assertThat(loggers).hasSizeGreaterThan(5);
			assertThat(firstColumn("## Loggers")).isEqualTo(loggers);
		}

		/**
		 * Return the name of a logger, or an empty {@code Optional} if the logger is
		 * named after a class of another project.
		 */
		private static Optional<String> name(MatchResult logger) {
			if (logger.group(2) != null) {
				return Optional.of(logger.group(2));
			}
			String file = logger.group(1) + ".java";
			return sources().stream()
				.filter((path) -> path.getFileName().toString().equals(file))
				.map((source) -> source.toString().replace('/', '.'))
				.map((name) -> name.substring(name.indexOf(PACKAGE), name.length() - ".java".length()))
				.findFirst();
		}

	}

	@Nested
	class MetadataKeys {

		@Test
		void matchCode() throws IllegalAccessException {
			Set<String> keys = new TreeSet<>();
			for (Field field : QhaigcGeminiMetadata.class.getFields()) {
				keys.add((String) field.get(null));
			}
			assertThat(keys).hasSizeGreaterThan(10);
			Set<String> listed = new TreeSet<>();
			Stream.of("### Message metadata", "### Generation metadata", "### Response metadata")
				.forEach((heading) -> listed.addAll(firstColumn(heading)));
			assertThat(listed).isEqualTo(keys);
		}

	}

	/**
	 * An envelope is JSON in the metadata of a message. The parts of a model turn are
	 * restored from the envelope.
	 */
	@Nested
	class Envelope {

		private static final String SOURCE = read(source("qhaigc-gemini-spring-ai", "codec/turn/Envelope"));

		@Test
		void keysMatchCode() {
			Set<String> keys = Pattern.compile("String \\w+_KEY = \"(\\w+)\"")
				.matcher(SOURCE)
				.results()
				.map((match) -> match.group(1))
				.collect(Collectors.toCollection(TreeSet::new));
			Set<String> listed = new TreeSet<>(firstColumn("## The envelope"));
			// The page explains these two keys in its text, not in the table.
			listed.addAll(Set.of("v", "p"));
			assertThat(listed).isEqualTo(keys);
		}

		@Test
		void versionMatchesCode() {
			assertThat(SOURCE).contains("int VERSION = 1;");
			assertThat(PAGE).contains("`v` is the version of the format, currently 1.");
		}

		@Test
		void exampleIsEnvelopeOfModelTurn() {
			try (QhaigcGateway gateway = QhaigcGateway.start();
					ConfigurableApplicationContext application = application(gateway)) {
				gateway.replyJson("""
						{"candidates":[{"content":{"role":"model","parts":[{"text":"Let me check."},
						 {"functionCall":{"name":"weather","args":{"city":"Hangzhou"}},
						 "thoughtSignature":"c2lnbmF0dXJl"}]},"finishReason":"STOP"}]}""");
				Object envelope = application.getBean(QhaigcGeminiChatModel.class)
					.call(new Prompt("How is the weather in Hangzhou?"))
					.getResult()
					.getOutput()
					.getMetadata()
					.get(QhaigcGeminiMetadata.TURN);
				assertThat(json((String) envelope))
					.isEqualTo(json(section("## The envelope").split("```json")[1].split("```")[0]));
			}
		}

		private static JsonNode json(String text) {
			return JsonMapper.shared().readTree(text);
		}

	}

	@Nested
	class MetricsAndObservations {

		private final QhaigcGateway gateway = QhaigcGateway.start();

		private final ConfigurableApplicationContext application = application(this.gateway,
				"--qhaigc.quota.requests-per-minute=600", "--qhaigc.budget.per-day=10", "--qhaigc.prices[*].input=1",
				"--qhaigc.prices[*].output=2", "--qhaigc.prices[*].currency=USD");

		@BeforeEach
		void sendRequests() {
			QhaigcGeminiChatModel model = this.application.getBean(QhaigcGeminiChatModel.class);
			Prompt prompt = new Prompt("How is the weather?",
					QhaigcGeminiChatOptions.builder()
						.model("gemini-3.5-flash")
						.temperature(0.5)
						.topP(0.9)
						.topK(40)
						.maxTokens(100)
						.stopSequences(List.of("END"))
						.presencePenalty(0.1)
						.frequencyPenalty(0.2)
						.toolCallbacks(FunctionToolCallback.builder("now", () -> "noon").build())
						.build());
			this.gateway.gatewayError(500);
			this.gateway.replyJson("""
					{"candidates":[{"content":{"parts":[{"text":"Rain."}]},"finishReason":"STOP"}],"responseId":"r",
					 "usageMetadata":{"promptTokenCount":5,"cachedContentTokenCount":2,"candidatesTokenCount":1,
					 "totalTokenCount":6}}""");
			model.call(prompt);
			this.gateway.replyStream("Ra", "in.");
			model.stream(prompt).blockLast(Duration.ofSeconds(30));
		}

		@AfterEach
		void close() {
			this.application.close();
			this.gateway.close();
		}

		@Test
		void metricsMatchMetersOfApplication() {
			await().untilAsserted(() -> assertThat(rows("## Metrics"))
				.containsExactlyInAnyOrderElementsOf(meters().map(MetricsAndObservations::row).distinct().toList()));
		}

		@Test
		void observationKeysMatchObservationsOfApplication() {
			Set<String> keys = this.application.getBean(ObservedApplication.class).contexts.stream()
				.flatMap((context) -> context.getAllKeyValues().stream())
				.map(KeyValue::getKey)
				.collect(Collectors.toCollection(TreeSet::new));
			assertThat(firstColumn("## Observations")).isEqualTo(keys);
		}

		private Stream<Meter> meters() {
			return this.application.getBean(MeterRegistry.class)
				.getMeters()
				.stream()
				.filter((meter) -> meter.getId()
					.getName()
					.matches("(gen_ai|http\\.client|reactor\\.netty|qhaigc)\\..*"));
		}

		private static String row(Meter meter) {
			String tags = meter.getId().getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(", "));
			return "%s (%s)".formatted(meter.getId().getName(), tags);
		}

		private static List<String> rows(String heading) {
			return tableRows(heading).map((row) -> {
				String tags = names(row[2]).sorted().collect(Collectors.joining(", "));
				return "%s (%s)".formatted(names(row[0]).findFirst().orElseThrow(), tags);
			}).toList();
		}

	}

	private static Set<String> firstColumn(String heading) {
		return tableRows(heading).flatMap((row) -> names(row[0])).collect(Collectors.toCollection(TreeSet::new));
	}

	/** Return the cells of each row of the tables in a section. */
	private static Stream<String[]> tableRows(String heading) {
		return section(heading).lines()
			.filter((line) -> line.startsWith("| `"))
			.map((line) -> line.substring(1).split("\\|"));
	}

	/** Return the text from a heading to the next one. */
	private static String section(String heading) {
		String text = PAGE.substring(PAGE.indexOf("\n" + heading + "\n") + heading.length() + 2);
		return text.split("(?m)^##")[0];
	}

	private static Stream<String> names(String cell) {
		return NAME.matcher(cell).results().map((match) -> match.group(1));
	}

	private static List<Path> sources() {
		List<Path> sources = new ArrayList<>();
		for (String module : List.of("qhaigc-gemini-spring-ai", "qhaigc-gemini-resilience",
				"qhaigc-gemini-spring-boot-starter")) {
			try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/main/java"))) {
				files.filter((file) -> file.toString().endsWith(".java")).forEach(sources::add);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return sources;
	}

	private static Path source(String module, String name) {
		return REPOSITORY.resolve(module)
			.resolve("src/main/java")
			.resolve(PACKAGE.replace('.', '/'))
			.resolve(name + ".java");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ConfigurableApplicationContext application(QhaigcGateway gateway, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--qhaigc.base-url=" + gateway.url(),
				"--qhaigc.api-key=" + gateway.apiKey(), "--spring.ai.retry.backoff.initial-interval=1ms"));
		arguments.addAll(List.of(properties));
		return new SpringApplicationBuilder(ObservedApplication.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ObservedApplication {

		private final List<ChatModelObservationContext> contexts = new ArrayList<>();

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		ObservationHandler<ChatModelObservationContext> contexts() {
			return new ObservationHandler<>() {

				@Override
				public void onStop(ChatModelObservationContext context) {
					ObservedApplication.this.contexts.add(context);
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context instanceof ChatModelObservationContext;
				}

			};
		}

	}

}
