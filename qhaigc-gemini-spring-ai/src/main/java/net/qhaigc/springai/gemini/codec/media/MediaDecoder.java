package net.qhaigc.springai.gemini.codec.media;

import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
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
	 * @param data the part
	 * @return media with the bytes of the part, which are not copied
	 */
	public static Media decode(Part.InlineData data) {
		// The only overload for bytes that is the same in every Spring AI 2.0.x.
		Media.Builder media = Media.builder().mimeType(mimeType(data)).data(new SharedBytes(data.data()));
		if (data.displayName() != null) {
			media.name(data.displayName());
		}
		return media.build();
	}

	/**
	 * Return the MIME type that a part has as media.
	 * @param data the part
	 * @return the MIME type; {@code application/octet-stream} if it is absent or invalid
	 */
	public static MimeType mimeType(Part.InlineData data) {
		try {
			return (data.mimeType() != null) ? MimeTypeUtils.parseMimeType(data.mimeType())
					: MimeTypeUtils.APPLICATION_OCTET_STREAM;
		}
		catch (InvalidMimeTypeException ex) {
			return MimeTypeUtils.APPLICATION_OCTET_STREAM;
		}
	}

	/** Returns its bytes, where Spring's own resource would copy them. */
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
