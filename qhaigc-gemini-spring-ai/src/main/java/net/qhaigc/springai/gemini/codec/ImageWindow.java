package net.qhaigc.springai.gemini.codec;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;

import net.qhaigc.springai.gemini.codec.media.HistoryMedia;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;

/**
 * Which messages of a conversation are sent with their images: those of the current turn,
 * and those of the last earlier turns that have images. A turn begins with a user
 * message.
 *
 * @param first the index of the first message whose images are sent
 * @param ofUser whether images of the user are omitted as well, before that message
 */
record ImageWindow(int first, boolean ofUser) {

	/**
	 * The number of earlier turns whose generated images are sent by default. Images of
	 * the user are not limited by default.
	 */
	private static final int DEFAULT_TURNS = 3;

	/**
	 * Return the window of a conversation.
	 * @param messages the messages
	 * @param turns the number of earlier turns whose images are sent; null for the
	 * default
	 * @return the window
	 */
	static ImageWindow of(List<Message> messages, @Nullable Integer turns) {
		boolean ofUser = turns != null;
		int remaining = (turns != null) ? turns : DEFAULT_TURNS;
		int first = startOfTurn(messages, messages.size());
		int end = first;
		while (end > 0) {
			int start = startOfTurn(messages, end);
			if (hasImages(messages.subList(start, end), ofUser) && remaining-- == 0) {
				break;
			}
			first = start;
			end = start;
		}
		return new ImageWindow(first, ofUser);
	}

	/** Consecutive user messages are one, and system messages may be anywhere. */
	private static int startOfTurn(List<Message> messages, int end) {
		int start = end;
		while (start > 0 && !(messages.get(start - 1) instanceof UserMessage)) {
			start--;
		}
		while (start > 0 && (messages.get(start - 1) instanceof UserMessage
				|| messages.get(start - 1) instanceof SystemMessage)) {
			start--;
		}
		return start;
	}

	private static boolean hasImages(List<Message> turn, boolean ofUser) {
		for (Message message : turn) {
			if ((ofUser || message instanceof AssistantMessage) && hasImages(message)) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasImages(Message message) {
		if (message instanceof MediaContent content) {
			for (Media media : content.getMedia()) {
				if (HistoryMedia.isImage(media.getMimeType().toString())) {
					return true;
				}
			}
		}
		if (message instanceof AssistantMessage assistant) {
			for (ModelTurn.TurnMedia media : ModelTurn.media(assistant)) {
				if (HistoryMedia.isImage(media.mimeType())) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Whether the images of a message are omitted.
	 * @param index the index of the message
	 * @param message the message
	 * @return whether its images are not sent again
	 */
	boolean omitsImagesOf(int index, Message message) {
		return index < this.first && (this.ofUser || message instanceof AssistantMessage);
	}

}
