package net.qhaigc.springai.gemini.options;

/**
 * How a text of the model is handled that precedes the first user message, as it happens
 * when a chat memory drops old messages.
 */
public enum LeadingModelTurn {

	/** Send it; the default. */
	KEEP,

	/** Drop it. */
	DROP

}
