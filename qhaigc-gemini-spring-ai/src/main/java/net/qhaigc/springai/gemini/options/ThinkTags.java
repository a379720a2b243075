package net.qhaigc.springai.gemini.options;

/**
 * What is done with thoughts that a gateway returns inside the text, in {@code <think>}
 * or {@code <thought>} tags.
 */
public enum ThinkTags {

	/** Thoughts remain in the text; the default. */
	KEEP,

	/**
	 * Thoughts are moved, without the tags, from the text to the thoughts of the
	 * response.
	 */
	SPLIT

}
