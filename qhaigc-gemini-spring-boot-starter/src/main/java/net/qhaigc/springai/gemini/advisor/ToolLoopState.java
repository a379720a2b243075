package net.qhaigc.springai.gemini.advisor;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.model.tool.ToolExecutionEligibilityChecker;

/**
 * The state of the tool loop of one turn: the number of requests so far, and the usage of
 * their responses. Spring AI 2.0.0 returns only the usage of the last round; 2.0.1
 * returns the sum, but without the native usage. The requests of a turn are sent one
 * after the other, so no synchronization is required.
 */
final class ToolLoopState {

	private final ToolExecutionEligibilityChecker toolCallChecker;

	private final boolean requestsContainWholeTurn;

	private final int maxRounds;

	private int requestCount;

	private List<Message> conversation = List.of();

	private @Nullable AssistantMessage toolCallMessage;

	private @Nullable Usage earlierUsage;

	private @Nullable Usage currentUsage;

	/**
	 * Create the state of a turn.
	 * @param toolCallChecker checks whether a response has tool calls to execute
	 * @param requestsContainWholeTurn whether each request has all messages of the turn,
	 * and not only the tool results of the last round
	 * @param maxRounds the maximum number of rounds; 0 for no limit
	 */
	ToolLoopState(ToolExecutionEligibilityChecker toolCallChecker, boolean requestsContainWholeTurn, int maxRounds) {
		this.toolCallChecker = toolCallChecker;
		this.requestsContainWholeTurn = requestsContainWholeTurn;
		this.maxRounds = maxRounds;
	}

	/** Called before each request. */
	void beforeRequest(ChatClientRequest request) {
		List<Message> messages = request.prompt().getInstructions();
		if (this.requestsContainWholeTurn || this.requestCount == 0) {
			this.conversation = messages;
		}
		else if (this.toolCallMessage != null && !messages.isEmpty()) {
			this.conversation = new ArrayList<>(this.conversation);
			this.conversation.add(this.toolCallMessage);
			this.conversation.add(messages.get(messages.size() - 1));
		}
		this.requestCount++;
		if (this.currentUsage != null) {
			this.earlierUsage = UsageSum.of(this.earlierUsage, this.currentUsage);
			this.currentUsage = null;
		}
	}

	/**
	 * Called for each response or chunk, before its tool calls are executed.
	 * @throws ToolRoundLimitException if these tool calls exceed the limit
	 */
	void afterResponse(ChatClientResponse response) {
		ChatResponse chatResponse = response.chatResponse();
		if (chatResponse == null) {
			return;
		}
		Usage usage = chatResponse.getMetadata().getUsage();
		if (!UsageSum.isEmpty(usage)) {
			this.currentUsage = usage;
		}
		if (this.toolCallChecker.isToolCallResponse(chatResponse)) {
			if (this.maxRounds > 0 && this.requestCount > this.maxRounds) {
				throw new ToolRoundLimitException(this.maxRounds, this.conversation);
			}
			this.toolCallMessage = chatResponse.getResults()
				.stream()
				.map(Generation::getOutput)
				.filter(AssistantMessage::hasToolCalls)
				.findFirst()
				.orElse(null);
		}
	}

	/**
	 * Replace the usage of a response or chunk, if it has any, with the total of all
	 * rounds.
	 */
	ChatClientResponse withTotalUsage(ChatClientResponse response) {
		ChatResponse chatResponse = response.chatResponse();
		if (this.earlierUsage == null || chatResponse == null
				|| UsageSum.isEmpty(chatResponse.getMetadata().getUsage())) {
			return response;
		}
		Usage total = (this.currentUsage != null) ? UsageSum.of(this.earlierUsage, this.currentUsage)
				: this.earlierUsage;
		return response.mutate()
			.chatResponse(new ChatResponse(chatResponse.getResults(), withUsage(total, chatResponse.getMetadata())))
			.build();
	}

	private static ChatResponseMetadata withUsage(Usage usage, ChatResponseMetadata metadata) {
		ChatResponseMetadata.Builder builder = ChatResponseMetadata.builder();
		metadata.entrySet().forEach((entry) -> builder.keyValue(entry.getKey(), entry.getValue()));
		return builder.id(metadata.getId())
			.model(metadata.getModel())
			.rateLimit(metadata.getRateLimit())
			.promptMetadata(metadata.getPromptMetadata())
			.usage(usage)
			.build();
	}

}
