package net.qhaigc.springai.gemini.codec.media;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.wire.Part;

/**
 * Decodes media that the model generated.
 */
public final class MediaDecoder {

	private MediaDecoder() {
	}

	/**
	 * Decode a part.
	 * @param part the part
	 * @return media with the bytes of the part, which are not copied, or with its URI;
	 * null if the part is a thought or not media
	 */
	public static @Nullable Media decode(Part part) {
		if (part.isThought()) {
			return null;
		}
		if (part instanceof Part.InlineData data && data.data().length > 0) {
			// The only overload for bytes that is the same in every Spring AI 2.0.x.
			return media(new SharedBytes(data.data()), data.mimeType(), data.displayName());
		}
		if (part instanceof Part.FileData file && file.fileUri() != null && !file.fileUri().isBlank()) {
			return media(file.fileUri(), file.mimeType(), file.displayName());
		}
		return null;
	}

	private static Media media(Object data, @Nullable String mimeType, @Nullable String name) {
		Media.Builder media = Media.builder().mimeType(mimeType(mimeType));
		Media.Builder complete = (data instanceof Resource resource) ? media.data(resource) : media.data(data);
		return ((name != null) ? complete.name(name) : complete).build();
	}

	/**
	 * Return the MIME type that a part has as media.
	 * @param mimeType the MIME type of the part, or null
	 * @return the MIME type; {@code application/octet-stream} if it is absent or invalid
	 */
	public static MimeType mimeType(@Nullable String mimeType) {
		try {
			return (mimeType != null) ? MimeTypeUtils.parseMimeType(mimeType) : MimeTypeUtils.APPLICATION_OCTET_STREAM;
		}
		catch (InvalidMimeTypeException ex) {
			return MimeTypeUtils.APPLICATION_OCTET_STREAM;
		}
	}

	/** Returns its bytes without a copy, unlike Spring's own resource. */
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
