package net.qhaigc.springai.gemini.corpus;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.Generation;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Tests that {@linkplain RecordedExchange#isStandardRecording() standard recordings} of
 * calls and streams are decoded as {@link ExpectedResponse} specifies, or cause the right
 * exception if the response is an error or incomplete. All other responses are edited or
 * unusual; they must cause no exceptions other than those of this library.
 */
class RecordedResponsesTests {

	private static final List<RecordedExchange> EXCHANGES = RecordedExchange.all();

	private final Scores scores = new Scores();

	@BeforeAll
	static void requireRecordings() {
		assumeFalse(EXCHANGES.isEmpty(), "requires ../shared");
	}

	@Test
	@Timeout(300)
	void decodesStandardRecordingsOrFailsAsExpected() {
		try (CorpusGateway gateway = new CorpusGateway()) {
			for (RecordedExchange exchange : exchanges(RecordedExchange::isStandardRecording)) {
				gateway.reset();
				if (exchange.status() == 200 && !ExpectedResponse.isIncomplete(exchange)) {
					compareWithExpected(gateway, exchange);
				}
				else {
					this.scores.count("failure", exchange, failsAsExpected(gateway, exchange));
				}
			}
		}
		this.scores.print("Recorded responses");
		assertThat(this.scores.incorrect()).isEmpty();
	}

	@Test
	@Timeout(300)
	void decodesUnusualResponsesOrFailsWithLibraryException() {
		try (CorpusGateway gateway = new CorpusGateway()) {
			for (RecordedExchange exchange : exchanges(Predicate.not(RecordedExchange::isStandardRecording))) {
				gateway.reset();
				try {
					assertThat(gateway.send(exchange).response().getResults()).isNotEmpty();
					this.scores.count("response", exchange, true);
				}
				catch (QhaigcTransientException | QhaigcNonTransientException ex) {
					this.scores.count("failure", exchange, true);
				}
				catch (RuntimeException | AssertionError ex) {
					this.scores.count("neither", exchange, false);
				}
			}
		}
		this.scores.print("Edited and unusual responses");
		assertThat(this.scores.incorrect()).isEmpty();
	}

	private void compareWithExpected(CorpusGateway gateway, RecordedExchange exchange) {
		ExpectedResponse expected = ExpectedResponse.of(exchange.responses());
		CorpusGateway.Result result;
		try {
			result = gateway.send(exchange);
		}
		catch (RuntimeException ex) {
			this.scores.count("response", exchange, false);
			return;
		}
		Generation generation = Objects.requireNonNull(result.response().getResult());
		AssistantMessage message = generation.getOutput();
		this.scores.count("response", exchange, candidateCount(result) == Math.max(1, expected.candidates().size()));
		this.scores.count("text", exchange, expected.firstCandidate().text().equals(message.getText()));
		this.scores.count("calls", exchange, calls(expected).equals(calls(message)));
		this.scores.count("ids", exchange, hasExpectedIds(message.getToolCalls(), expected.calls()));
		this.scores.count("finish", exchange,
				Objects.equals(expected.finishReason(), generation.getMetadata().getFinishReason()));
		this.scores.count("usage", exchange,
				expected.tokens().equals(tokens(result.response().getMetadata().getUsage())));
		this.scores.count("media", exchange, expected.firstCandidate().media().equals(media(result)));
		this.scores.count("thoughts", exchange, hasExpectedThoughts(generation, expected.firstCandidate().thoughts()));
		this.scores.count("code", exchange,
				expected.firstCandidate().executableCode().equals(executableCode(generation)));
	}

	private static int candidateCount(CorpusGateway.Result result) {
		return result.lastChunk().getResults().size();
	}

	private static List<Map<String, Object>> calls(ExpectedResponse expected) {
		return expected.calls().stream().map((call) -> Map.<String, Object>of(call.name(), call.args())).toList();
	}

	private static List<Map<String, Object>> calls(AssistantMessage message) {
		return message.getToolCalls()
			.stream()
			.map((call) -> Map.<String, Object>of(call.name(), RecordedExchange.parse(call.arguments())))
			.toList();
	}

	private static boolean hasExpectedIds(List<ToolCall> calls, List<ExpectedResponse.Call> expected) {
		HashSet<String> ids = new HashSet<>();
		for (int i = 0; i < calls.size(); i++) {
			String id = calls.get(i).id();
			String expectedId = (i < expected.size()) ? expected.get(i).id() : null;
			if (id.isBlank() || !ids.add(id) || (expectedId != null && !expectedId.equals(id))) {
				return false;
			}
		}
		return true;
	}

	private static List<Integer> tokens(Usage usage) {
		return List.of(usage.getPromptTokens(), usage.getCompletionTokens(), usage.getTotalTokens());
	}

	/**
	 * Spring AI's aggregator drops media, so the media of a stream is taken from the
	 * chunks.
	 */
	private static List<ExpectedResponse.ExpectedMedia> media(CorpusGateway.Result result) {
		return result.chunks()
			.stream()
			.flatMap((chunk) -> Objects.requireNonNull(chunk.getResult()).getOutput().getMedia().stream())
			.map((media) -> new ExpectedResponse.ExpectedMedia(media.getMimeType(),
					Base64.getEncoder().encodeToString(media.getDataAsByteArray())))
			.toList();
	}

	private static boolean hasExpectedThoughts(Generation generation, String expected) {
		String typed = QhaigcGeminiMetadata.from(generation).thoughts();
		return expected.equals((typed != null) ? typed : "")
				&& expected.equals(generation.getOutput().getMetadata().getOrDefault("thoughts", ""));
	}

	private static List<String> executableCode(Generation generation) {
		return QhaigcGeminiMetadata.from(generation)
			.codeExecutions()
			.stream()
			.filter((execution) -> execution.code() != null)
			.map((execution) -> execution.code())
			.toList();
	}

	private static boolean failsAsExpected(CorpusGateway gateway, RecordedExchange exchange) {
		boolean isTransient = exchange.status() == 200 || exchange.status() == 429 || exchange.status() >= 500;
		try {
			gateway.send(exchange);
			return false;
		}
		catch (QhaigcTransientException ex) {
			return isTransient;
		}
		catch (QhaigcNonTransientException ex) {
			return !isTransient;
		}
	}

	private static List<RecordedExchange> exchanges(Predicate<RecordedExchange> filter) {
		return EXCHANGES.stream().filter(filter).toList();
	}

}
