package net.qhaigc.springai.gemini.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Tests with recorded conversations between Google and another client: this library sends
 * a model turn back as that client did or, if that client changed the turn, as the model
 * returned it.
 */
class RecordedConversationsTests {

	private static final List<RecordedExchange> EXCHANGES = RecordedExchange.all();

	@BeforeAll
	static void requireRecordings() {
		assumeFalse(EXCHANGES.isEmpty(), "requires ../shared");
	}

	@Test
	@Timeout(300)
	void sendsModelTurnsBackAsRecordedClientDid() {
		Set<String> asSent = new TreeSet<>();
		Set<String> asReceived = new TreeSet<>();
		Map<String, String> different = new TreeMap<>();
		try (CorpusGateway gateway = new CorpusGateway()) {
			for (Step step : steps()) {
				NormalizedTurn replayed = NormalizedTurn.of(replay(gateway, step.first()));
				if (replayed.matches(NormalizedTurn.of(step.sent()))) {
					asSent.add(step.id());
				}
				else if (replayed.matches(NormalizedTurn.of(step.received()))) {
					asReceived.add(step.id());
				}
				else {
					different.put(step.id(),
							"received %s, sent %s, replayed %s".formatted(step.received(), step.sent(), replayed));
				}
			}
		}
		System.out.printf(
				"%nRecorded conversations: %d turns are replayed as the recorded client sent them, "
						+ "%d as the model returned them, since that client had changed them:%n  %s%n",
				asSent.size(), asReceived.size(), String.join(System.lineSeparator() + "  ", asReceived));
		assertThat(different).isEmpty();
		assertThat(asSent).hasSizeGreaterThan(150);
		assertThat(asReceived).hasSizeLessThan(25);
	}

	/**
	 * Return the parts of the model turn that the library sends back, and assert that the
	 * library sends the same parts if a chat memory has stored the metadata of the
	 * model's message as JSON.
	 */
	private static List<JsonNode> replay(CorpusGateway gateway, RecordedExchange exchange) {
		gateway.reset();
		AssistantMessage message = Objects.requireNonNull(gateway.send(exchange).response().getResult()).getOutput();
		List<JsonNode> replayed = replay(gateway, exchange, message);
		assertThat(replay(gateway, exchange, restoredFromJson(message))).as(exchange.id()).isEqualTo(replayed);
		return replayed;
	}

	private static List<JsonNode> replay(CorpusGateway gateway, RecordedExchange exchange, AssistantMessage message) {
		String body = gateway.sendAndReturnRequestBody(new Prompt(
				List.of(new UserMessage("Hello."), message, messageAfter(message)), CorpusGateway.options(exchange)));
		JsonNode turn = RecordedExchange.parse(body).path("contents").path(1);
		return turn.path("role").asString().equals("model") ? RecordedExchange.elements(turn.path("parts")) : List.of();
	}

	private static AssistantMessage restoredFromJson(AssistantMessage message) {
		JsonMapper mapper = JsonMapper.builder().build();
		String metadata = mapper.writeValueAsString(message.getMetadata());
		return AssistantMessage.builder()
			.content(message.getText())
			.properties(mapper.readValue(metadata, new TypeReference<Map<String, Object>>() {
			}))
			.toolCalls(message.getToolCalls())
			.media(message.getMedia())
			.build();
	}

	private static Message messageAfter(AssistantMessage message) {
		if (!message.hasToolCalls()) {
			return new UserMessage("Continue.");
		}
		return ToolResponseMessage.builder()
			.responses(message.getToolCalls()
				.stream()
				.map((call) -> new ToolResponse(call.id(), call.name(), "{}"))
				.toList())
			.build();
	}

	/**
	 * Two exchanges of the same recording. The request of the later exchange contains the
	 * response of the first exchange as a model turn.
	 */
	private record Step(RecordedExchange first, RecordedExchange next) {

		String id() {
			return this.next.id();
		}

		List<JsonNode> sent() {
			return RecordedExchange.elements(this.next.contents().get(this.first.contents().size()).path("parts"));
		}

		/**
		 * The parts of the response. Tool calls are omitted if the finish reason means
		 * that an application must not execute them.
		 */
		List<JsonNode> received() {
			boolean hasExecutableCalls = !ExpectedResponse.of(this.first.responses()).calls().isEmpty();
			return this.first.responses()
				.stream()
				.map((response) -> response.path("candidates").path(0).path("content").path("parts"))
				.flatMap((parts) -> RecordedExchange.elements(parts).stream())
				.filter((part) -> hasExecutableCalls || !part.has("functionCall"))
				.toList();
		}

		/**
		 * Whether the next request has the contents of the first request, followed by a
		 * model turn.
		 */
		boolean nextContinuesFirst() {
			List<JsonNode> before = this.first.contents();
			List<JsonNode> after = this.next.contents();
			return !before.isEmpty() && after.size() > before.size() && after.subList(0, before.size()).equals(before)
					&& after.get(before.size()).path("role").asString().equals("model");
		}

	}

	private static List<Step> steps() {
		Map<String, List<RecordedExchange>> recordings = EXCHANGES.stream()
			.filter((exchange) -> exchange.isStandardRecording() && exchange.status() == 200)
			.sorted(Comparator.comparingInt(RecordedExchange::numberInRecording))
			.collect(Collectors.groupingBy(RecordedExchange::recording, TreeMap::new, Collectors.toList()));
		List<Step> steps = new ArrayList<>();
		for (List<RecordedExchange> recording : recordings.values()) {
			for (int i = 1; i < recording.size(); i++) {
				findStep(recording.subList(0, i), recording.get(i)).ifPresent(steps::add);
			}
		}
		return steps;
	}

	private static Optional<Step> findStep(List<RecordedExchange> before, RecordedExchange next) {
		return before.stream()
			.map((exchange) -> new Step(exchange, next))
			.filter(Step::nextContinuesFirst)
			.reduce((first, last) -> last);
	}

}
