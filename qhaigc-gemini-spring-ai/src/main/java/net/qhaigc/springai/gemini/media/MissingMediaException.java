package net.qhaigc.springai.gemini.media;

/**
 * Thrown if a message refers to media that the {@link MediaStore} does not contain.
 */
public final class MissingMediaException extends IllegalStateException {

	MissingMediaException(String reference, Object mimeType) {
		super(("The media store does not have the media '%s' (%s) of this conversation. "
				+ "Use the store in which the media was stored, or remove the media from the conversation")
			.formatted(reference, mimeType));
	}

}
