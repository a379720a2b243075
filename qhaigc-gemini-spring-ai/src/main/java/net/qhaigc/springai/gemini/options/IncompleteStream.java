package net.qhaigc.springai.gemini.options;

/**
 * How a stream terminates if the response ends before the model has returned a finish
 * reason.
 */
public enum IncompleteStream {

	/**
	 * With a {@code QhaigcTransientException}, after the chunks received so far; the
	 * default.
	 */
	ERROR,

	/** With a closing chunk whose finish reason is {@code UNKNOWN}. */
	COMPLETE

}
