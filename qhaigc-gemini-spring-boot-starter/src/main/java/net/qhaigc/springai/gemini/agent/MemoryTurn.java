package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * One turn, which is stored once: when it is complete, or when it is interrupted.
 */
final class MemoryTurn {

	private final ChatMemory memory;

	private final String conversationId;

	private final Message userMessage;

	private final StringBuilder text = new StringBuilder();

	private final AtomicBoolean stored = new AtomicBoolean();

	private volatile @Nullable ChatClientResponse response;

	MemoryTurn(ChatMemory memory, String conversationId, Message userMessage) {
		this.memory = memory;
		this.conversationId = conversationId;
		this.userMessage = userMessage;
	}

	void chunk(ChatClientResponse chunk) {
		Generation generation = (chunk.chatResponse() != null) ? chunk.chatResponse().getResult() : null;
		if (generation != null && !ChunkEvents.isThought(generation.getOutput())
				&& generation.getOutput().getText() != null) {
			synchronized (this.text) {
				this.text.append(generation.getOutput().getText());
			}
		}
	}

	void aggregated(ChatClientResponse response) {
		this.response = response;
	}

	/** Store the complete answer. Returns null, for streams. */
	@Nullable ChatClientResponse complete() {
		ChatClientResponse response = this.response;
		ChatResponse chatResponse = (response != null) ? response.chatResponse() : null;
		List<Message> answers = new ArrayList<>();
		if (chatResponse != null) {
			chatResponse.getResults().forEach((generation) -> answers.add(generation.getOutput()));
		}
		store(answers);
		return null;
	}

	/** Store the text so far, or the complete answer if there is one. Returns null. */
	@Nullable ChatClientResponse interrupt() {
		if (this.response != null) {
			return complete();
		}
		String partial;
		synchronized (this.text) {
			partial = this.text.toString();
		}
		if (!partial.isBlank()) {
			store(List.of(AssistantMessage.builder()
				.content(partial)
				.properties(Map.of(TurnChatMemoryAdvisor.PARTIAL, true))
				.build()));
		}
		return null;
	}

	private void store(List<Message> answers) {
		if (this.stored.compareAndSet(false, true)) {
			List<Message> messages = new ArrayList<>();
			messages.add(this.userMessage);
			messages.addAll(answers);
			this.memory.add(this.conversationId, messages);
		}
	}

}
