package net.qhaigc.springai.gemini.codec.media;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.media.MissingMediaException;
import net.qhaigc.springai.gemini.media.StoredMedia;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Encodes the media of messages; the bytes can be in a media store. Media of earlier
 * turns can be omitted, so that requests do not grow without limit. Media that is sent as
 * a URI is never omitted.
 */
public final class HistoryMediaEncoder {

	private final @Nullable MediaStore store;

	private final boolean omitsImages;

	private final boolean omitsOther;

	private final WarnOnce warnings;

	/**
	 * Create an encoder.
	 * @param store the media store; null if there is none
	 * @param warnings logs that media is missing
	 */
	public HistoryMediaEncoder(@Nullable MediaStore store, WarnOnce warnings) {
		this(store, false, false, warnings);
	}

	private HistoryMediaEncoder(@Nullable MediaStore store, boolean omitsImages, boolean omitsOther,
			WarnOnce warnings) {
		this.store = store;
		this.omitsImages = omitsImages;
		this.omitsOther = omitsOther;
		this.warnings = warnings;
	}

	/**
	 * Return an encoder that omits media of the given kinds.
	 * @param images whether images are omitted
	 * @param other whether media other than images is omitted
	 * @return the encoder
	 */
	public HistoryMediaEncoder omitting(boolean images, boolean other) {
		return (images || other) ? new HistoryMediaEncoder(this.store, images, other, this.warnings) : this;
	}

	/**
	 * Return whether media of the given type is omitted if it would otherwise be sent as
	 * bytes.
	 * @param mimeType the MIME type; null if it is unknown
	 * @return whether a placeholder is sent in place of the bytes
	 */
	public boolean omits(@Nullable String mimeType) {
		return isImage(mimeType) ? this.omitsImages : this.omitsOther;
	}

	/**
	 * Return whether media of the given type is an image.
	 * @param mimeType the MIME type; null if it is unknown
	 * @return whether it is an image
	 */
	public static boolean isImage(@Nullable String mimeType) {
		return mimeType != null && mimeType.toLowerCase(Locale.ROOT).startsWith("image/");
	}

	/**
	 * Return the placeholder that is sent in place of omitted media.
	 * @param mimeType the MIME type; null if it is unknown
	 * @return the text
	 */
	public static String placeholder(@Nullable String mimeType) {
		String type = (mimeType != null) ? mimeType.toLowerCase(Locale.ROOT) : "";
		String media = type.startsWith("image/") ? "an image"
				: type.startsWith("audio/") ? "audio" : type.startsWith("video/") ? "a video" : "a file";
		return "[There was %s here. It is from an earlier turn and is not included again.]".formatted(media);
	}

	/**
	 * Encode media.
	 * @param media the media of a message
	 * @return the part, which is a placeholder text if the media is omitted; null if the
	 * bytes of the media are missing
	 */
	public @Nullable Part encode(Media media) {
		String mimeType = media.getMimeType().toString();
		boolean omitted = omits(mimeType);
		if (omitted && media instanceof StoredMedia) {
			return new Part.Text(placeholder(mimeType));
		}
		try {
			Part part = MediaEncoder.encode(media);
			return (omitted && part instanceof Part.InlineData) ? new Part.Text(placeholder(mimeType)) : part;
		}
		catch (MissingMediaException ex) {
			warnAboutMissing(true);
			return null;
		}
	}

	/**
	 * Return the data of media.
	 * @param media the media of a message
	 * @return the bytes or the URI; null if the bytes are missing
	 */
	public @Nullable Object data(Media media) {
		try {
			return media.getData();
		}
		catch (MissingMediaException ex) {
			return null;
		}
	}

	/**
	 * Read the bytes of stored media.
	 * @param reference the reference to the media in the store
	 * @return the bytes; null if they are missing
	 */
	public byte @Nullable [] read(String reference) {
		Media media = (this.store != null) ? this.store.get(reference) : null;
		return (media != null) ? media.getDataAsByteArray() : null;
	}

	/**
	 * Warn about media that is missing.
	 * @param stored whether the media was in a store
	 */
	public void warnAboutMissing(boolean stored) {
		this.warnings.warn("media", stored ? "store" : "history",
				stored ? "The media store no longer has media of the conversation, perhaps because the application was "
						+ "restarted or the store was full. The media was dropped from the request. Use a store that "
						+ "keeps media at least as long as the chat memory keeps messages, or set "
						+ "qhaigc.chat.media-in-metadata=copy"
						: "Media that the model generated earlier is no longer in the conversation and was dropped "
								+ "from the request. Set qhaigc.chat.media-in-metadata=copy to keep it in the "
								+ "metadata of the message");
	}

}
