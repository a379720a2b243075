package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.converter.BeanOutputConverter;

import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.entity.EntityResponseAdvisor;
import net.qhaigc.springai.gemini.entity.EntityResponseException;
import net.qhaigc.springai.gemini.test.ReplyScript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Contains the code in {@code docs/bulk-work.md}.
 */
class BulkWorkTests extends SnippetTest {

	private static final String TOPIC = """
			{"name":"travel","confidence":0.9}""";

	private final Map<String, String> texts = new TreeMap<>();

	@TempDir
	Path directory;

	private Classifier classifier;

	@BeforeEach
	void createClassifier() {
		for (int i = 0; i < 100; i++) {
			this.texts.put("text-" + i, "Text %d: The train was late.".formatted(i));
		}
		this.classifier = new Classifier(
				ChatClient.builder(model("gemini-3.5-flash")).defaultAdvisors(new EntityResponseAdvisor()).build());
		this.gateway.when((request) -> request.body().contains("Text 13:")).replyJson("""
				{"promptFeedback": {"blockReason": "SAFETY"}}""");
	}

	@Test
	void classifiesAllTexts() throws IOException {
		replyWithTopics();
		Results results = new Results(file());
		this.classifier.classifyAll(this.texts, results);
		assertThat(this.gateway.received()).hasSize(100);
		assertThat(lines()).hasSize(100);
		assertThat(lines().stream()
			.filter((line) -> line.contains("text-13\"") || line.contains("text-7\""))
			.sorted()
			.collect(Collectors.joining("\n"))).isEqualTo(
					"""
							{"id":"text-13","topic":null,"problem":"The response contains no text. Finish reason: SAFETY. Try rephrasing the request."}
							{"id":"text-7","topic":{"name":"travel","confidence":0.9},"problem":null}""");
	}

	@Test
	void continuesStoppedBatch() throws IOException {
		ReplyScript script = this.gateway.when((request) -> request.body().contains("Text 60:"));
		script.gatewayError(402);
		script.reply(TOPIC);
		replyWithTopics();
		assertThatExceptionOfType(QhaigcNonTransientException.class)
			.isThrownBy(() -> this.classifier.classifyAll(this.texts, new Results(file())));
		assertThat(lines()).hasSizeLessThan(100);
		Files.writeString(file(), "{\"id\":\"text-9", StandardOpenOption.APPEND);
		this.classifier.classifyAll(this.texts, new Results(file()));
		assertThat(lines().stream().filter((line) -> line.endsWith("}"))).hasSize(100);
		assertThat(new Results(file()).ids).isEqualTo(this.texts.keySet());
	}

	private void replyWithTopics() {
		this.gateway.when((request) -> true).reply(TOPIC);
	}

	private Path file() {
		return this.directory.resolve("results.jsonl");
	}

	private List<String> lines() throws IOException {
		return Files.readAllLines(file());
	}

	static final class Classifier {

		private final ChatClient chat;

		Classifier(ChatClient chat) {
			this.chat = chat;
		}

		// tag::converter[]
		/** Generates the schema once, and not for each text. */
		private static final BeanOutputConverter<Topic> CONVERTER = new BeanOutputConverter<>(Topic.class);

		Topic classify(String text) {
			return this.chat.prompt("Name the topic of this text.\n\n" + text)
				.call()
				.entity(CONVERTER, (entity) -> entity.useProviderStructuredOutput());
		}
		// end::converter[]

		// tag::all[]
		void classifyAll(Map<String, String> texts, Results results) {
			Scheduler workers = Schedulers.newBoundedElastic(64, Integer.MAX_VALUE, "classifier");
			try {
				Flux.fromIterable(texts.entrySet())
					.filter((text) -> !results.contains(text.getKey()))
					.flatMap((text) -> classify(text.getKey(), text.getValue()).subscribeOn(workers), 64)
					.doOnNext(results::add)
					.then()
					.block();
			}
			finally {
				workers.dispose();
			}
		}

		private Mono<Result> classify(String id, String text) {
			return Mono.fromCallable(() -> new Result(id, classify(text), null))
				.onErrorResume(Classifier::isCausedByText,
						(failure) -> Mono.just(new Result(id, null, failure.getMessage())));
		}

		/** Failures with other causes would affect all texts, so they end the batch. */
		private static boolean isCausedByText(Throwable failure) {
			return failure instanceof EntityResponseException || (failure instanceof GatewayFailure gatewayFailure
					&& Set.of(FailureKind.CONTENT, FailureKind.REQUEST).contains(gatewayFailure.kind()));
		}
		// end::all[]

	}

	record Topic(String name, double confidence) {
	}

	record Result(String id, Topic topic, String problem) {
	}

	// tag::results[]
	static final class Results {

		private static final JsonMapper MAPPER = new JsonMapper();

		private final Set<String> ids = ConcurrentHashMap.newKeySet();

		private final Path file;

		/** Read the IDs in an existing file, whose last line can be incomplete. */
		Results(Path file) throws IOException {
			this.file = file;
			if (Files.exists(file)) {
				try (Stream<String> lines = Files.lines(file)) {
					lines.filter((line) -> line.endsWith("}"))
						.forEach((line) -> this.ids.add(MAPPER.readValue(line, Result.class).id()));
				}
				Files.writeString(file, "\n", StandardOpenOption.APPEND);
			}
		}

		boolean contains(String id) {
			return this.ids.contains(id);
		}

		void add(Result result) {
			try {
				Files.writeString(this.file, MAPPER.writeValueAsString(result) + "\n", StandardOpenOption.CREATE,
						StandardOpenOption.APPEND);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.ids.add(result.id());
		}

	}
	// end::results[]

}
