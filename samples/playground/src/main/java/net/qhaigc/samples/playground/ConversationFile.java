package net.qhaigc.samples.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.Assert;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;

/**
 * A conversation as JSON, for export and import.
 *
 * @param format the format, which must be {@link #FORMAT}
 * @param messages the messages
 */
record ConversationFile(String format, List<Entry> messages) {

	static final String FORMAT = "qhaigc-playground/1";

	private static final int MAX_MESSAGES = 1_000;

	/**
	 * A message.
	 *
	 * @param role {@code user} or {@code model}
	 * @param text the text
	 * @param media the media
	 * @param turn the message metadata {@link QhaigcGeminiMetadata#TURN}, which contains
	 * the thought signatures of a message of the model; null if absent
	 */
	record Entry(String role, String text, List<ChatRequest.MediaData> media, @Nullable String turn) {

		private Message toMessage() {
			String content = Objects.requireNonNullElse(this.text, "");
			List<Media> attached = (this.media != null)
					? this.media.stream().map(ChatRequest.MediaData::toMedia).toList() : List.of();
			return switch (Objects.requireNonNullElse(this.role, "")) {
				case "user" -> UserMessage.builder().text(content).media(attached).build();
				case "model" -> AssistantMessage.builder()
					.content(content)
					.media(attached)
					.properties((this.turn != null) ? Map.of(QhaigcGeminiMetadata.TURN, this.turn) : Map.of())
					.build();
				default -> throw new IllegalArgumentException("The role must be user or model, but is " + this.role);
			};
		}

	}

	static @Nullable String turn(Message message) {
		return (message.getMetadata().get(QhaigcGeminiMetadata.TURN) instanceof String turn) ? turn : null;
	}

	List<Message> toMessages() {
		Assert.isTrue(FORMAT.equals(this.format),
				"The file is not a conversation of the playground: its format must be " + FORMAT);
		Assert.isTrue(this.messages != null && !this.messages.isEmpty() && this.messages.size() <= MAX_MESSAGES,
				"The conversation must have 1 to " + MAX_MESSAGES + " messages");
		List<Message> all = new ArrayList<>();
		this.messages.forEach((entry) -> all.add(entry.toMessage()));
		return all;
	}

}
