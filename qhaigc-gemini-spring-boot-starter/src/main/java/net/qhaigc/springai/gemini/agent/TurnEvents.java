package net.qhaigc.springai.gemini.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;
import org.springframework.ai.tool.ToolCallback;

/**
 * Emits the events of one turn. The methods can be called on different threads, such as
 * those of parallel tool calls; the sink emits one event at a time.
 */
final class TurnEvents implements ToolCallInterceptor {

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final FluxSink<AgentEvent> sink;

	private final int maxResultLength;

	private final Function<Throwable, String> errorMessage;

	private final ChunkEvents chunks;

	private final RoundToolCalls toolCalls = new RoundToolCalls();

	private int rounds;

	private AgentEvent.@Nullable Usage roundUsage;

	private AgentEvent.@Nullable Usage totalUsage;

	private @Nullable String finishReason;

	TurnEvents(FluxSink<AgentEvent> sink, int maxResultLength, Function<Throwable, String> errorMessage) {
		this.sink = sink;
		this.maxResultLength = maxResultLength;
		this.errorMessage = errorMessage;
		this.chunks = new ChunkEvents(sink::next);
	}

	/**
	 * Return the instance in the Reactor context of a turn; null if the context has none.
	 */
	static @Nullable TurnEvents from(ContextView context) {
		return context.getOrDefault(TurnEvents.class, null);
	}

	Context addTo(Context context) {
		return context.put(TurnEvents.class, this);
	}

	void roundStarted(List<Message> messages) {
		emitEventsOfUnexecutedCalls(messages);
		this.chunks.roundStarted();
		this.rounds++;
		this.sink.next(new AgentEvent.Round(this.rounds));
	}

	/**
	 * Called for each chunk inside the tool loop, because the loop does not pass tool
	 * calls on to the advisors outside it.
	 */
	void chunkReceived(ChatClientResponse chunk) {
		ChatResponse response = chunk.chatResponse();
		if (response == null) {
			return;
		}
		org.springframework.ai.chat.metadata.Usage usage = response.getMetadata().getUsage();
		if (usage.getTotalTokens() > 0) {
			this.roundUsage = new AgentEvent.Usage(usage.getPromptTokens(), usage.getCompletionTokens(),
					usage.getTotalTokens());
		}
		if (response.hasToolCalls()) {
			Generation generation = response.getResults()
				.stream()
				.filter((result) -> result.getOutput().hasToolCalls())
				.findFirst()
				.orElseThrow();
			this.chunks.emitDetails(generation);
			this.toolCalls.add(generation.getOutput().getToolCalls());
		}
	}

	void roundEnded() {
		AgentEvent.Usage usage = this.roundUsage;
		this.roundUsage = null;
		if (usage != null) {
			this.totalUsage = (this.totalUsage != null) ? this.totalUsage.plus(usage) : usage;
			this.sink.next(usage);
		}
	}

	/** Called for each chunk that leaves the outermost advisor. */
	void emitChunk(ChatClientResponse chunk) {
		Generation generation = (chunk.chatResponse() != null) ? chunk.chatResponse().getResult() : null;
		if (generation != null) {
			this.chunks.emitChunk(generation);
			String reason = generation.getMetadata().getFinishReason();
			this.finishReason = (reason != null && !reason.isEmpty()) ? reason : this.finishReason;
		}
	}

	void complete() {
		this.sink.next(new AgentEvent.End(this.finishReason, this.totalUsage, null, null));
		this.sink.complete();
	}

	void fail(Throwable failure) {
		this.sink.next(
				new AgentEvent.End(AgentEvent.End.FAILED, this.totalUsage, this.errorMessage.apply(failure), failure));
		this.sink.complete();
	}

	void approvalRequested(ToolApprovalRequest request) {
		this.sink.next(new AgentEvent.ApprovalRequested(request.id(), request.toolCallId(), request.name(),
				request.arguments()));
	}

	@Override
	public String call(ToolCallback tool, String input, @Nullable ToolContext context) {
		String name = tool.getToolDefinition().name();
		ToolCall call = this.toolCalls.takeCall(name, input);
		String id = (call != null) ? call.id() : "";
		this.sink.next(new AgentEvent.ToolStarted(id, name, input));
		ContextSnapshot.Scope threadLocals = SNAPSHOTS.captureFrom(ToolCallReactiveContextHolder.getContext())
			.setThreadLocals();
		try {
			String result = tool.call(input, context);
			this.sink.next(new AgentEvent.ToolFinished(id, name, shorten(result), false));
			return result;
		}
		catch (Throwable ex) {
			this.sink.next(new AgentEvent.ToolFinished(id, name, shorten(ex.getMessage()), true));
			throw ex;
		}
		finally {
			threadLocals.close();
		}
	}

	/**
	 * Emit the events of calls that have a result although no tool was executed: calls to
	 * unknown tools, and calls that exceed a limit.
	 */
	private void emitEventsOfUnexecutedCalls(List<Message> messages) {
		List<ToolCall> calls = this.toolCalls.takeAll();
		if (calls.isEmpty() || messages.isEmpty()
				|| !(messages.get(messages.size() - 1) instanceof ToolResponseMessage results)) {
			return;
		}
		Map<String, String> resultsById = new HashMap<>();
		for (ToolResponse result : results.getResponses()) {
			resultsById.put(result.id(), result.responseData());
		}
		for (ToolCall call : calls) {
			this.sink.next(new AgentEvent.ToolStarted(call.id(), call.name(), call.arguments()));
			this.sink
				.next(new AgentEvent.ToolFinished(call.id(), call.name(), shorten(resultsById.get(call.id())), true));
		}
	}

	private String shorten(@Nullable String result) {
		String text = Objects.requireNonNullElse(result, "");
		if (text.length() <= this.maxResultLength) {
			return text;
		}
		int end = this.maxResultLength;
		// An unpaired surrogate cannot be encoded.
		if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(0, end) + "…";
	}

}
