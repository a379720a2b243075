package net.qhaigc.springai.gemini.options;

/**
 * What happens to a function call in the history that should carry a thought signature
 * but has none, since it comes from another provider or from a memory that keeps text
 * alone.
 */
public enum MissingSignature {

	/** It carries the word by which Gemini skips the check. */
	SKIP_VALIDATION,

	/** It is sent as it is. */
	SEND_UNSIGNED

}
