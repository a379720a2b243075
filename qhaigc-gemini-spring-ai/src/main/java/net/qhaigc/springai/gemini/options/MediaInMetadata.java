package net.qhaigc.springai.gemini.options;

/**
 * What the metadata of a message contains for media that the model generated. Chat
 * memories and Spring AI itself can drop the media of a message but keep its metadata.
 * The media that is sent back to the model is then restored from the metadata.
 */
public enum MediaInMetadata {

	/** A reference to the media in the media store of the chat model; the default. */
	REFERENCE,

	/** A copy of the media, which increases the size of stored conversations. */
	COPY,

	/** Nothing: the media is in the message only. */
	NONE

}
