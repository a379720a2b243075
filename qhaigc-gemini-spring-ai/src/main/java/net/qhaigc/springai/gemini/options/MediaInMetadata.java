package net.qhaigc.springai.gemini.options;

/**
 * What message metadata contains of media that the model generated. Chat memories and
 * Spring AI itself may drop the media of a message, but keep its metadata, from which the
 * media is then sent back to the model.
 */
public enum MediaInMetadata {

	/** A reference to the media store of the model; the default. */
	REFERENCE,

	/** A copy of the media, which increases the size of stored conversations. */
	COPY,

	/** Nothing: the media is in the message only. */
	NONE

}
