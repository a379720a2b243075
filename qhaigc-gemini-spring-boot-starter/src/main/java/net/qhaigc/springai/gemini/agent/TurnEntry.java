package net.qhaigc.springai.gemini.agent;

import org.springframework.ai.chat.messages.Message;
import org.springframework.util.Assert;

/**
 * A step of a turn, as it is kept in a {@link TurnStore}.
 *
 * @param kind the kind of step
 * @param message the message, whose type depends on the kind
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

		/** A message with which the turn starts, such as the message of the user. */
		REQUEST,

		/** A response of the model, as an {@code AssistantMessage} with tool calls. */
		TOOL_CALLS,

		/**
		 * A tool call whose execution begins, as an {@code AssistantMessage} with only
		 * this call.
		 */
		TOOL_STARTED,

		/** Results of tool calls, as a {@code ToolResponseMessage}. */
		TOOL_RESULTS

	}

}
