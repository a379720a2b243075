package net.qhaigc.springai.gemini.docs;

import org.jspecify.annotations.Nullable;

/**
 * A fenced code block of a page.
 *
 * @param page the path of the page, relative to the repository
 * @param line the line number of the opening fence, starting at 1
 * @param end the line number of the closing fence
 * @param language the word after the opening fence; empty if there is none
 * @param snippet the path and tag in the snippet marker before the fence; null if there
 * is no such marker
 * @param output the path of the test that the output marker before the fence names; null
 * if there is no such marker
 * @param text the text of the block, without a line break at the end
 */
record Fence(String page, int line, int end, String language, @Nullable String snippet, @Nullable String output,
		String text) {

	@Override
	public String toString() {
		return "%s:%d (%s)".formatted(this.page, this.line, this.language);
	}

}
