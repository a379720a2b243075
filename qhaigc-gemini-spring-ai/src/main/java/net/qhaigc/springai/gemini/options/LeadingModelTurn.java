package net.qhaigc.springai.gemini.options;

/**
 * How text of the model is handled if it precedes the first user message, which happens
 * when a chat memory drops old messages.
 */
public enum LeadingModelTurn {

	/** Send it; the default. */
	KEEP,

	/** Drop it. */
	DROP

}
