package net.qhaigc.springai.gemini.media;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;

/**
 * Base class of stores that derive the reference to media from its content, so that the
 * same media is stored once, however many messages contain it. A reference consists of
 * {@code sha256-} and 64 hexadecimal digits; any other reference is treated as unknown.
 */
public abstract class ContentAddressedMediaStore implements MediaStore {

	/** Create a store. */
	protected ContentAddressedMediaStore() {
	}

	@Override
	public final String put(Media media) {
		byte[] bytes = MediaReference.bytes(media);
		String mimeType = media.getMimeType().toString();
		String reference = MediaReference.of(mimeType, bytes);
		write(reference, new Content(mimeType, bytes));
		return reference;
	}

	@Override
	public final @Nullable Media get(String reference) {
		Content content = MediaReference.isValid(reference) ? read(reference) : null;
		return (content != null) ? new Media(MimeType.valueOf(content.mimeType()), new SharedBytes(content.bytes()))
				: null;
	}

	@Override
	public final void delete(String reference) {
		if (MediaReference.isValid(reference)) {
			remove(reference);
		}
	}

	/**
	 * Write media, unless it is stored already.
	 * @param reference the reference
	 * @param content the content
	 */
	protected abstract void write(String reference, Content content);

	/**
	 * Read media.
	 * @param reference a valid reference
	 * @return the content; null if it is not stored
	 */
	protected abstract @Nullable Content read(String reference);

	/**
	 * Remove media, if it is stored.
	 * @param reference a valid reference
	 */
	protected abstract void remove(String reference);

	/**
	 * The content of media.
	 *
	 * @param mimeType the MIME type
	 * @param bytes the bytes, which must not be modified
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Content(String mimeType, byte[] bytes) {

	}

	/** A resource that returns its bytes without copying them, unlike its superclass. */
	private static final class SharedBytes extends ByteArrayResource {

		SharedBytes(byte[] bytes) {
			super(bytes);
		}

		@Override
		public byte[] getContentAsByteArray() {
			return getByteArray();
		}

	}

}
