package net.qhaigc.springai.gemini.agent;

import reactor.core.publisher.Mono;

/**
 * Decides whether tool calls are executed, for example by asking a user.
 */
@FunctionalInterface
public interface ToolApprover {

	/**
	 * Decide about a tool call.
	 * @param request the tool call
	 * @return the decision. An empty {@code Mono} denies the call, and an error fails the
	 * turn. If the turn is cancelled, the {@code Mono} is cancelled
	 */
	Mono<ToolDecision> decide(ToolApprovalRequest request);

}
