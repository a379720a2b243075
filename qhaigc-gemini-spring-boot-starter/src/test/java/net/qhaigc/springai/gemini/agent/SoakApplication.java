package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import javax.sql.DataSource;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.jdbc.core.JdbcTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.failover.CircuitBreakerSettings;
import net.qhaigc.springai.gemini.failover.FailoverChatModel;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMessageRepository;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcTurnStore;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application in {@link AgentSoakTests}, with the agents of one conversation. When the
 * application ends, only the database remains, with the conversations, their media and
 * the unfinished turns.
 */
final class SoakApplication implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofMinutes(10);

	static final String OTHER_MODEL = "gpt-5";

	/** Tools without side effects, which can be executed again. */
	static final String[] REPEATABLE_TOOLS = { "weather", "count" };

	private static final String MODEL = "gemini-3-flash-preview";

	private final PendingApprovals approvals = new PendingApprovals();

	private final SoakTools tools;

	private final OpenAiChatModel otherProvider;

	private final SoakDatabase database;

	private final QhaigcClient client;

	private final AgentRuns runs = AgentRuns.builder().timeToLive(Duration.ZERO).build();

	SoakApplication(QhaigcGateway gateway, DataSource database, OpenAiChatModel otherProvider, SoakTools tools) {
		this.otherProvider = otherProvider;
		this.tools = tools;
		this.database = new SoakDatabase(database);
		this.client = QhaigcClient.builder()
			.baseUrl(gateway.url())
			.apiKey(gateway.apiKey())
			.build()
			.withRetryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)));
	}

	ChatMemoryRepository repository() {
		return new JdbcMessageRepository(this.database, mediaStore());
	}

	JdbcTurnStore turnStore() {
		return new JdbcTurnStore(this.database, mediaStore());
	}

	PendingApprovals approvals() {
		return this.approvals;
	}

	private MediaStore mediaStore() {
		return new JdbcMediaStore(new JdbcTemplate(this.database));
	}

	/**
	 * An agent that continues with another provider if the current one is unavailable.
	 */
	ChatClient agent() {
		return chat(FailoverChatModel.builder()
			.route("native", gemini(Endpoint.NATIVE))
			.route("other", this.otherProvider)
			.route("unified", gemini(Endpoint.UNIFIED))
			.circuitBreaker(new CircuitBreakerSettings(1_000, 1_000, 100, Duration.ofSeconds(1)))
			.build());
	}

	/** An agent that uses only the chat model of this library. */
	ChatClient geminiAgent() {
		return chat(gemini(Endpoint.NATIVE));
	}

	/** An agent that uses only the chat model of Spring AI's module for OpenAI. */
	ChatClient otherProviderAgent() {
		return chat(this.otherProvider);
	}

	private QhaigcGeminiChatModel gemini(Endpoint endpoint) {
		return QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model(MODEL).endpoint(endpoint).build())
			.mediaStore(mediaStore())
			.build();
	}

	private ChatClient chat(ChatModel model) {
		ChatMemory memory = MessageWindowChatMemory.builder().chatMemoryRepository(repository()).build();
		ToolCallingManager manager = ParallelToolCallingManager.builder(ToolCallingManager.builder().build()).build();
		return ChatClient
			.builder(model, ObservationRegistry.NOOP, null, null,
					BoundedToolCallingAdvisor.builder().toolCallingManager(manager))
			.defaultTools(this.tools)
			.defaultAdvisors(TurnChatMemoryAdvisor.builder(memory)
				.partialAnswers(true)
				.turnStore(turnStore())
				.repeatableTools(REPEATABLE_TOOLS)
				.build(), ToolApprovalAdvisor.builder(this.approvals).tools("pay").build())
			.build();
	}

	/**
	 * Start a turn.
	 * @param turn the name under which {@link SoakTools} counts the tool calls that are
	 * executed in the turn
	 * @param question the message of the user; null to continue the turn
	 */
	AgentRun start(ChatClient chat, String conversation, String turn, @Nullable String question) {
		ChatClient.ChatClientRequestSpec request = (question != null) ? chat.prompt(question) : chat.prompt();
		return this.runs.start(AgentEvents.of(request.toolContext(Map.of(SoakTools.TURN, turn))
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation)
				.param(TurnChatMemoryAdvisor.CONTINUE_TURN, question == null))));
	}

	/**
	 * Return all events of the run. Approves the tool calls for which the run requests
	 * approval. Attaches to the run again after every 7 events, as if the user had
	 * reloaded the page.
	 */
	List<AgentEvent> eventsWithReloadsAndApprovals(AgentRun run) {
		List<ServerSentEvent<AgentEvent>> events = new ArrayList<>();
		while (events.isEmpty() || !(events.get(events.size() - 1).data() instanceof AgentEvent.End)) {
			String lastEventId = events.isEmpty() ? null : events.get(events.size() - 1).id();
			events.addAll(
					run.attach(lastEventId).doOnNext(this::approveIfRequested).take(7).collectList().block(TIMEOUT));
		}
		assertThat(events).extracting(ServerSentEvent::id)
			.containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).mapToObj(Long::toString).toList());
		return events.stream().<AgentEvent>map(ServerSentEvent::data).toList();
	}

	List<AgentEvent> events(AgentRun run) {
		return run.attach(null).<AgentEvent>map(ServerSentEvent::data).collectList().block(TIMEOUT);
	}

	void approveIfRequested(ServerSentEvent<AgentEvent> event) {
		if (event.data() instanceof AgentEvent.ApprovalRequested request) {
			this.approvals.decide(request.approvalId(), ToolDecision.approve());
		}
	}

	/** End the application, whatever its agent is doing. */
	@Override
	public void close() {
		this.database.close();
		this.client.close();
	}

}
