package net.qhaigc.springai.gemini.options;

/**
 * What is done with thoughts that a gateway returns inside the text, in {@code <think>}
 * or {@code <thought>} tags.
 */
public enum ThinkTags {

	/** They remain in the text; the default. */
	KEEP,

	/** They are moved to the thoughts of the response, without the tags. */
	SPLIT

}
