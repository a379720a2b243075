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
 * Encodes the media of messages, whose bytes may be in a store. Images of earlier turns
 * may be omitted, so that requests do not grow without limit.
 */
public final class HistoryMedia {

	/** Sent in place of an image that is omitted. */
	public static final Part OMITTED_IMAGE = new Part.Text(
			"[There was an image here. It is from an earlier turn and is not included again.]");

	private final @Nullable MediaStore store;

	private final boolean omitsImages;

	private final WarnOnce warnings;

	/**
	 * Create an encoder.
	 * @param store the store; null if there is none
	 * @param warnings for media that is missing
	 */
	public HistoryMedia(@Nullable MediaStore store, WarnOnce warnings) {
		this(store, false, warnings);
	}

	private HistoryMedia(@Nullable MediaStore store, boolean omitsImages, WarnOnce warnings) {
		this.store = store;
		this.omitsImages = omitsImages;
		this.warnings = warnings;
	}

	/**
	 * Return an encoder that omits images.
	 * @return an encoder of messages whose images are not sent again
	 */
	public HistoryMedia withoutImages() {
		return new HistoryMedia(this.store, true, this.warnings);
	}

	/**
	 * Whether media of that type is omitted.
	 * @param mimeType the MIME type; null if it is unknown
	 * @return whether a text is sent instead
	 */
	public boolean omits(@Nullable String mimeType) {
		return this.omitsImages && isImage(mimeType);
	}

	/**
	 * Whether media of that type is an image.
	 * @param mimeType the MIME type; null if it is unknown
	 * @return whether it is an image
	 */
	public static boolean isImage(@Nullable String mimeType) {
		return mimeType != null && mimeType.toLowerCase(Locale.ROOT).startsWith("image/");
	}

	/**
	 * Encode media.
	 * @param media the media of a message
	 * @return a part; null if its bytes are missing
	 */
	public @Nullable Part encode(Media media) {
		boolean omitted = omits(media.getMimeType().toString());
		if (omitted && media instanceof StoredMedia) {
			return OMITTED_IMAGE;
		}
		try {
			Part part = MediaEncoder.encode(media);
			return (omitted && part instanceof Part.InlineData) ? OMITTED_IMAGE : part;
		}
		catch (MissingMediaException ex) {
			warnOfMissing(true);
			return null;
		}
	}

	/**
	 * Return the data of media.
	 * @param media the media of a message
	 * @return the bytes or the URI; null if its bytes are missing
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
	 * @param reference the reference in the store
	 * @return the bytes; null if they are missing
	 */
	public byte @Nullable [] read(String reference) {
		Media media = (this.store != null) ? this.store.get(reference) : null;
		return (media != null) ? media.getDataAsByteArray() : null;
	}

	/**
	 * Warn about media that is missing.
	 * @param stored whether it was in a store
	 */
	public void warnOfMissing(boolean stored) {
		this.warnings.warn("media", stored ? "store" : "history", stored
				? "The media store no longer has media of the conversation, perhaps because the application was "
						+ "restarted or the store was full. It was dropped from the request. Use a store that keeps "
						+ "media as long as the chat memory keeps messages, or set qhaigc.chat.keep-media-in-history=true"
				: "Media that the model generated earlier is no longer in the conversation and was dropped. "
						+ "Set qhaigc.chat.keep-media-in-history=true to keep it in the metadata of the message");
	}

}
