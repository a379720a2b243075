package net.qhaigc.springai.gemini.docs;

import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a page.
 *
 * @param page the page, relative to the repository
 * @param line the line of the opening fence, from 1
 * @param language the word behind the opening fence; empty if there is none
 * @param snippet what the marker before the fence names; null if there is no marker
 * @param text what the fence holds, without a line break at its end
 */
record Fence(String page, int line, String language, @Nullable String snippet, String text) {

	@Override
	public String toString() {
		return "%s:%d (%s)".formatted(this.page, this.line, this.language);
	}

}
