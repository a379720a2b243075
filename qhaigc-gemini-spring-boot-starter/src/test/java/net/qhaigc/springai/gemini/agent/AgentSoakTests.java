package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.memory.MessageCodec;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs conversations of many agents concurrently. Each agent has 8 tools. The first turn
 * of a conversation has 15 rounds of tool calls. Most rounds have parallel calls. One of
 * the tool calls requires an approval. The turn ends with an image. This turn is stopped
 * twice, and restarted each time. During its tool loop, the provider changes 8 times:
 * between the native endpoint, Spring AI's module for OpenAI and the unified endpoint.
 * The application is also terminated during the tool loop, and a new application
 * continues the turn. Each of the next two turns uses only one provider. When an
 * application has been terminated, only the database with conversations, media and
 * unfinished turns remains.
 *
 * <p>
 * Each tool call must be executed exactly once, except for the calls that were being
 * executed when the application was terminated. Such a call must be executed once or
 * twice if its tool is repeatable, and at most once otherwise.
 *
 * <p>
 * By default, each agent has one conversation. With {@code -Dqhaigc.agents.seconds=600},
 * each agent starts new conversations for 600 seconds. {@code -Dqhaigc.agents.count} sets
 * the number of agents.
 */
class AgentSoakTests {

	private static final int AGENTS = Integer.getInteger("qhaigc.agents.count", 8);

