package net.qhaigc.springai.gemini.options;

/**
 * How a function call in the history is sent if it requires a thought signature but has
 * none, because it comes from another provider or from a chat memory that stores only
 * text.
 */
public enum MissingSignature {

	/** With Google's placeholder that skips the validation of the signature. */
	SKIP_VALIDATION,

	/** Without a signature. */
	SEND_UNSIGNED

}
