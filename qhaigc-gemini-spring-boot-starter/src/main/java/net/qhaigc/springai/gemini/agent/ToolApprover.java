package net.qhaigc.springai.gemini.agent;

import reactor.core.publisher.Mono;

/**
 * Decides, for example by asking a user, whether tool calls are executed.
 */
@FunctionalInterface
public interface ToolApprover {

	/**
	 * Decide whether a tool call is executed.
	 * @param request the tool call
	 * @return the decision. An empty {@code Mono} denies the call, and an error fails the
	 * turn. If the turn is cancelled, the {@code Mono} is cancelled
	 */
	Mono<ToolDecision> decide(ToolApprovalRequest request);

}