	private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("qhaigc.agents.seconds", 0));

	private static final long MAX_HEAP_GROWTH = 150_000_000;

	private static final int MAX_THREAD_GROWTH = 50;

	private static final List<String> LOGGERS_OF_EXPECTED_FAILURES = List.of(
			"org.springframework.ai.chat.model.MessageAggregator", "reactor.core.publisher.Operators",
			"reactor.core.scheduler.Schedulers", "com.zaxxer.hikari");

	private final QhaigcGateway gateway = QhaigcGateway.builder().journal(1, 1_000).start();

	private final HikariDataSource database = new HikariDataSource();

	private final OpenAiChatModel otherProvider = OpenAiChatModel.builder()
		.options(OpenAiChatOptions.builder()
			.baseUrl(this.gateway.url() + "/v1")
			.apiKey(this.gateway.apiKey())
			.model(SoakApplication.OTHER_MODEL)
			.timeout(SoakApplication.TIMEOUT)
			.maxRetries(0)
			.build())
		.build();

	private final SoakTools tools = new SoakTools();

	private final SoakChecks checks = new SoakChecks();

	private final AtomicInteger conversations = new AtomicInteger();

	private final AtomicInteger restarts = new AtomicInteger();

	private final AtomicInteger interruptedUnrepeatableCalls = new AtomicInteger();

	private final AtomicInteger repeatedCalls = new AtomicInteger();

	private final AtomicLong events = new AtomicLong();

	private final AtomicLong heapAfterFirstConversations = new AtomicLong();

	private final AtomicInteger threadsAfterFirstConversations = new AtomicInteger();

	@BeforeEach
	void prepare() {
		LOGGERS_OF_EXPECTED_FAILURES.forEach((name) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF));
		this.database.setJdbcUrl("jdbc:h2:mem:soak;DB_CLOSE_DELAY=-1");
		this.database.setConnectionTimeout(SoakApplication.TIMEOUT.toMillis());
		new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcMediaStore.class))
			.execute(this.database);
		this.gateway.onRequest(this.checks::check);
		SoakScript.addTo(this.gateway);
	}

	@AfterEach
	void close() {
		this.gateway.close();
		this.database.close();
		LOGGERS_OF_EXPECTED_FAILURES.forEach((name) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
	}

	@Test
	void nothingIsLostDuplicatedOrLeaked() throws Exception {
		Instant end = Instant.now().plus(DURATION);
		ExecutorService executor = Executors.newFixedThreadPool(AGENTS);
		try {
			List<Future<?>> agents = new ArrayList<>();
			for (int i = 0; i < AGENTS; i++) {
				agents.add(executor.submit(() -> {
					do {
						converse(this.conversations.incrementAndGet());
					}
					while (Instant.now().isBefore(end));
					return null;
				}));
			}
			for (Future<?> agent : agents) {
				agent.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		System.out.printf(
				"%d conversations, %d requests, %d events, %d restarts and %d changes of the provider in the"
						+ " tool loop, %d interrupted calls of unrepeatable tools, %d repeated calls; after the first"
						+ " conversations and at the end: %d and %d MB of heap, %d and %d threads; %d connections%n",
				this.conversations.get(), this.checks.requests(), this.events.get(), this.restarts.get(),
				this.checks.providerChanges(), this.interruptedUnrepeatableCalls.get(), this.repeatedCalls.get(),
				this.heapAfterFirstConversations.get() >> 20, usedHeap() >> 20,
				this.threadsAfterFirstConversations.get(), countThreads(""), this.gateway.openConnections());
		assertThat(this.checks.problems()).isEmpty();
		assertThat(this.restarts.get()).isEqualTo(this.conversations.get());
		assertThat(this.checks.providerChanges())
			.as("changes of the provider, including those in requests that an application sends while being closed")
			.isGreaterThanOrEqualTo(8 * this.conversations.get());
		assertThat(usedHeap()).isLessThan(this.heapAfterFirstConversations.get() + MAX_HEAP_GROWTH);
		Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
			assertThat(countThreads("tool-") + countThreads("turn-")).isZero();
			assertThat(countThreads("")).isLessThan(this.threadsAfterFirstConversations.get() + MAX_THREAD_GROWTH);
			assertThat(countRows()).isZero();
		});
		assertThat(this.gateway.problems()).isEmpty();
	}

	private void converse(int number) throws InterruptedException {
		String id = "conversation-" + number;
		String question = "Go, " + id + ". " + ((number % 50 == 1) ? "Go with a large result." : "Go.");
		try (SoakApplication application = application()) {
			startTurnAndStopAfter(application, AgentEvent.ToolStarted.class, 1 + number % 3, id, question);
			startTurnAndStopAfter(application, AgentEvent.Round.class, 3 + number % 9, id, question);
			terminateApplicationInToolLoop(application, number, id, question);
		}
		try (SoakApplication application = application()) {
			continueTurn(application, id, question);
			AgentRun thanks = application.start(application.otherProviderAgent(), id, id + "/thanks", "Thanks.");
			List<AgentEvent> events = application.eventsWithReloadsAndApprovals(thanks);
			assertThat(text(events)).isEqualTo("You are welcome.");
			assertThat(events).filteredOn(AgentEvent.ToolFinished.class::isInstance).hasSize(2);
			AgentRun bye = application.start(application.geminiAgent(), id, id + "/bye", "Bye.");
			assertThat(text(application.eventsWithReloadsAndApprovals(bye))).isEqualTo("Goodbye.");
			assertThat(texts(application, id)).containsExactly("USER " + question, "ASSISTANT Done.", "USER Thanks.",
					"ASSISTANT You are welcome.", "USER Bye.", "ASSISTANT Goodbye.");
			assertThat(application.approvals().requests()).isEmpty();
			application.repository().deleteByConversationId(id);
		}
		Stream.of("stopped", "turn", "thanks").forEach((turn) -> this.tools.remove(id + "/" + turn));
		this.checks.remove(id);
		if (number == AGENTS) {
			this.heapAfterFirstConversations.set(usedHeap());
			this.threadsAfterFirstConversations.set(countThreads(""));
		}
	}

	private SoakApplication application() {
		return new SoakApplication(this.gateway, this.database, this.otherProvider, this.tools);
	}

	private static String text(List<AgentEvent> events) {
		return events.stream()
			.filter(AgentEvent.Text.class::isInstance)
			.map((event) -> ((AgentEvent.Text) event).text())
			.collect(Collectors.joining());
	}

	private static long usedHeap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private void startTurnAndStopAfter(SoakApplication application, Class<? extends AgentEvent> type, int count,
			String id, String question) {
		AgentRun run = application.start(application.agent(), id, id + "/stopped", question);
		AtomicInteger seen = new AtomicInteger();
		run.attach(null)
			.doOnNext(application::approveIfRequested)
			.takeUntil((event) -> type.isInstance(event.data()) && seen.incrementAndGet() == count)
			.blockLast(SoakApplication.TIMEOUT);
		run.stop();
		List<AgentEvent> events = application.events(run);
		assertThat(events.get(events.size() - 1)).isInstanceOfSatisfying(AgentEvent.End.class,
				(end) -> assertThat(end.finishReason()).isEqualTo(AgentEvent.End.STOPPED));
		assertThat(texts(application, id)).isEmpty();
		Awaitility.await()
			.atMost(SoakApplication.TIMEOUT)
			.until(() -> application.approvals().requests().isEmpty()
					&& !application.turnStore().findConversationIds().contains(id));
	}

	/**
	 * Terminate the application while a tool is executed, while a request to the model is
	 * in progress, or while a tool call waits for approval, depending on the number of
	 * the conversation.
	 */
	private void terminateApplicationInToolLoop(SoakApplication application, int number, String id, String question)
			throws InterruptedException {
		CountDownLatch ended = new CountDownLatch(1);
		List<String> calls = SoakScript.CALLS;
		String call = calls.get(number / 3 * 5 % calls.size());
		if (number % 3 == 0) {
			this.tools.onCall(id + "/turn", (executed) -> {
				if (executed.equals(call) && ended.getCount() > 0) {
					application.close();
					ended.countDown();
				}
			});
		}
		int callsBefore = SoakScript.callsBefore(call);
		this.checks.onRequest(id, (callsInRequest) -> {
			if (number % 3 == 1 && callsInRequest == callsBefore && ended.getCount() > 0) {
				application.close();
				ended.countDown();
			}
		});
		AgentRun run = application.start(application.agent(), id, id + "/turn", question);
		run.attach(null).subscribe((event) -> {
			if (number % 3 == 2 && event.data() instanceof AgentEvent.ApprovalRequested) {
				application.close();
				ended.countDown();
			}
			else {
				application.approveIfRequested(event);
			}
		});
		assertThat(ended.await(SoakApplication.TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		run.stop();
		this.restarts.incrementAndGet();
	}

	private void continueTurn(SoakApplication application, String id, String question) {
		assertThat(texts(application, id)).isEmpty();
		assertThat(application.turnStore().findConversationIds()).contains(id);
		List<String> running = runningCalls(id);
		List<AgentEvent> events = application
			.eventsWithReloadsAndApprovals(application.start(application.agent(), id, id + "/turn", null));
		this.events.addAndGet(events.size());
		assertThat(text(events)).isEqualTo("Done.");
		assertThat(events).filteredOn(AgentEvent.Media.class::isInstance).hasSize(1);
		assertThat(events.get(events.size() - 1)).isInstanceOfSatisfying(AgentEvent.End.class, (end) -> {
			assertThat(end.failure()).isNull();
			assertThat(end.finishReason()).isEqualTo("STOP");
		});
		assertThat(finishedCalls(events)).containsExactlyInAnyOrderElementsOf(startedCalls(events));
		assertThat(texts(application, id)).containsExactly("USER " + question, "ASSISTANT Done.");
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertExecutions(this.tools.executions(id + "/turn"), running));
		Map<String, Integer> executions = this.tools.executions(id + "/turn");
		running.forEach((call) -> {
			this.repeatedCalls.addAndGet((executions.getOrDefault(call, 0) == 2) ? 1 : 0);
			this.interruptedUnrepeatableCalls.addAndGet(isRepeatable(call) ? 0 : 1);
		});
	}

	/**
	 * A call is stored as started before it is executed, so a call that is stored as
	 * started may not have been executed when the application ended.
	 */
	private static void assertExecutions(Map<String, Integer> executions, List<String> running) {
		Map<String, Integer> callsThatWereNotRunning = new TreeMap<>();
		for (String call : SoakScript.CALLS) {
			int count = executions.getOrDefault(call, 0);
			if (!running.contains(call)) {
				callsThatWereNotRunning.put(call, count);
			}
			else if (isRepeatable(call)) {
				assertThat(count).as(call).isBetween(1, 2);
			}
			else {
				assertThat(count).as(call).isBetween(0, 1);
			}
		}
		assertThat(callsThatWereNotRunning).allSatisfy((call, count) -> assertThat(count).as(call).isEqualTo(1));
		assertThat(SoakScript.CALLS).containsAll(executions.keySet());
	}

	private static boolean isRepeatable(String call) {
		return List.of(SoakApplication.REPEATABLE_TOOLS).contains(SoakScript.tool(call));
	}

	private static List<String> startedCalls(List<AgentEvent> events) {
		return events.stream()
			.filter(AgentEvent.ToolStarted.class::isInstance)
			.map((event) -> ((AgentEvent.ToolStarted) event).id())
			.toList();
	}

	private static List<String> finishedCalls(List<AgentEvent> events) {
		return events.stream()
			.filter(AgentEvent.ToolFinished.class::isInstance)
			.map((event) -> ((AgentEvent.ToolFinished) event).id())
			.toList();
	}

	/** Return the calls that are stored as started, but without a result. */
	private List<String> runningCalls(String id) {
		List<String> running = new ArrayList<>();
		Map<String, String> arguments = new TreeMap<>();
		MessageCodec codec = new MessageCodec(new InMemoryMediaStore());
		new JdbcTemplate(this.database)
			.queryForList("SELECT content FROM qhaigc_chat_turn_entry WHERE conversation_id = ? AND kind IN"
					+ " ('TOOL_STARTED', 'TOOL_RESULTS') ORDER BY sequence_id", String.class, id)
			.forEach((content) -> {
				Message message = codec.read(content);
				if (message instanceof AssistantMessage started) {
					ToolCall call = started.getToolCalls().get(0);
					String city = call.arguments().replaceAll(".*\"city\":\\s*\"(\\w+)\".*", "$1");
					arguments.put(call.id(), city);
					running.add(city);
				}
				else {
					((ToolResponseMessage) message).getResponses()
						.forEach((result) -> running.remove(arguments.get(result.id())));
				}
			});
		return running;
	}

	private int countRows() {
		JdbcTemplate jdbc = new JdbcTemplate(this.database);
		return Stream.of("message", "media", "media_use", "turn", "turn_entry")
			.mapToInt((table) -> jdbc.queryForObject("SELECT COUNT(*) FROM qhaigc_chat_" + table, Integer.class))
			.sum();
	}

	private List<String> texts(SoakApplication application, String id) {
		return application.repository().findByConversationId(id).stream().map(AgentSoakTests::text).toList();
	}

	private static String text(Message message) {
		return message.getMessageType() + " " + message.getText();
	}

	private static int countThreads(String prefix) {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(prefix))
			.count();
	}

}
