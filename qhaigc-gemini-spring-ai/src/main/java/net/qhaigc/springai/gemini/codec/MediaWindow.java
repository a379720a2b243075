package net.qhaigc.springai.gemini.codec;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;

import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.codec.turn.ModelTurn;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Determines which messages of a conversation are sent with their media: those of the
 * current turn, and those of the most recent earlier turns that have media. Turns with
 * images and turns with other media are counted separately, so that generated images do
 * not displace a document. A turn begins with a user message, whose own media is always
 * sent unless the options limit the number of turns.
 *
 * @param images the limit for images
 * @param other the limit for other media
 */
record MediaWindow(Limit images, Limit other) {

	/**
	 * The number of earlier turns whose generated media and media of tool results are
	 * sent by default. Media of the user is not limited by default.
	 */
	private static final int DEFAULT_TURNS = 3;

	/**
	 * Return the media window of a conversation.
	 * @param messages the messages
	 * @param options the options, which can limit the number of earlier turns whose media
	 * is sent
	 * @return the window
	 */
	static MediaWindow of(List<Message> messages, QhaigcGeminiChatOptions options) {
		Integer imageTurns = (options.getKeepImages() != null) ? options.getKeepImages() : options.getKeepMedia();
		return new MediaWindow(limit(messages, imageTurns, HistoryMediaEncoder::isImage),
				limit(messages, options.getKeepMedia(), (mimeType) -> !HistoryMediaEncoder.isImage(mimeType)));
	}

	private static Limit limit(List<Message> messages, @Nullable Integer turns, Predicate<@Nullable String> kind) {
		boolean limitsUserMedia = turns != null;
		int remaining = (turns != null) ? turns : DEFAULT_TURNS;
		int firstSent = startOfTurn(messages, messages.size());
		int end = firstSent;
		while (end > 0) {
			int start = startOfTurn(messages, end);
			if (hasMedia(messages, start, end, limitsUserMedia, kind) && remaining-- == 0) {
				break;
			}
			firstSent = start;
			end = start;
		}
		return new Limit(firstSent, limitsUserMedia);
	}

	/**
	 * Return the index of the first message of a turn. Consecutive user messages count as
	 * one message, and system messages can be between them.
	 * @param end the index after the last message of the turn
	 */
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

	private static boolean hasMedia(List<Message> messages, int start, int end, boolean includesUserMedia,
			Predicate<@Nullable String> kind) {
		for (int i = start; i < end; i++) {
			Message message = messages.get(i);
			if ((includesUserMedia || !(message instanceof UserMessage)) && hasMedia(message, kind)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Uses loops instead of Java streams for user and assistant messages, most of which
	 * have no media.
	 */
	private static boolean hasMedia(Message message, Predicate<@Nullable String> kind) {
		if (message instanceof MediaContent content) {
			for (Media media : content.getMedia()) {
				if (kind.test(media.getMimeType().toString())) {
					return true;
				}
			}
		}
		if (message instanceof AssistantMessage assistant) {
			for (ModelTurn.TurnMedia media : ModelTurn.media(assistant)) {
				if (kind.test(media.mimeType())) {
					return true;
				}
			}
		}
		if (message instanceof ToolResponseMessage results) {
			return results.getResponses()
				.stream()
				.anyMatch((result) -> ToolResultMediaExtractor.mimeTypes(result).stream().anyMatch(kind));
		}
		return false;
	}

	/**
	 * Return the encoder for the media of a message.
	 * @param index the index of the message
	 * @param message the message
	 * @param encoder the encoder of the conversation
	 * @return an encoder that omits the media that is not sent again
	 */
	HistoryMediaEncoder encoderFor(int index, Message message, HistoryMediaEncoder encoder) {
		return encoder.omitting(this.images.omits(index, message), this.other.omits(index, message));
	}

	/**
	 * The limit for one kind of media.
	 *
	 * @param firstSent the index of the message before which media is omitted
	 * @param limitsUserMedia whether the media of user messages is omitted as well
	 */
	private record Limit(int firstSent, boolean limitsUserMedia) {

		boolean omits(int index, Message message) {
			return index < this.firstSent && (this.limitsUserMedia || !(message instanceof UserMessage));
		}

	}

}
