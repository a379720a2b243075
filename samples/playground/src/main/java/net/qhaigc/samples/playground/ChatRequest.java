package net.qhaigc.samples.playground;

import java.util.Base64;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/**
 * A message that the user enters on the page, and the options for the response.
 *
 * @param text the text of the message; may be empty if there is media
 * @param media the images, documents, audio and video of the message
 * @param options the options, or null to use those of the application
 * @param keepTurns the number of user messages, counted from the beginning of the
 * conversation, that are kept with their responses. This message replaces all messages
 * after them. Null to keep all messages
 * @param keepMedia whether this message also contains the media of the message that it
 * replaces; null for false
 * @param stored whether this message and its response become a part of the conversation;
 * null for true
 */
record ChatRequest(String text, List<MediaData> media, RequestOptions options, @Nullable Integer keepTurns,
		@Nullable Boolean keepMedia, @Nullable Boolean stored) {

	ChatRequest {
		text = Objects.requireNonNullElse(text, "");
		media = (media != null) ? List.copyOf(media) : List.of();
		options = Objects.requireNonNullElse(options, RequestOptions.NONE);
	}

	/** Media, Base64-encoded. */
	record MediaData(String mimeType, String data) {

		static MediaData of(Media media) {
			return new MediaData(media.getMimeType().toString(),
					Base64.getEncoder().encodeToString(media.getDataAsByteArray()));
		}

		Media toMedia() {
			return Media.builder()
				.mimeType(MimeType.valueOf(this.mimeType))
				.data(Base64.getDecoder().decode(this.data))
				.build();
		}

	}

	/** Whether this message is added to the conversation, without replacing messages. */
	boolean continuesConversation() {
		return this.keepTurns == null && !Boolean.FALSE.equals(this.stored);
	}

	UserMessage toUserMessage() {
		return UserMessage.builder()
			.text(this.text)
			.media(this.media.stream().map(MediaData::toMedia).toList())
			.build();
	}

}
