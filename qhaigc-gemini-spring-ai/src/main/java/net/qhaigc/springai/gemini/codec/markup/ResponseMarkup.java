package net.qhaigc.springai.gemini.codec.markup;

import net.qhaigc.springai.gemini.options.MarkdownImages;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ThinkTags;

/**
 * Which markup inside the text of a response is moved to separate parts.
 *
 * @param thoughts whether thoughts in tags are moved
 * @param images whether Markdown images are moved
 */
public record ResponseMarkup(boolean thoughts, boolean images) {

	/** The text is left as it is. */
	public static final ResponseMarkup NONE = new ResponseMarkup(false, false);

	/** Return the markup that is moved according to the options. */
	public static ResponseMarkup of(QhaigcGeminiChatOptions options) {
		return new ResponseMarkup(options.getThinkTags() == ThinkTags.SPLIT,
				options.getMarkdownImages() == MarkdownImages.EXTRACT);
	}

	boolean leavesTextUnchanged() {
		return !this.thoughts && !this.images;
	}

}
