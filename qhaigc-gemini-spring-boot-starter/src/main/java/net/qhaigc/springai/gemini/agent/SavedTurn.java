package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * A turn that is stored while it is executed. Each tool call is stored before and after
 * its execution, so that after a restart it is known whether the call had started and
 * whether it had ended.
 */
final class SavedTurn implements ToolCallInterceptor {

	static final String INTERRUPTED_RESULT = "The execution of this call was interrupted, and its result is not known."
			+ " It may have taken effect.";

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private static final SimpleAsyncTaskExecutor EXECUTOR = new SimpleAsyncTaskExecutor("turn-");

	static {
		EXECUTOR.setDaemon(true);
	}

	private final TurnStore store;

	private final String conversationId;

	private final String id = UUID.randomUUID().toString();

	private final RoundToolCalls calls = new RoundToolCalls();

	private final List<ToolResponse> returnedResults = new ArrayList<>();

	private List<Message> messages = List.of();

	private Message userMessage = new UserMessage("");

	private InterruptedTurn.@Nullable Round interruptedRound;

	private volatile boolean deleted;

	private SavedTurn(TurnStore store, String conversationId) {
		this.store = store;
		this.conversationId = conversationId;
	}

	/**
	 * Start a turn.
	 * @param request the messages of the turn
	 * @param userMessage the last of these messages that is a user message or a tool
	 * result
	 */
	static SavedTurn start(TurnStore store, String conversationId, List<Message> request, Message userMessage) {
		SavedTurn turn = new SavedTurn(store, conversationId);
		turn.messages = request;
		turn.userMessage = withTurnId(userMessage, turn.id);
		store.start(conversationId, turn.id,
				request.stream()
					.map((message) -> (message == userMessage) ? turn.userMessage : message)
					.map((message) -> new TurnEntry(TurnEntry.Kind.REQUEST, message))
					.toList());
		return turn;
	}

	/**
	 * Continue the unfinished turn of a conversation.
	 * @param tools the names of the tools for which the start of each call is stored
	 * @param repeatableTools the names of the tools whose interrupted calls are executed
	 * again
	 * @throws IllegalStateException if there is no unfinished turn
	 */
	static SavedTurn resume(TurnStore store, String conversationId, Set<String> tools, Set<String> repeatableTools) {
		SavedTurn turn = new SavedTurn(store, conversationId);
		InterruptedTurn interrupted = new InterruptedTurn(store.takeOver(conversationId, turn.id));
		if (interrupted.request().isEmpty()) {
			throw new IllegalStateException("The conversation '%s' has no unfinished turn".formatted(conversationId));
		}
		turn.userMessage = interrupted.request()
			.stream()
			.filter((message) -> message.getMetadata().containsKey(TurnChatMemoryAdvisor.TURN_ID))
			.findFirst()
			.orElse(interrupted.request().get(interrupted.request().size() - 1));
		turn.addResultsOfInterruptedCalls(interrupted.interruptedRound(), tools, repeatableTools);
		turn.messages = interrupted.messages();
		turn.interruptedRound = interrupted.interruptedRound();
		return turn;
	}

	private void addResultsOfInterruptedCalls(InterruptedTurn.@Nullable Round round, Set<String> tools,
			Set<String> repeatableTools) {
		if (round == null) {
			return;
		}
		List<ToolResponse> interrupted = round.interruptedCalls(tools)
			.stream()
			.filter((call) -> !repeatableTools.contains(call.name()))
			.map((call) -> new ToolResponse(call.id(), call.name(), INTERRUPTED_RESULT))
			.toList();
		if (!interrupted.isEmpty()) {
			append(resultsEntry(interrupted));
			interrupted.forEach(round::addResult);
		}
	}

	/** Return the messages of the turn up to the end of the last complete round. */
	List<Message> messages() {
		return this.messages;
	}

	/**
	 * Return the last user message or tool result of the request, with the ID of the turn
	 * in its metadata.
	 */
	Message userMessage() {
		return this.userMessage;
	}

	/** Return the round to be continued; null if there is none. */
	InterruptedTurn.@Nullable Round interruptedRound() {
		return this.interruptedRound;
	}

