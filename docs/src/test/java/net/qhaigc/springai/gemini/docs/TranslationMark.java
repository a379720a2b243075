package net.qhaigc.springai.gemini.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment after a heading of a translated page. It names the section of the original
 * page that the text below translates:
 * {@code <!-- translates tools.md#schemas 1a2b3c4d 5e6f7a8b -->}.
 *
 * @param page the file name of the original page
 * @param anchor the anchor of the original section
 * @param originalHash the hash of the original section when the translation was reviewed
 * @param translationHash the hash of the translated section when it was reviewed
 */
record TranslationMark(String page, String anchor, String originalHash, String translationHash) {

	private static final Pattern MARK = Pattern
		.compile("<!-- translates ([^ #]+)#(\\S+) ([0-9a-f]{8}) ([0-9a-f]{8}) -->");

	static boolean isMark(String line) {
		return line.startsWith("<!-- translates ");
	}

	static TranslationMark of(String line) {
		Matcher mark = MARK.matcher(line.strip());
		if (!mark.matches()) {
			throw new IllegalStateException(
					"'%s' does not have the form <!-- translates page.md#section hash hash -->".formatted(line));
		}
		return new TranslationMark(mark.group(1), mark.group(2), mark.group(3), mark.group(4));
	}

	String section() {
		return this.page + "#" + this.anchor;
	}

	@Override
	public String toString() {
		return "<!-- translates %s#%s %s %s -->".formatted(this.page, this.anchor, this.originalHash,
				this.translationHash);
	}

}
