package net.qhaigc.springai.gemini.agent;

import org.springframework.ai.chat.messages.Message;
import org.springframework.util.Assert;

/**
 * A step of a turn that has not ended.
 *
 * @param kind what the step is
 * @param message the message, depending on the kind
 */
public record TurnEntry(Kind kind, Message message) {

	/**
	 * Create an entry.
	 */
	public TurnEntry {
		Assert.notNull(kind, "kind is required");
		Assert.notNull(message, "message is required");
	}

	/**
	 * The kinds of entries.
	 */
	public enum Kind {

		/** A message with which the turn starts. The last one is that of the user. */
		REQUEST,

		/** A response of the model, as an {@code AssistantMessage} with tool calls. */
		TOOL_CALLS,

		/**
		 * A tool call that is executed next, as an {@code AssistantMessage} with this
		 * call.
		 */
		TOOL_STARTED,

		/** Results of tool calls, as a {@code ToolResponseMessage}. */
		TOOL_RESULTS

	}

}
