package net.qhaigc.springai.gemini.options;

/**
 * What is done with images that a gateway returns inside the text, as Markdown with a
 * {@code data:} URI.
 */
public enum MarkdownImages {

	/** They remain in the text; the default. */
	KEEP,

	/** They are moved to the media of the response. */
	EXTRACT

}
