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
 * Every recorded answer of Google is understood, whole or as a stream: held against a
 * plain reading of its JSON.
 */
class RecordedAnswersTests {

	private static final List<RecordedExchange> EXCHANGES = RecordedExchange.all();

	private final Scores scores = new Scores();

	@BeforeAll
	static void recordingsAreThere() {
		assumeFalse(EXCHANGES.isEmpty(), "there are no recordings beside the project");
	}

	@Test
	@Timeout(300)
	void eachRecordedAnswerIsUnderstood() {
		try (CorpusGateway gateway = new CorpusGateway()) {
			for (RecordedExchange exchange : exchanges(RecordedExchange::isFaithful)) {
				gateway.reset();
				if (exchange.status() == 200 && !ExpectedAnswer.isCut(exchange)) {
					compare(gateway, exchange);
				}
				else {
					this.scores.count("failure", exchange, failsAsItShould(gateway, exchange));
				}
			}
		}
		this.scores.print("Recorded answers");
		assertThat(this.scores.failed()).isEmpty();
	}

	@Test
	@Timeout(300)
	void whatIsOddEndsInAnAnswerOrInOneOfTwoExceptions() {
		try (CorpusGateway gateway = new CorpusGateway()) {
			for (RecordedExchange exchange : exchanges(Predicate.not(RecordedExchange::isFaithful))) {
				gateway.reset();
				try {
					assertThat(gateway.ask(exchange).response().getResults()).isNotEmpty();
					this.scores.count("answer", exchange, true);
				}
				catch (QhaigcTransientException | QhaigcNonTransientException ex) {
					this.scores.count("failure", exchange, true);
				}
				catch (RuntimeException | AssertionError ex) {
					this.scores.count("neither", exchange, false);
				}
			}
		}
		this.scores.print("Edited and odd answers");
		assertThat(this.scores.failed()).isEmpty();
	}

	private void compare(CorpusGateway gateway, RecordedExchange exchange) {
		ExpectedAnswer expected = ExpectedAnswer.of(exchange.responses());
		CorpusGateway.Answer answer;
		try {
			answer = gateway.ask(exchange);
		}
		catch (RuntimeException ex) {
			this.scores.count("answer", exchange, false);
			return;
		}
		Generation generation = Objects.requireNonNull(answer.response().getResult());
		AssistantMessage message = generation.getOutput();
		this.scores.count("answer", exchange, candidates(answer) == Math.max(1, expected.candidates().size()));
		this.scores.count("text", exchange, expected.first().text().equals(message.getText()));
		this.scores.count("calls", exchange, calls(expected).equals(calls(message)));
		this.scores.count("ids", exchange, hasIds(message.getToolCalls(), expected.calls()));
		this.scores.count("finish", exchange,
				Objects.equals(expected.finishReason(), generation.getMetadata().getFinishReason()));
		this.scores.count("usage", exchange,
				expected.tokens().equals(tokens(answer.response().getMetadata().getUsage())));
		this.scores.count("media", exchange, expected.first().media().equals(media(answer)));
		this.scores.count("thoughts", exchange, hasThoughts(generation, expected.first().thoughts()));
		this.scores.count("code", exchange, expected.first().codes().equals(codes(generation)));
	}

	private static int candidates(CorpusGateway.Answer answer) {
		return answer.last().getResults().size();
	}

	private static List<Map<String, Object>> calls(ExpectedAnswer expected) {
		return expected.calls().stream().map((call) -> Map.<String, Object>of(call.name(), call.args())).toList();
	}

	private static List<Map<String, Object>> calls(AssistantMessage message) {
		return message.getToolCalls()
			.stream()
			.map((call) -> Map.<String, Object>of(call.name(), RecordedExchange.parse(call.arguments())))
			.toList();
	}

	private static boolean hasIds(List<ToolCall> calls, List<ExpectedAnswer.Call> expected) {
		HashSet<String> ids = new HashSet<>();
		for (int i = 0; i < calls.size(); i++) {
			String id = calls.get(i).id();
			String sent = (i < expected.size()) ? expected.get(i).id() : null;
			if (id.isBlank() || !ids.add(id) || (sent != null && !sent.equals(id))) {
				return false;
			}
		}
		return true;
	}

	private static List<Integer> tokens(Usage usage) {
		return List.of(usage.getPromptTokens(), usage.getCompletionTokens(), usage.getTotalTokens());
	}

	/** Spring AI's aggregation drops media, so a stream's are in its chunks. */
	private static List<ExpectedAnswer.Medium> media(CorpusGateway.Answer answer) {
		return answer.chunks()
			.stream()
			.flatMap((chunk) -> Objects.requireNonNull(chunk.getResult()).getOutput().getMedia().stream())
			.map((media) -> new ExpectedAnswer.Medium(media.getMimeType(),
					Base64.getEncoder().encodeToString(media.getDataAsByteArray())))
			.toList();
	}

	private static boolean hasThoughts(Generation generation, String expected) {
		String typed = QhaigcGeminiMetadata.from(generation).thoughts();
		return expected.equals((typed != null) ? typed : "")
				&& expected.equals(generation.getOutput().getMetadata().get("thoughts"));
	}

	private static List<String> codes(Generation generation) {
		return QhaigcGeminiMetadata.from(generation)
			.codeExecutions()
			.stream()
			.filter((run) -> run.code() != null)
			.map((run) -> run.code())
			.toList();
	}

	private static boolean failsAsItShould(CorpusGateway gateway, RecordedExchange exchange) {
		boolean mayPass = exchange.status() == 200 || exchange.status() == 429 || exchange.status() >= 500;
		try {
			gateway.ask(exchange);
			return false;
		}
		catch (QhaigcTransientException ex) {
			return mayPass;
		}
		catch (QhaigcNonTransientException ex) {
			return !mayPass;
		}
	}

	private static List<RecordedExchange> exchanges(Predicate<RecordedExchange> which) {
		return EXCHANGES.stream().filter(which).toList();
	}

}
