package net.qhaigc.springai.gemini.options;

/**
 * What an answer is made of.
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
