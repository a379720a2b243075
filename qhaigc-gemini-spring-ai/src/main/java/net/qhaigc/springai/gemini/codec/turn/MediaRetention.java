package net.qhaigc.springai.gemini.codec.turn;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;

import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * Whether and where media that the model generated is retained, so that it can be sent
 * back to the model even if the message no longer contains it. The media is retained in a
 * media store, or in the envelope: the string in the message's metadata from which
 * {@link ModelTurn} restores the turn.
 */
public final class MediaRetention {

	/** Media is not retained: only the message contains it. */
	public static final MediaRetention NONE = new MediaRetention(false, null, new WarnOnce());

	/** The envelope contains a copy of the media. */
	public static final MediaRetention COPY = new MediaRetention(true, null, new WarnOnce());

	private final boolean retainsMedia;

	private final @Nullable MediaStore store;

	private final WarnOnce warnings;

	private MediaRetention(boolean retainsMedia, @Nullable MediaStore store, WarnOnce warnings) {
		this.retainsMedia = retainsMedia;
		this.store = store;
		this.warnings = warnings;
	}

	/**
	 * Create a retention that stores media in a media store. The envelope contains only
	 * the reference that the store returns.
	 * @param store the store
	 * @param warnings logs that media cannot be stored
	 * @return the retention
	 */
	public static MediaRetention inStore(MediaStore store, WarnOnce warnings) {
		return new MediaRetention(true, store, warnings);
	}

	boolean retainsMedia() {
		return this.retainsMedia;
	}

	/**
	 * Return whether storing media blocks the current thread.
	 * @return true if media is written to a file or a database, for example
	 */
	public boolean isBlocking() {
		return this.store != null && this.store.isBlocking();
	}

	/**
	 * Store media.
	 * @return the reference; null if no store is used, if the data is empty, or if
	 * storing failed. If media is retained, but there is no reference, the envelope
	 * contains a copy
	 */
	@Nullable String store(Part.InlineData data) {
		Media media = (this.store != null) ? MediaDecoder.decode(data) : null;
		if (this.store == null || media == null) {
			return null;
		}
		try {
			return this.store.put(media);
		}
		catch (RuntimeException ex) {
			this.warnings.warn("media store", "put", ("Media that the model generated cannot be stored (%s). The "
					+ "metadata of the message contains the media instead of a reference")
				.formatted(ex));
			return null;
		}
	}

}
