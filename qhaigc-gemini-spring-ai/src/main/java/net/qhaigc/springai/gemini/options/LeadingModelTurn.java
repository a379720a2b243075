package net.qhaigc.springai.gemini.options;

/**
 * What happens to a text of the model that stands before the first message of the user,
 * as a memory window leaves it.
 */
public enum LeadingModelTurn {

	/** It is sent; the default. */
	KEEP,

	/** It is left out. */
	DROP

}
