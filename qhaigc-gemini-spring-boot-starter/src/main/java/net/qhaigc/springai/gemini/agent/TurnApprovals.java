package net.qhaigc.springai.gemini.agent;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;

/**
 * The decisions about the tool calls of one turn. A call that requires approval is not
 * executed without a decision.
 */
final class TurnApprovals implements ToolCallInterceptor {

	private final ToolApprovalAdvisor advisor;

	private final Set<String> toolNames;

	private final RoundToolCalls calls = new RoundToolCalls();

	private final Map<ToolCall, String> denialResults = Collections.synchronizedMap(new IdentityHashMap<>());

	private final Set<String> deniedTools = ConcurrentHashMap.newKeySet();

	TurnApprovals(ToolApprovalAdvisor advisor, Collection<ToolCallback> tools) {
		this.advisor = advisor;
		this.toolNames = tools.stream().map((tool) -> tool.getToolDefinition().name()).collect(Collectors.toSet());
	}

	/**
	 * Decide about the tool calls of a response.
	 * @param calls the calls
	 * @param context the context of the {@code ChatClient} request
	 * @param onWaiting receives the calls that wait for a decision
	 * @return the calls in the same order; a decision can replace the arguments of its
	 * call
	 */
	Mono<List<ToolCall>> decide(List<ToolCall> calls, Map<String, @Nullable Object> context,
			Consumer<ToolApprovalRequest> onWaiting) {
		this.calls.takeAll();
		this.denialResults.clear();
		this.deniedTools.clear();
		return Flux.fromIterable(calls)
			.flatMapSequential((call) -> decide(call, context, onWaiting), Math.max(1, calls.size()))
			.collectList()
			.doOnNext(this.calls::add);
	}

	private Mono<ToolCall> decide(ToolCall call, Map<String, @Nullable Object> context,
			Consumer<ToolApprovalRequest> onWaiting) {
		if (!this.advisor.requiresApproval(call)) {
			return Mono.just(call);
		}
		if (!this.toolNames.contains(call.name())) {
			return Mono.error(new IllegalStateException(
					"The tool '%s' requires approval, but is not a tool of the request".formatted(call.name())));
		}
		ToolApprovalRequest request = ToolApprovalRequest.of(call, context);
		return this.advisor.decide(request, onWaiting).map((decision) -> apply(decision, call));
	}

	private ToolCall apply(ToolDecision decision, ToolCall call) {
		if (decision instanceof ToolDecision.ApprovedWith edited) {
			return new ToolCall(call.id(), call.type(), call.name(), edited.arguments());
		}
		if (decision instanceof ToolDecision.Denied denial) {
			this.denialResults.put(call, denial.result());
			this.deniedTools.add(call.name());
		}
		return call;
	}

	@Override
	public String call(ToolCallback tool, String input, @Nullable ToolContext context) {
		String name = tool.getToolDefinition().name();
		ToolCall call = this.calls.takeCallWithExactArguments(name, input);
		if (call == null && this.advisor.requiresApproval(new ToolCall("", "function", name, input))) {
			throw new IllegalStateException(
					"The call of the tool '%s' was not approved with these arguments".formatted(name));
		}
		String denial = (call != null) ? this.denialResults.get(call) : null;
		return (denial != null) ? denial : tool.call(input, context);
	}

	/** A denial is sent to the model even if the tool has {@code returnDirect}. */
	@Override
	public boolean ignoresReturnDirect(String tool) {
		return this.deniedTools.contains(tool);
	}

}
