package net.qhaigc.springai.gemini.codec;

import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.wire.Part;

/**
 * Media that the model made.
 */
final class MediaDecoder {

	private MediaDecoder() {
	}

	static Media decode(Part.InlineData data) {
		// The one overload for bytes that is the same in every Spring AI 2.0.x.
		Media.Builder media = Media.builder().mimeType(mimeType(data)).data(new Bytes(data.data()));
		if (data.displayName() != null) {
			media.name(data.displayName());
		}
		return media.build();
	}

	/** The type as Spring has it; bytes of no known type are plain bytes. */
	static MimeType mimeType(Part.InlineData data) {
		try {
			return (data.mimeType() != null) ? MimeTypeUtils.parseMimeType(data.mimeType())
					: MimeTypeUtils.APPLICATION_OCTET_STREAM;
		}
		catch (InvalidMimeTypeException ex) {
			return MimeTypeUtils.APPLICATION_OCTET_STREAM;
		}
	}

	/** Hands its bytes over, where Spring's own resource would copy them. */
	private static final class Bytes extends ByteArrayResource {

		Bytes(byte[] bytes) {
			super(bytes);
		}

		@Override
		public byte[] getContentAsByteArray() {
			return getByteArray();
		}

	}

}
