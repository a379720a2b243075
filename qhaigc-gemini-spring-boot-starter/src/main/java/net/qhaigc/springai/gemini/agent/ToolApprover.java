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
	 * @return the decision. If it is empty, the call is denied; if it is an error, the
	 * turn fails. It is cancelled if the turn is cancelled
	 */
	Mono<ToolDecision> decide(ToolApprovalRequest request);

}
