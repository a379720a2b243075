package net.qhaigc.springai.gemini.media;

import java.net.URI;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/**
 * Media of a message. The bytes of the media are in a {@link MediaStore} and are read
 * whenever {@link #getData()} is called, so that a conversation can be loaded without the
 * bytes. The chat models of other providers treat this media like any media with bytes.
 */
public final class StoredMedia extends Media {

	private final String reference;

	private final MediaStore store;

	private final @Nullable String id;

	private final @Nullable String name;

	/**
	 * Create media.
	 * @param mimeType the MIME type
	 * @param reference the reference to the bytes in the store
	 * @param store the store
	 * @param id the ID of the media; null if it has none
	 * @param name the name of the media; null if it has none
	 */
	public StoredMedia(MimeType mimeType, String reference, MediaStore store, @Nullable String id,
			@Nullable String name) {
		super(mimeType, URI.create("media:stored"));
		this.reference = reference;
		this.store = store;
		this.id = id;
		this.name = name;
	}

	/**
	 * Return the reference to the bytes in the store.
	 * @return the reference
	 */
	public String reference() {
		return this.reference;
	}

	/**
	 * Return whether the reference belongs to a given store.
	 * @param other the store
	 * @return true if the reference belongs to that store
	 */
	public boolean isIn(MediaStore other) {
		return this.store.equals(other);
	}

	/**
	 * Read the bytes.
	 * @return the bytes
	 * @throws MissingMediaException if the store does not have them
	 */
	@Override
	public byte[] getData() {
		Media media = this.store.get(this.reference);
		if (media == null) {
			throw new MissingMediaException(this.reference, getMimeType());
		}
		return media.getDataAsByteArray();
	}

	@Override
	public byte[] getDataAsByteArray() {
		return getData();
	}

	@Override
	public @Nullable String getId() {
		return this.id;
	}

	@Override
	public String getName() {
		return Objects.requireNonNullElseGet(this.name, super::getName);
	}

}
