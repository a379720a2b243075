package net.qhaigc.springai.gemini.advisor;

import java.util.List;

import org.springframework.ai.chat.messages.Message;

/**
 * Thrown if a model calls tools in more rounds than are allowed for one turn. The tool
 * calls that exceed the limit are not executed.
 */
public final class ToolRoundLimitException extends RuntimeException {

	private final int maxRounds;

	private final transient List<Message> conversation;

	ToolRoundLimitException(int maxRounds, List<Message> conversation) {
		super(("The turn exceeded the maximum number of tool call rounds (%d, qhaigc.tool-calling.max-rounds)."
				+ " The last tool calls were not executed")
			.formatted(maxRounds));
		this.maxRounds = maxRounds;
		this.conversation = List.copyOf(conversation);
	}

	/**
	 * Return the limit.
	 * @return the maximum number of rounds of tool calls in one turn
	 */
	public int getMaxRounds() {
		return this.maxRounds;
	}

	/**
	 * Return the messages of the turn, from which the conversation can be continued.
	 * @return the messages of the first request, followed by the tool calls and the tool
	 * results of all rounds that were executed
	 */
	public List<Message> getConversation() {
		return this.conversation;
	}

}
