package net.qhaigc.springai.gemini.options;

/**
 * What is done with images that a gateway returns inside the text, as Markdown with a
 * {@code data:} URI.
 */
public enum MarkdownImages {

	/** The images remain in the text. This is the default. */
	KEEP,

	/** The images are moved to the media of the response. */
	EXTRACT

}
