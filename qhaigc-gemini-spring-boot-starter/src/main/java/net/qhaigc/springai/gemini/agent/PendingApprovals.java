package net.qhaigc.springai.gemini.agent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Tool calls that wait until the application calls {@link #decide(String, ToolDecision)},
 * for example because it has received an HTTP request from a browser. A tool call also
 * stops waiting when the timeout of {@link ToolApprovalAdvisor} expires, or when the turn
 * that contains the tool call is cancelled.
 */
public final class PendingApprovals implements ToolApprover {

	private final Map<String, Pending> pending = new ConcurrentHashMap<>();

	@Override
	public Mono<ToolDecision> decide(ToolApprovalRequest request) {
		return Mono.defer(() -> {
			Pending added = new Pending(request, Sinks.one());
			this.pending.put(request.id(), added);
			return added.decision().asMono();
		}).doFinally((signal) -> this.pending.remove(request.id()));
	}

	/**
	 * Decide about a tool call. The caller must first check whether the user is allowed
	 * to decide.
	 * @param id the ID of the {@link ToolApprovalRequest}
	 * @param decision the decision
	 * @return false if no tool call with this request ID is waiting
	 */
	public boolean decide(String id, ToolDecision decision) {
		Pending decided = this.pending.remove(id);
		return decided != null && decided.decision().tryEmitValue(decision).isSuccess();
	}

	/**
	 * Return a tool call that is waiting.
	 * @param id the ID of the {@link ToolApprovalRequest}
	 * @return the request; empty if no tool call with this request ID is waiting
	 */
	public Optional<ToolApprovalRequest> find(String id) {
		return Optional.ofNullable(this.pending.get(id)).map(Pending::request);
	}

	/**
	 * Return the tool calls that are waiting.
	 * @return the requests, in no particular order
	 */
	public List<ToolApprovalRequest> requests() {
		return this.pending.values().stream().map(Pending::request).toList();
	}

	private record Pending(ToolApprovalRequest request, Sinks.One<ToolDecision> decision) {
	}

}
