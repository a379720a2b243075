package net.qhaigc.springai.gemini.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * Recognizes a tool loop whose tool results do not reach the model: several prompts with
 * the same user message end with tool results whose tool calls are missing. A single
 * prompt of this kind can be intended. Thread-safe.
 */
final class DroppedResultsDetector {

	private static final int MAX_ENTRIES = 64;

	/**
	 * For each recorded prompt, the hash code of its last user message. Hash codes take
	 * less memory than the texts.
	 */
	private final Map<Integer, Boolean> userMessageHashes = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
			return size() > MAX_ENTRIES;
		}

	};

	/**
	 * Record a prompt that ends with dropped tool results.
	 * @param messages the messages of the prompt
	 * @return whether an earlier prompt with the same last user message was recorded
	 */
	boolean recordDropped(List<Message> messages) {
		synchronized (this.userMessageHashes) {
			return this.userMessageHashes.put(hashOfLastUserMessage(messages), true) != null;
		}
	}

	/**
	 * Remove the record of earlier prompts with the same last user message.
	 * @param messages the messages of a prompt that ends with tool results whose tool
	 * calls are present
	 */
	void reset(List<Message> messages) {
		synchronized (this.userMessageHashes) {
			if (!this.userMessageHashes.isEmpty()) {
				this.userMessageHashes.remove(hashOfLastUserMessage(messages));
			}
		}
	}

	/**
	 * Return the hash code of the last user message; 0 if there is none, for example
	 * because the window of a chat memory removed the user message.
	 */
	private static int hashOfLastUserMessage(List<Message> messages) {
		for (int i = messages.size() - 1; i >= 0; i--) {
			if (messages.get(i) instanceof UserMessage message) {
				return String.valueOf(message.getText()).hashCode();
			}
		}
		return 0;
	}

}
