package net.qhaigc.springai.gemini.codec;

import org.springframework.ai.content.Media;
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
		Media.Builder media = Media.builder().mimeType(mimeType(data)).data(data.data());
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

}
