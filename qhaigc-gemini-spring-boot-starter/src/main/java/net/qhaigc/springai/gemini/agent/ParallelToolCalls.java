package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;

/**
 * The tool calls of one response, each of which is executed as if it were the only one.
 * An instance is used once.
 */
final class ParallelToolCalls {

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final ToolCallingManager delegate;

	private final Prompt prompt;

	private final ChatResponse response;

	private final AssistantMessage message;

	private final List<ToolCall> calls;

	private final Thread caller = Thread.currentThread();

	private final ContextView reactorContext = ToolCallReactiveContextHolder.getContext();

	private final ContextSnapshot snapshot = SNAPSHOTS.captureAll(this.reactorContext);

	private final List<FutureTask<ToolExecutionResult>> tasks = new ArrayList<>();

	private final List<ToolExecutionResult> results = new ArrayList<>();

	ParallelToolCalls(ToolCallingManager delegate, Prompt prompt, ChatResponse response, AssistantMessage message) {
		this.delegate = delegate;
		this.prompt = prompt;
		this.response = response;
		this.message = message;
		this.calls = message.getToolCalls();
	}

	ToolExecutionResult execute(Executor executor, Set<String> sequentialTools) {
		try {
			for (int i = 0; i < this.calls.size(); i++) {
				FutureTask<ToolExecutionResult> task = task(i);
				if (sequentialTools.contains(this.calls.get(i).name())) {
					awaitStartedCalls();
					this.tasks.add(task);
					task.run();
					awaitStartedCalls();
				}
				else {
					this.tasks.add(task);
					start(task, executor);
				}
			}
			awaitStartedCalls();
			return result();
		}
		finally {
			this.tasks.forEach((task) -> task.cancel(true));
		}
	}

	private static void start(FutureTask<ToolExecutionResult> task, Executor executor) {
		try {
			executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	private void awaitStartedCalls() {
		for (int i = this.results.size(); i < this.tasks.size(); i++) {
			try {
				this.results.add(this.tasks.get(i).get());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new InterruptedCallsException();
			}
			catch (ExecutionException ex) {
				throw toRuntimeException(Objects.requireNonNullElse(ex.getCause(), ex));
			}
		}
	}

	private RuntimeException toRuntimeException(Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(failure);
	}

	private FutureTask<ToolExecutionResult> task(int index) {
		ToolCall call = this.calls.get(index);
		Prompt prompt = withEmptyEarlierResults(index);
		ChatResponse response = withSingleCall(call);
		return new FutureTask<>(this.snapshot.wrap(() -> {
			ToolCallReactiveContextHolder.setContext(this.reactorContext);
			CurrentToolCall.set(call.id());
			try {
				return this.delegate.executeToolCalls(prompt, response);
			}
			finally {
				CurrentToolCall.clear();
				if (Thread.currentThread() != this.caller) {
					ToolCallReactiveContextHolder.clearContext();
				}
			}
		}));
	}

	/**
	 * Add an empty result for each earlier call, because Spring AI counts tool results to
	 * limit the number of tool calls.
	 */
	private Prompt withEmptyEarlierResults(int index) {
		List<Message> messages = new ArrayList<>(this.prompt.getInstructions());
		messages.add(ToolResponseMessage.builder()
			.responses(this.calls.subList(0, index)
				.stream()
				.map((call) -> new ToolResponse(call.id(), call.name(), ""))
				.toList())
			.build());
		return new Prompt(messages, this.prompt.getOptions());
	}

	private ChatResponse withSingleCall(ToolCall call) {
		AssistantMessage message = AssistantMessage.builder()
			.content(this.message.getText())
			.properties(this.message.getMetadata())
			.toolCalls(List.of(call))
			.build();
		return new ChatResponse(List.of(new Generation(message)), this.response.getMetadata());
	}

	private ToolExecutionResult result() {
		return ToolExecutionResult.builder()
			.conversationHistory(conversation(responses()))
			.returnDirect(this.results.stream().allMatch(ToolExecutionResult::returnDirect))
			.build();
	}

	private List<Message> conversation(List<ToolResponse> responses) {
		List<Message> messages = new ArrayList<>(this.prompt.getInstructions());
		messages.add(this.message);
		messages.add(ToolResponseMessage.builder().responses(responses).build());
		return messages;
	}

	private List<ToolResponse> responses() {
		List<ToolResponse> responses = new ArrayList<>();
		this.results.forEach((result) -> responses.addAll(responsesInLastMessage(result)));
		return responses;
	}

	/**
	 * Has no stack trace, because Reactor logs this exception for each cancelled stream.
	 */
	private static final class InterruptedCallsException extends CancellationException {

		InterruptedCallsException() {
			super("The tool calls were interrupted");
		}

		@Override
		public Throwable fillInStackTrace() {
			return this;
		}

	}

	private static List<ToolResponse> responsesInLastMessage(ToolExecutionResult result) {
		List<Message> messages = result.conversationHistory();
		return (!messages.isEmpty() && messages.get(messages.size() - 1) instanceof ToolResponseMessage message)
				? message.getResponses() : List.of();
	}

}