	/**
	 * Return the answer of this turn, if it had been added to the memory before the
	 * application ended; otherwise an empty list.
	 */
	List<Message> answerIn(List<Message> memory) {
		Object turnId = this.userMessage.getMetadata().get(TurnChatMemoryAdvisor.TURN_ID);
		for (int i = 0; i < memory.size(); i++) {
			if (turnId != null && turnId.equals(memory.get(i).getMetadata().get(TurnChatMemoryAdvisor.TURN_ID))) {
				return memory.subList(i + 1, memory.size());
			}
		}
		return List.of();
	}

	private static Message withTurnId(Message message, String turnId) {
		Map<String, Object> metadata = new HashMap<>(message.getMetadata());
		metadata.put(TurnChatMemoryAdvisor.TURN_ID, turnId);
		if (message instanceof UserMessage user) {
			return user.mutate().metadata(metadata).build();
		}
		return (message instanceof ToolResponseMessage tool)
				? ToolResponseMessage.builder().responses(tool.getResponses()).metadata(metadata).build() : message;
	}

	/**
	 * Store those results that are not stored yet because no tool returned them, such as
	 * the results of calls that failed or were denied.
	 */
	void storeRemainingResults(List<ToolResponse> allResults) {
		List<ToolResponse> missing = new ArrayList<>();
		synchronized (this.returnedResults) {
			for (ToolResponse result : allResults) {
				if (!this.returnedResults.remove(result)) {
					missing.add(result);
				}
			}
			this.returnedResults.clear();
		}
		if (!missing.isEmpty()) {
			append(resultsEntry(missing));
		}
	}

	void storeToolCalls(AssistantMessage message) {
		append(new TurnEntry(TurnEntry.Kind.TOOL_CALLS, message));
		expectCalls(message);
	}

	/** Expect the execution of calls that are stored already. */
	void expectCalls(AssistantMessage message) {
		this.calls.takeAll();
		this.calls.add(message.getToolCalls());
	}

	@Override
	public String call(ToolCallback tool, String input, @Nullable ToolContext context) {
		String name = tool.getToolDefinition().name();
		ToolCall call = this.calls.takeCall(name, input);
		if (call == null) {
			return tool.call(input, context);
		}
		appendFromTool(new TurnEntry(TurnEntry.Kind.TOOL_STARTED,
				AssistantMessage.builder()
					.toolCalls(List.of(new ToolCall(call.id(), call.type(), name, input)))
					.build()));
		ToolResponse result = new ToolResponse(call.id(), name, tool.call(input, context));
		synchronized (this.returnedResults) {
			this.returnedResults.add(result);
		}
		appendFromTool(resultsEntry(List.of(result)));
		return result.responseData();
	}

	/**
	 * Append an entry on a thread other than that of the tool. The thread of the tool is
	 * interrupted if the stream is cancelled, and an interrupt would close the file of an
	 * embedded database.
	 */
	private void appendFromTool(TurnEntry entry) {
		FutureTask<Void> task = new FutureTask<>(SNAPSHOTS.captureAll().wrap(() -> append(entry)), null);
		EXECUTOR.execute(task);
		try {
			task.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledTurnException();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RuntimeException failure) ? failure
					: new IllegalStateException(ex.getCause());
		}
	}

	private static TurnEntry resultsEntry(List<ToolResponse> results) {
		return new TurnEntry(TurnEntry.Kind.TOOL_RESULTS, ToolResponseMessage.builder().responses(results).build());
	}

	private void append(TurnEntry entry) {
		append(List.of(entry));
	}

	/**
	 * Check that no other request has continued, replaced or deleted the turn.
	 * @throws IllegalStateException if another request has done so
	 */
	void checkNotReplaced() {
		append(List.of());
	}

	private void append(List<TurnEntry> entries) {
		if (this.store.append(this.conversationId, this.id, entries)) {
			return;
		}
		if (this.deleted) {
			throw new CancelledTurnException();
		}
		throw new IllegalStateException(("The turn of the conversation '%s' ended because it was deleted, or because"
				+ " another request has continued or replaced it")
			.formatted(this.conversationId));
	}

	void delete() {
		this.deleted = true;
		this.store.delete(this.conversationId, this.id);
	}

	/**
	 * Has no stack trace, because Reactor logs this exception for each cancelled stream.
	 */
	private static final class CancelledTurnException extends CancellationException {

		CancelledTurnException() {
			super("The turn was cancelled");
		}

		@Override
		public Throwable fillInStackTrace() {
			return this;
		}

	}

}
