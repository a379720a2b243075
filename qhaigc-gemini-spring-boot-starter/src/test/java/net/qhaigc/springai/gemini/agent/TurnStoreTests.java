package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMessageRepository;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcTurnStore;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for turns that are stored while they are executed, and continued after a failure
 * or a restart.
 */
class TurnStoreTests extends AgentTestSupport {

	private static final String CONVERSATION_ID = "zhou";

	private final HikariDataSource database = new HikariDataSource();

	private final List<String> executed = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch hanging = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private MediaStore mediaStore;

	private JdbcTurnStore store;

	private JdbcMessageRepository repository;

	@BeforeEach
	void openDatabase() {
		this.database.setJdbcUrl("jdbc:h2:mem:turns-" + System.identityHashCode(this));
		new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcMediaStore.class))
			.execute(this.database);
		this.mediaStore = new JdbcMediaStore(new JdbcTemplate(this.database));
		this.store = new JdbcTurnStore(this.database, this.mediaStore);
		this.repository = new JdbcMessageRepository(this.database, this.mediaStore);
	}

	@AfterEach
	void closeDatabase() {
		this.released.countDown();
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesFailedTurnWithSameRequest(boolean streamed) {
		this.gateway.callTool("weather", Map.of("city", "A"))
			.callTool("weather", Map.of("city", "B"))
			.signature("c2ln");
		this.gateway.callTool("weather", Map.of("city", "C"));
		this.gateway.googleError(400);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ask(request(chat(false), "How is the weather?"), streamed));
		assertThat(this.store.findConversationIds()).containsExactly(CONVERSATION_ID);
		assertThat(textsInMemory()).isEmpty();
		this.gateway.replyStream("It ", "rains.");
		assertThat(continueTurn(streamed)).isEqualTo("It rains.");
		assertThat(this.executed).containsExactly("A", "B", "C");
		List<ReceivedRequest> received = this.gateway.received();
		assertThat(received.get(3).json().path("contents")).isEqualTo(received.get(2).json().path("contents"));
		assertThat(textsInMemory()).containsExactly("USER How is the weather?", "ASSISTANT It rains.");
		assertThat(countRowsOfTurns()).isZero();
		this.gateway.allowRejectedRequests();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuedTurnExecutesRemainingCallsOfRound(boolean streamed) {
		storeInterruptedTurn(List.of("A", "B", "C"), List.of("A"), Map.of("A", "rain in A"));
		this.gateway.reply("It rains.");
		assertThat(continueTurn(streamed)).isEqualTo("It rains.");
		assertThat(this.executed).containsExactlyInAnyOrder("B", "C");
		assertThat(lastRequest().json().path("contents")).hasToString("""
				[{"role":"user","parts":[{"text":"How is the weather?"}]},\
				{"role":"model","parts":[\
				{"functionCall":{"name":"weather","args":{"city":"A"}},\
				"thoughtSignature":"c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I="},\
				{"functionCall":{"name":"weather","args":{"city":"B"}}},\
				{"functionCall":{"name":"weather","args":{"city":"C"}}}]},\
				{"role":"user","parts":[\
				{"functionResponse":{"name":"weather","response":{"result":"rain in A"}}},\
				{"functionResponse":{"name":"weather","response":{"result":"rain in B"}}},\
				{"functionResponse":{"name":"weather","response":{"result":"rain in C"}}}]}]""");
		assertThat(textsInMemory()).containsExactly("USER How is the weather?", "ASSISTANT It rains.");
		assertThat(countRowsOfTurns()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void informsModelThatCallWasInterruptedUnlessToolIsRepeatable(boolean repeatable) {
		storeInterruptedTurn(List.of("A", "B"), List.of("A", "B"), Map.of("B", "rain in B"));
		this.gateway.reply("It rains.");
		ChatClient chat = repeatable ? chat(false, "weather") : chat(false);
		assertThat(continuation(chat).call().content()).isEqualTo("It rains.");
		assertThat(this.executed).isEqualTo(repeatable ? List.of("A") : List.of());
		assertThat(lastRequest().json()
			.path("contents")
			.path(2)
			.path("parts")
			.path(0)
			.path("functionResponse")
			.path("response")
			.path("result")
			.asString()).isEqualTo(repeatable ? "rain in A" : SavedTurn.INTERRUPTED_RESULT);
		assertThat(textsInMemory()).containsExactly("USER How is the weather?", "ASSISTANT It rains.");
	}

	@Test
	void informsModelThatCallOfRemovedToolWasInterrupted() {
		storeInterruptedTurn(List.of("A"), List.of(), Map.of(), "removed");
		this.gateway.reply("It rains.");
		assertThat(continueTurn(true)).isEqualTo("It rains.");
		assertThat(lastRequest().body()).contains(SavedTurn.INTERRUPTED_RESULT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuedTurnRequestsApprovalOnlyOfRemainingCalls(boolean streamed) {
		storeInterruptedTurn(List.of("A", "B"), List.of("A"), Map.of("A", "rain in A"));
		this.gateway.reply("It rains.");
		List<String> requested = new ArrayList<>();
		ToolApprovalAdvisor approval = ToolApprovalAdvisor.builder((request) -> {
			requested.add(request.arguments());
			return Mono.just(ToolDecision.approveWith("{\"city\":\"D\"}"));
		}).build();
		ask(continuation(chat(false)).advisors(approval), streamed);
		assertThat(requested).containsExactly("{\"city\":\"B\"}");
		assertThat(this.executed).containsExactly("D");
		assertThat(lastRequest().json().path("contents").path(1).path("parts")).hasToString("""
				[{"functionCall":{"name":"weather","args":{"city":"A"}},\
				"thoughtSignature":"c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I="},\
				{"functionCall":{"name":"weather","args":{"city":"D"}}}]""");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestsApprovalBeforeCallIsRepeated(boolean approved) {
		storeInterruptedTurn(List.of("A"), List.of("A"), Map.of());
		this.gateway.reply("It rains.");
		List<String> requested = new ArrayList<>();
		ToolApprovalAdvisor approval = ToolApprovalAdvisor.builder((request) -> {
			requested.add(request.arguments());
			return Mono.just(approved ? ToolDecision.approve() : ToolDecision.deny("Not A."));
		}).build();
		ask(continuation(chat(false, "weather")).advisors(approval), true);
		assertThat(requested).containsExactly("{\"city\":\"A\"}");
		assertThat(this.executed).isEqualTo(approved ? List.of("A") : List.of());
	}

	@Test
	void continuedTurnKeepsApprovedArgumentsAndDenials() {
		this.gateway.callTool("weather", Map.of("city", "A")).callTool("weather", Map.of("city", "B"));
		this.gateway.googleError(400);
		ToolApprovalAdvisor approval = ToolApprovalAdvisor
			.builder((request) -> Mono.just(request.arguments().contains("A")
					? ToolDecision.approveWith("{\"city\":\"D\"}") : ToolDecision.deny("Not B.")))
			.build();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ask(request(chat(false), "How is the weather?").advisors(approval), true));
		this.gateway.reply("It rains.");
		assertThat(continueTurn(true)).isEqualTo("It rains.");
		assertThat(this.executed).containsExactly("D");
		List<ReceivedRequest> received = this.gateway.received();
		assertThat(received.get(2).json().path("contents")).isEqualTo(received.get(1).json().path("contents"));
		assertThat(received.get(2).body()).contains("Not B.");
		this.gateway.allowRejectedRequests();
	}

	@Test
	void requestExecutesNoMoreCallsIfAnotherRequestHasContinuedItsTurn() throws Exception {
		this.gateway.callTool("hang", Map.of("city", "A")).callTool("weather", Map.of("city", "B"));
		List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());
		Disposable turn = AgentEvents.of(request(chat(false), "How is the weather?")).subscribe(events::add);
		assertThat(this.hanging.await(20, TimeUnit.SECONDS)).isTrue();
		this.gateway.reply("It rains.");
		assertThat(continueTurn(true)).isEqualTo("It rains.");
		this.released.countDown();
		Awaitility.await().until(turn::isDisposed);
		assertThat(((AgentEvent.End) events.get(events.size() - 1)).failure())
			.hasMessage("The turn of the conversation 'zhou' ended because it was deleted, or because another"
					+ " request has continued or replaced it");
		assertThat(this.executed).containsExactly("B", "A");
		assertThat(lastRequest().body()).contains(SavedTurn.INTERRUPTED_RESULT);
		assertThat(textsInMemory()).containsExactly("USER How is the weather?", "ASSISTANT It rains.");
		assertThat(countRowsOfTurns()).isZero();
	}

	@Test
	void executesNoToolIfStoreFails() {
		this.gateway.callTool("weather", Map.of("city", "A"));
		ToolApprovalAdvisor approval = ToolApprovalAdvisor.builder((request) -> {
			this.database.close();
			return Mono.just(ToolDecision.approve());
		}).build();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> request(chat(false), "How is the weather?").advisors(approval).call().content());
		assertThat(this.executed).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void deletesCancelledTurn(boolean partialAnswers) throws Exception {
		this.gateway.replyStream("I will look it up.").callTool("hang", Map.of("city", "A"));
		Disposable turn = request(chat(partialAnswers), "How is the weather?").stream().content().subscribe();
		assertThat(this.hanging.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.store.findConversationIds()).containsExactly(CONVERSATION_ID);
		turn.dispose();
		Awaitility.await().untilAsserted(() -> {
			assertThat(countRowsOfTurns()).isZero();
			assertThat(textsInMemory()).isEqualTo(
					partialAnswers ? List.of("USER How is the weather?", "ASSISTANT I will look it up.") : List.of());
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> continueTurn(true))
			.withMessage("The conversation 'zhou' has no unfinished turn");
	}

	@Test
	void newTurnReplacesUnfinishedTurn() {
		storeInterruptedTurn(List.of("A"), List.of(), Map.of());
		this.gateway.reply("Hello.");
		assertThat(request(chat(false), "Hi.").call().content()).isEqualTo("Hello.");
		assertThat(textsInMemory()).containsExactly("USER Hi.", "ASSISTANT Hello.");
		assertThat(countRowsOfTurns()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuedTurnReturnsAnswerThatIsAlreadyInMemory(boolean streamed) {
		storeInterruptedTurn(List.of("A"), List.of("A"), Map.of("A", "rain in A"));
		this.repository.saveAll(CONVERSATION_ID, List.of(userMessage(), new AssistantMessage("It rains.")));
		assertThat(continueTurn(streamed)).isEqualTo("It rains.");
		assertThat(this.gateway.received()).isEmpty();
		assertThat(textsInMemory()).containsExactly("USER How is the weather?", "ASSISTANT It rains.");
		assertThat(countRowsOfTurns()).isZero();
	}

	@Test
	void keepsMediaOfUnfinishedTurnIfOtherConversationWithSameMediaIsDeleted() {
		byte[] image = new byte[5_000];
		Media photo = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(image));
		UserMessage message = UserMessage.builder().text("How is the weather?").media(photo).build();
		this.gateway.callTool("weather", Map.of("city", "A"));
		this.gateway.googleError(400);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ask(request(chat(false), "").messages(message), true));
		this.repository.saveAll("other", List.of(message));
		this.repository.deleteByConversationId("other");
		this.gateway.reply("It rains.");
		assertThat(continueTurn(true)).isEqualTo("It rains.");
		assertThat(lastRequest().body()).contains(Base64.getEncoder().encodeToString(image));
		this.repository.deleteByConversationId(CONVERSATION_ID);
		assertThat(countRowsOfTurns()).isZero();
		this.gateway.allowRejectedRequests();
	}

	@Test
	void deletesUnfinishedTurnWithItsConversation() {
		storeInterruptedTurn(List.of("A"), List.of(), Map.of());
		this.repository.deleteByConversationId(CONVERSATION_ID);
		assertThat(this.store.findConversationIds()).isEmpty();
		assertThat(countRowsOfTurns()).isZero();
	}

	@Test
	void rejectsMessagesInPromptThatContinuesTurn() {
		storeInterruptedTurn(List.of("A"), List.of(), Map.of());
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> continuation(chat(false)).user("Hi.").call().content())
			.withMessage("A prompt that continues a turn must not contain messages other than system messages");
		assertThat(this.store.findConversationIds()).containsExactly(CONVERSATION_ID);
	}

	@Test
	void rejectsContinuationWithoutTurnStore() {
		ChatClient chat = chat().mutate().defaultAdvisors(TurnChatMemoryAdvisor.builder(memory()).build()).build();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> continuation(chat).call().content())
			.withMessage("To continue a turn, set TurnChatMemoryAdvisor.Builder.turnStore");
	}

	private ReceivedRequest lastRequest() {
		List<ReceivedRequest> received = this.gateway.received();
		return received.get(received.size() - 1);
	}

	private int countRowsOfTurns() {
		JdbcTemplate jdbc = new JdbcTemplate(this.database);
		return List.of("turn", "turn_entry", "media_use WHERE conversation_id LIKE 'turn:%'")
			.stream()
			.mapToInt((table) -> jdbc.queryForObject("SELECT COUNT(*) FROM qhaigc_chat_" + table, Integer.class))
			.sum();
	}

	private static UserMessage userMessage() {
		return UserMessage.builder()
			.text("How is the weather?")
			.metadata(Map.of(TurnChatMemoryAdvisor.TURN_ID, "first"))
			.build();
	}

	/**
	 * Store a turn as if the application had ended during the turn's first round of tool
	 * calls. The city in the arguments of a call is also the ID of the call.
	 */
	private void storeInterruptedTurn(List<String> calls, List<String> started, Map<String, String> results) {
		storeInterruptedTurn(calls, started, results, "weather");
	}

	private void storeInterruptedTurn(List<String> calls, List<String> started, Map<String, String> results,
			String tool) {
		List<TurnEntry> entries = new ArrayList<>();
		entries.add(new TurnEntry(TurnEntry.Kind.REQUEST, userMessage()));
		entries.add(new TurnEntry(TurnEntry.Kind.TOOL_CALLS, toolCallMessage(calls, tool)));
		started.forEach((city) -> entries
			.add(new TurnEntry(TurnEntry.Kind.TOOL_STARTED, toolCallMessage(List.of(city), tool))));
		results.forEach((city,
				result) -> entries.add(new TurnEntry(TurnEntry.Kind.TOOL_RESULTS,
						ToolResponseMessage.builder()
							.responses(List.of(new ToolResponseMessage.ToolResponse(city, tool, result)))
							.build())));
		this.store.start(CONVERSATION_ID, "first", entries);
	}

	private static AssistantMessage toolCallMessage(List<String> cities, String tool) {
		return AssistantMessage.builder()
			.toolCalls(cities.stream()
				.map((city) -> new AssistantMessage.ToolCall(city, "function", tool, "{\"city\":\"" + city + "\"}"))
				.toList())
			.build();
	}

	private ChatMemory memory() {
		return MessageWindowChatMemory.builder().chatMemoryRepository(this.repository).build();
	}

	private ChatClient chat(boolean partialAnswers, String... repeatableTools) {
		return ChatClient
			.builder(model("gemini-3-flash-preview"), ObservationRegistry.NOOP, null, null,
					BoundedToolCallingAdvisor.builder().toolCallingManager(ToolCallingManager.builder().build()))
			.defaultTools(new Tools())
			.defaultAdvisors(TurnChatMemoryAdvisor.builder(memory())
				.partialAnswers(partialAnswers)
				.turnStore(this.store)
				.repeatableTools(repeatableTools)
				.build())
			.build();
	}

	private static ChatClient.ChatClientRequestSpec request(ChatClient chat, String question) {
		return (question.isEmpty() ? chat.prompt() : chat.prompt(question))
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, CONVERSATION_ID));
	}

	private static ChatClient.ChatClientRequestSpec continuation(ChatClient chat) {
		return chat.prompt()
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, CONVERSATION_ID)
				.param(TurnChatMemoryAdvisor.CONTINUE_TURN, true));
	}

	private @Nullable String continueTurn(boolean streamed) {
		ChatClient.ChatClientRequestSpec request = continuation(chat(false));
		return streamed ? String.join("", request.stream().content().collectList().block()) : request.call().content();
	}

	private List<String> textsInMemory() {
		return this.repository.findByConversationId(CONVERSATION_ID).stream().map(TurnStoreTests::text).toList();
	}

	private static String text(Message message) {
		return message.getMessageType() + " " + message.getText();
	}

	private final class Tools {

		@Tool
		String weather(String city) {
			TurnStoreTests.this.executed.add(city);
			return "rain in " + city;
		}

		@Tool
		String hang(String city) throws InterruptedException {
			TurnStoreTests.this.hanging.countDown();
			TurnStoreTests.this.released.await();
			TurnStoreTests.this.executed.add(city);
			return "rain in " + city;
		}

	}

}
