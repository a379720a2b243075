package net.qhaigc.springai.gemini.options;

/**
 * How text of the model is handled if it precedes the first user message, which happens
 * when a chat memory drops old messages.
 */
public enum LeadingModelTurn {

	/** Send the text; the default. */
	KEEP,

	/** Drop the text. */
	DROP

}
