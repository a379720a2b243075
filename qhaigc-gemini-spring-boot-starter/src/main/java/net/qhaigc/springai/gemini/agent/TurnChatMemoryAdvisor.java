package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClientMessageAggregator;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.MemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.util.Assert;

/**
 * Stores a turn in the chat memory when it has ended: the message of the user together
 * with the answer. A turn that fails or is cancelled leaves nothing in the memory, or, if
 * partial answers are kept, the message of the user and the text so far.
 *
 * <p>
 * In place of {@code MessageChatMemoryAdvisor}, which stores the message of the user when
 * the turn starts. Its order is the same, outside the tool loop.
 */
public final class TurnChatMemoryAdvisor implements CallAdvisor, StreamAdvisor, MemoryAdvisor {

	/** Key of message metadata: {@code true} if an answer is partial. */
	public static final String PARTIAL = "partial";

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final ChatMemory memory;

	private final boolean partialAnswers;

	private final Scheduler scheduler;

	private TurnChatMemoryAdvisor(Builder builder) {
		this.memory = builder.memory;
		this.partialAnswers = builder.partialAnswers;
		this.scheduler = builder.scheduler;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		MemoryTurn turn = turn(request);
		ChatClientResponse response = chain.nextCall(withHistory(request));
		turn.aggregated(response);
		turn.complete();
		return response;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return schedule(() -> withHistory(request))
			.flatMapMany((prepared) -> stream(turn(request), chain.nextStream(prepared)));
	}

	private Flux<ChatClientResponse> stream(MemoryTurn turn, Flux<ChatClientResponse> response) {
		Flux<ChatClientResponse> stored = new ChatClientMessageAggregator()
			.aggregateChatClientResponse(response.doOnNext(turn::chunk), turn::aggregated)
			.concatWith(schedule(turn::complete));
		if (!this.partialAnswers) {
			return stored;
		}
		return stored
			.onErrorResume((failure) -> this.<ChatClientResponse>schedule(turn::interrupt).onErrorResume((ex) -> {
				failure.addSuppressed(ex);
				return Mono.empty();
			}).then(Mono.error(failure)))
			.doOnCancel(() -> this.scheduler.schedule(turn::interrupt));
	}

	/**
	 * Use the memory on its scheduler. If the stream is cancelled, the memory is not
	 * interrupted, which would close the file of an embedded database.
	 */
	private <T> Mono<T> schedule(Supplier<@Nullable T> action) {
		return Mono.create((sink) -> this.scheduler.schedule(SNAPSHOTS.captureFrom(sink.contextView()).wrap(() -> {
			try {
				sink.success(action.get());
			}
			catch (Throwable ex) {
				sink.error(ex);
			}
		})));
	}

	private MemoryTurn turn(ChatClientRequest request) {
		return new MemoryTurn(this.memory, conversationId(request.context()),
				request.prompt().getLastUserOrToolResponseMessage());
	}

	private ChatClientRequest withHistory(ChatClientRequest request) {
		List<Message> system = new ArrayList<>();
		List<Message> turn = new ArrayList<>();
		request.prompt()
			.getInstructions()
			.forEach((message) -> ((message instanceof SystemMessage) ? system : turn).add(message));
		List<Message> messages = new ArrayList<>(system);
		messages.addAll(this.memory.get(conversationId(request.context())));
		messages.addAll(turn);
		return request.mutate().prompt(request.prompt().mutate().messages(messages).build()).build();
	}

	private static String conversationId(Map<String, @Nullable Object> context) {
		return Objects
			.requireNonNull(context.get(ChatMemory.CONVERSATION_ID),
					"The advisor parameter ChatMemory.CONVERSATION_ID is required")
			.toString();
	}

	@Override
	public String getName() {
		return "Turn Chat Memory Advisor";
	}

	@Override
	public int getOrder() {
		return Advisor.DEFAULT_CHAT_MEMORY_PRECEDENCE_ORDER;
	}

	/**
	 * Create a builder.
	 * @param memory the chat memory
	 * @return a builder without partial answers
	 */
	public static Builder builder(ChatMemory memory) {
		return new Builder(memory);
	}

	/**
	 * Builder for {@link TurnChatMemoryAdvisor}.
	 */
	public static final class Builder {

		private final ChatMemory memory;

		private boolean partialAnswers;

		private Scheduler scheduler = Schedulers.boundedElastic();

		private Builder(ChatMemory memory) {
			Assert.notNull(memory, "memory is required");
			this.memory = memory;
		}

		/**
		 * Set whether the text so far is kept if a stream is cancelled or fails. If there
		 * is no text, the memory remains unchanged.
		 * @param partialAnswers whether partial answers are kept
		 * @return this builder
		 */
		public Builder partialAnswers(boolean partialAnswers) {
			this.partialAnswers = partialAnswers;
			return this;
		}

		/**
		 * Set the scheduler on which streams use the memory.
		 * @param scheduler the scheduler; the default is
		 * {@code Schedulers.boundedElastic()}
		 * @return this builder
		 */
		public Builder scheduler(Scheduler scheduler) {
			Assert.notNull(scheduler, "scheduler is required");
			this.scheduler = scheduler;
			return this;
		}

		/**
		 * Build the advisor.
		 * @return the advisor
		 */
		public TurnChatMemoryAdvisor build() {
			return new TurnChatMemoryAdvisor(this);
		}

	}

}
