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
	 * @return the decision; a call is denied if it is empty, and the turn fails if it is
	 * an error. It is cancelled with the turn
	 */
	Mono<ToolDecision> decide(ToolApprovalRequest request);

}
