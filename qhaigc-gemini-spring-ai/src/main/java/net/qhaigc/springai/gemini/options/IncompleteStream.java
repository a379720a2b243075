package net.qhaigc.springai.gemini.options;

/**
 * How a stream ends that was cut before the model had finished.
 */
public enum IncompleteStream {

	/** With an exception, after what had come; the default. */
	ERROR,

	/** As if it were complete, with the finish reason {@code UNKNOWN}. */
	COMPLETE

}
