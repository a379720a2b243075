package net.qhaigc.springai.gemini.agent;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
import org.springframework.util.Assert;

/**
 * Stores a turn in the chat memory when it has ended: the message of the user together
 * with the answer. A turn that fails or is cancelled leaves nothing in the memory. If
 * partial answers are kept, a streamed turn leaves the message of the user and the text
 * that was received.
 *
 * <p>
 * Use this advisor in place of {@code MessageChatMemoryAdvisor}, which already stores the
 * message of the user when the turn starts. Both advisors have the same order, which
 * places them outside the tool loop.
 */
public final class TurnChatMemoryAdvisor implements CallAdvisor, StreamAdvisor, MemoryAdvisor {

	/** Key in message metadata: {@code true} if an answer is partial. */
	public static final String PARTIAL = "partial";

	/**
	 * Advisor parameter: {@code true} to continue the unfinished turn of the
	 * conversation. The prompt must not contain messages other than system messages.
	 */
	public static final String CONTINUE_TURN = "qhaigc.continue-turn";

	/**
	 * Key in the metadata of the user's message: the ID of the turn, if the advisor has a
	 * {@link TurnStore}.
	 */
	static final String TURN_ID = "turn";

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final ChatMemory memory;

	private final boolean partialAnswers;

	private final Scheduler scheduler;

	private final @Nullable SavedTurns turns;

	private TurnChatMemoryAdvisor(Builder builder) {
		this.memory = builder.memory;
		this.partialAnswers = builder.partialAnswers;
		this.scheduler = builder.scheduler;
		this.turns = (builder.turnStore != null)
				? new SavedTurns(builder.turnStore, Set.copyOf(builder.repeatableTools)) : null;
	}

	@Override
	public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
		MemoryTurn turn = new MemoryTurn(this.memory, request);
		ChatClientRequest prepared = turn.begin(turns(request));
		if (turn.response() == null) {
			turn.setResponse(nextCall(turn.savedTurn(), prepared, chain));
		}
		turn.complete();
		return Objects.requireNonNull(turn.response());
	}

	private ChatClientResponse nextCall(@Nullable SavedTurn saved, ChatClientRequest request, CallAdvisorChain chain) {
		return (saved == null) ? chain.nextCall(request) : InnerChain.of(chain, request, this, advisors(saved))
			.nextCall(InterceptedTool.intercept(request, saved));
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return Flux.defer(() -> {
			MemoryTurn turn = new MemoryTurn(this.memory, request);
			SavedTurns turns = turns(request);
			Flux<ChatClientResponse> response = schedule(() -> turn.begin(turns))
				.flatMapMany((prepared) -> storeAtEnd(turn, nextStream(turn, prepared, chain)));
			return (this.partialAnswers || turns != null)
					? response.doOnCancel(() -> this.scheduler.schedule(() -> turn.cancel(this.partialAnswers)))
					: response;
		});
	}

	private Flux<ChatClientResponse> nextStream(MemoryTurn turn, ChatClientRequest request, StreamAdvisorChain chain) {
		ChatClientResponse response = turn.response();
		SavedTurn saved = turn.savedTurn();
		if (response != null) {
			return Flux.just(response);
		}
		return (saved == null) ? chain.nextStream(request) : InnerChain.of(chain, request, this, advisors(saved))
			.nextStream(InterceptedTool.intercept(request, saved));
	}

	private Flux<ChatClientResponse> storeAtEnd(MemoryTurn turn, Flux<ChatClientResponse> response) {
		Flux<ChatClientResponse> stored = new ChatClientMessageAggregator()
			.aggregateChatClientResponse(response.doOnNext(turn::addChunk), turn::setResponse)
			.concatWith(schedule(turn::complete));
		if (!this.partialAnswers) {
			return stored;
		}
		return stored
			.onErrorResume((failure) -> this.<ChatClientResponse>schedule(() -> turn.fail(true)).onErrorResume((ex) -> {
				failure.addSuppressed(ex);
				return Mono.empty();
			}).then(Mono.error(failure)));
	}

	private Advisor[] advisors(SavedTurn turn) {
		SavedRoundAdvisor rounds = new SavedRoundAdvisor(this, turn);
		return (turn.interruptedRound() == null) ? new Advisor[] { rounds }
				: new Advisor[] { rounds, new ContinuedRoundAdvisor(turn.interruptedRound()) };
	}

	private @Nullable SavedTurns turns(ChatClientRequest request) {
		if (this.turns == null && SavedTurns.continuesTurn(request)) {
			throw new IllegalStateException("To continue a turn, set TurnChatMemoryAdvisor.Builder.turnStore");
		}
		return this.turns;
	}

	/**
	 * Schedule an action that uses the memory or the store. If the stream is cancelled,
	 * the thread of the action is not interrupted, since an interrupt would close the
	 * file of an embedded database.
	 */
	<T> Mono<T> schedule(Supplier<@Nullable T> action) {
		return Mono.create((sink) -> this.scheduler.schedule(SNAPSHOTS.captureFrom(sink.contextView()).wrap(() -> {
			try {
				sink.success(action.get());
			}
			catch (Throwable ex) {
				sink.error(ex);
			}
		})));
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
	 * @return a builder; by default, partial answers are not kept
	 */
	public static Builder builder(ChatMemory memory) {
		return new Builder(memory);
	}

	/**
	 * Builder for {@link TurnChatMemoryAdvisor}.
	 */
	public static final class Builder {

		private final ChatMemory memory;

		private final Set<String> repeatableTools = new HashSet<>();

		private boolean partialAnswers;

		private @Nullable TurnStore turnStore;

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
		 * Store each turn while it is executed. After a failure or a restart of the
		 * application, the turn can be continued with {@link #CONTINUE_TURN}. A turn is
		 * deleted from the store when it is complete or cancelled, and when the next turn
		 * of the conversation starts. With a store, the memory does not contain partial
		 * answers of failed turns.
		 * @param turnStore the store
		 * @return this builder
		 */
		public Builder turnStore(TurnStore turnStore) {
			Assert.notNull(turnStore, "turnStore is required");
			this.turnStore = turnStore;
			return this;
		}

		/**
		 * Add tools whose calls can be executed again. If a turn is continued, an
		 * interrupted call of one of these tools is executed again. An interrupted call
		 * of any other tool is not executed again. Instead, the model receives a result
		 * that says that the call was interrupted.
		 * @param names the names of the tools
		 * @return this builder
		 */
		public Builder repeatableTools(String... names) {
			this.repeatableTools.addAll(List.of(names));
			return this;
		}

		/**
		 * Set the scheduler on which a streamed turn uses the memory and the turn store.
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
