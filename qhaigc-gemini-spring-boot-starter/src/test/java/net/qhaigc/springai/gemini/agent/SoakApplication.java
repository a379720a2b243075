package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMessageRepository;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application of {@link AgentSoakTests}. A restart keeps only the database with the
 * conversations and their media. The other provider is Spring AI's module for OpenAI.
 */
final class SoakApplication implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofMinutes(10);

	final QhaigcGateway gateway = QhaigcGateway.builder().journal(1, 1_000).start();

	final PendingApprovals approvals = new PendingApprovals();

	final SoakChecks checks = new SoakChecks();

	private final HikariDataSource database = new HikariDataSource();

	private final OpenAiChatModel openAi = OpenAiChatModel.builder()
		.options(OpenAiChatOptions.builder()
			.baseUrl(this.gateway.url() + "/v1")
			.apiKey(this.gateway.apiKey())
			.model("gpt-5")
			.timeout(TIMEOUT)
			.maxRetries(0)
			.build())
		.build();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	private final AgentRuns runs = AgentRuns.builder().maxRuns(10_000).timeToLive(Duration.ZERO).build();

	SoakApplication() {
		this.database.setJdbcUrl("jdbc:h2:mem:soak;DB_CLOSE_DELAY=-1");
		new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcMediaStore.class))
			.execute(this.database);
		this.gateway.onRequest(this.checks::received);
		SoakScript.addTo(this.gateway);
	}

	/** Return the messages of a conversation, as after a restart. */
	ChatMemoryRepository repository() {
		return new JdbcMessageRepository(this.database, mediaStore());
	}

	private MediaStore mediaStore() {
		return new JdbcMediaStore(new JdbcTemplate(this.database));
	}

	int rows() {
		JdbcTemplate jdbc = new JdbcTemplate(this.database);
		return Stream.of("message", "media", "media_use")
			.mapToInt((table) -> jdbc.queryForObject("SELECT COUNT(*) FROM qhaigc_chat_" + table, Integer.class))
			.sum();
	}

	/** The application after a restart, with this module's chat model. */
	ChatClient gemini() {
		MediaStore mediaStore = mediaStore();
		return chat(QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-3-flash-preview").build())
			.mediaStore(mediaStore)
			.build(), mediaStore);
	}

	/** The application after a restart, with the chat model of another module. */
	ChatClient openAi() {
		return chat(this.openAi, mediaStore());
	}

	private ChatClient chat(ChatModel model, MediaStore mediaStore) {
		ChatMemory memory = MessageWindowChatMemory.builder()
			.chatMemoryRepository(new JdbcMessageRepository(this.database, mediaStore))
			.build();
		ToolCallingManager manager = ParallelToolCallingManager.builder(ToolCallingManager.builder().build()).build();
		return ChatClient
			.builder(model, ObservationRegistry.NOOP, null, null,
					BoundedToolCallingAdvisor.builder().toolCallingManager(manager))
			.defaultTools(new SoakScript.Tools())
			.defaultAdvisors(TurnChatMemoryAdvisor.builder(memory).partialAnswers(true).build(),
					ToolApprovalAdvisor.builder(this.approvals).tools("pay").build())
			.build();
	}

	AgentRun start(ChatClient chat, String conversation, String question) {
		return this.runs.start(AgentEvents.of(chat.prompt(question)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation))));
	}

	/** Run a turn, and attach again after each 7 events, as if the page was reloaded. */
	List<AgentEvent> runWithReload(ChatClient chat, String conversation, String question) {
		AgentRun run = start(chat, conversation, question);
		List<ServerSentEvent<AgentEvent>> events = new ArrayList<>();
		while (events.isEmpty() || !(events.get(events.size() - 1).data() instanceof AgentEvent.End)) {
			String lastEventId = events.isEmpty() ? null : events.get(events.size() - 1).id();
			events.addAll(run.attach(lastEventId).doOnNext(this::decide).take(7).collectList().block(TIMEOUT));
		}
		assertThat(events).extracting(ServerSentEvent::id)
			.containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).mapToObj(Long::toString).toList());
		return events.stream().<AgentEvent>map(ServerSentEvent::data).toList();
	}

	List<AgentEvent> events(AgentRun run, @Nullable String lastEventId) {
		return run.attach(lastEventId).<AgentEvent>map(ServerSentEvent::data).collectList().block(TIMEOUT);
	}

	void decide(ServerSentEvent<AgentEvent> event) {
		if (event.data() instanceof AgentEvent.ApprovalRequested request) {
			this.approvals.decide(request.approvalId(), ToolDecision.approve());
		}
	}

	@Override
	public void close() {
		this.client.close();
		this.gateway.close();
		this.database.close();
	}

}
