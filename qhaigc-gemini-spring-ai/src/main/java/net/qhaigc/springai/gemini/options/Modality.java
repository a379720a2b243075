package net.qhaigc.springai.gemini.options;

/**
 * A kind of content that a response can contain: Google's {@code responseModalities}.
 */
public enum Modality {

	/** Text. */
	TEXT,

	/** Images. */
	IMAGE,

	/** Speech. */
	AUDIO,

	/** Videos. */
	VIDEO

}
