package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.http.codec.ServerSentEvent;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application of {@link AgentSoakTests}. A restart keeps only the repository of the
 * chat memory, which stores texts.
 */
final class SoakApplication implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofMinutes(3);

	final QhaigcGateway gateway = QhaigcGateway.builder().journal(1, 1_000).start();

	final PendingApprovals approvals = new PendingApprovals();

	final ChatMemoryRepository repository = new TextChatMemoryRepository();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	private final AgentRuns runs = AgentRuns.builder().maxRuns(10_000).timeToLive(Duration.ZERO).build();

	private final AtomicInteger requests = new AtomicInteger();

	SoakApplication() {
		this.gateway.onRequest((request) -> this.requests.incrementAndGet());
		SoakScript.addTo(this.gateway);
	}

	int requests() {
		return this.requests.get();
	}

	ChatClient gemini() {
		return chat(QhaigcGeminiChatOptions.builder().model("gemini-3-flash-preview").build());
	}

	ChatClient otherProvider() {
		return chat(QhaigcGeminiChatOptions.builder().model("gpt-5").endpoint(Endpoint.UNIFIED).build());
	}

	private ChatClient chat(QhaigcGeminiChatOptions options) {
		QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder().client(this.client).options(options).build();
		ChatMemory memory = MessageWindowChatMemory.builder().chatMemoryRepository(this.repository).build();
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
	}

}
