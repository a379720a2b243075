package net.qhaigc.springai.gemini.rendering;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the end of a user-perceived character (grapheme cluster), which can consist of
 * several code points.
 */
final class Graphemes {

	private static final Pattern GRAPHEME = Pattern.compile("\\X");

	/**
	 * Maximum number of chars that are examined before an index, and also after it. Flag
	 * and family emojis have fewer chars.
	 */
	private static final int MAX_EXAMINED_CHARS = 64;

	private Graphemes() {
	}

	/**
	 * Return an index at which a text can be split.
	 * @param text the text
	 * @param index an index from 0 to the length of the text
	 * @return the given index or, if it is within a character, the end of that character
	 */
	static int boundary(String text, int index) {
		if (index > 0 && index < text.length() && text.charAt(index - 1) == '\r' && text.charAt(index) == '\n') {
			return index + 1;
		}
		int start = index;
		while (start > 0 && index - start < MAX_EXAMINED_CHARS && text.charAt(start - 1) > 0x7F) {
			start--;
		}
		if (start == index && (index == text.length() || text.charAt(index) <= 0x7F)) {
			return index;
		}
		start = Math.max(0, start - 1);
		Matcher matcher = GRAPHEME.matcher(text).region(start, Math.min(text.length(), index + MAX_EXAMINED_CHARS));
		while (matcher.find()) {
			if (matcher.end() >= index) {
				return matcher.end();
			}
		}
		return index;
	}

}
