package net.qhaigc.springai.gemini.agent;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * Stores only what Spring AI's JDBC repository stores: the type and the text of each
 * message.
 */
final class TextChatMemoryRepository implements ChatMemoryRepository {

	private final Map<String, List<Message>> conversations = new ConcurrentHashMap<>();

	@Override
	public List<String> findConversationIds() {
		return List.copyOf(this.conversations.keySet());
	}

	@Override
	public List<Message> findByConversationId(String conversationId) {
		return this.conversations.getOrDefault(conversationId, List.of());
	}

	@Override
	public void saveAll(String conversationId, List<Message> messages) {
		this.conversations.put(conversationId,
				messages.stream()
					.map((message) -> createMessage(message.getMessageType(), message.getText()))
					.toList());
	}

	@Override
	public void deleteByConversationId(String conversationId) {
		this.conversations.remove(conversationId);
	}

	private static Message createMessage(MessageType type, String text) {
		return switch (type) {
			case USER -> new UserMessage(text);
			case ASSISTANT -> new AssistantMessage(text);
			case SYSTEM -> new SystemMessage(text);
			case TOOL -> ToolResponseMessage.builder().responses(List.of()).build();
		};
	}

}
