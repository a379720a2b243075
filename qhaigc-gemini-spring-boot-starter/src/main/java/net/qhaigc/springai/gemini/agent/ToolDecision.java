package net.qhaigc.springai.gemini.agent;

/**
 * The decision whether to execute a tool call.
 */
public sealed interface ToolDecision {

	/**
	 * Execute the call as the model requested it.
	 */
	record Approved() implements ToolDecision {
	}

	/**
	 * Execute the call with arguments that replace those of the model. The conversation
	 * contains the replacement too.
	 *
	 * @param arguments the arguments, a JSON object
	 */
	record ApprovedWith(String arguments) implements ToolDecision {
	}

	/**
	 * Do not execute the call.
	 *
	 * @param result the result that the model receives
	 */
	record Denied(String result) implements ToolDecision {
	}

	/**
	 * Return the decision to execute the call as the model requested it.
	 * @return the decision
	 */
	static ToolDecision approve() {
		return new Approved();
	}

	/**
	 * Return the decision to execute the call with arguments that replace those of the
	 * model. The conversation contains the replacement too.
	 * @param arguments the arguments, a JSON object
	 * @return the decision
	 */
	static ToolDecision approveWith(String arguments) {
		return new ApprovedWith(arguments);
	}

	/**
	 * Return the decision not to execute the call. The model receives a tool result that
	 * says that the user denied the call, followed by the reason.
	 * @param reason the reason, as a sentence; may be empty
	 * @return the decision
	 */
	static ToolDecision deny(String reason) {
		return new Denied(("The user denied this tool call. " + reason).strip());
	}

}
