package net.qhaigc.springai.gemini.agent;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.messages.Message;

/**
 * Starts and continues turns that are stored while they are executed.
 *
 * @param store the store
 * @param repeatableTools the names of the tools whose interrupted calls are executed
 * again
 */
record SavedTurns(TurnStore store, Set<String> repeatableTools) {

	/**
	 * Start a turn, or continue the unfinished turn of the conversation.
	 * @param messages the messages of the request, except system messages
	 */
	SavedTurn begin(ChatClientRequest request, String conversationId, List<Message> messages) {
		if (!continuesTurn(request)) {
			return SavedTurn.start(this.store, conversationId, messages,
					request.prompt().getLastUserOrToolResponseMessage());
		}
		if (!messages.isEmpty()) {
			throw new IllegalStateException(
					"A prompt that continues a turn must not contain messages other than system messages");
		}
		Set<String> tools = InterceptedTool.toolsOf(request)
			.stream()
			.map((tool) -> tool.getToolDefinition().name())
			.collect(Collectors.toSet());
		return SavedTurn.resume(this.store, conversationId, tools, this.repeatableTools);
	}

	static boolean continuesTurn(ChatClientRequest request) {
		return Boolean.TRUE.equals(request.context().get(TurnChatMemoryAdvisor.CONTINUE_TURN));
	}

}
