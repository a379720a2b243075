package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits text into the events of a stream.
 */
final class TextEvents {

	private static final Pattern WORD_WITH_SPACE = Pattern.compile("\\s*\\S{1,12}\\s?|\\s+");

	private static final int MAX_EVENTS = 2000;

	private TextEvents() {
	}

	/**
	 * Return the text of each event: a word, or up to 12 characters of a longer word. If
	 * the text is very long, an event contains several words.
	 */
	static String[] split(String text) {
		int minEventLength = text.length() / MAX_EVENTS;
		List<String> events = new ArrayList<>();
		int start = 0;
		Matcher word = WORD_WITH_SPACE.matcher(text);
		while (word.find()) {
			if (word.end() - start > minEventLength || word.end() == text.length()) {
				events.add(text.substring(start, word.end()));
				start = word.end();
			}
		}
		return events.isEmpty() ? new String[] { "" } : events.toArray(String[]::new);
	}

}
