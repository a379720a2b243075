package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.Nullable;

/**
 * The text of an answer as the wire points into it: by bytes of UTF-8.
 */
final class ResponseText {

	private final String text;

	/** Where the text begins that the wire means. */
	private final int origin;

	private ResponseText(String text, int origin) {
		this.text = text;
		this.origin = origin;
	}

	/**
	 * The text to point into.
	 * @param shown the text that the message has: none in a stream's closing chunk, and
	 * more than this answer's own where a tool loop was streamed
	 * @param answered the text of this very answer; null where nothing points into it
	 */
	static ResponseText of(@Nullable String shown, @Nullable String answered) {
		if (shown == null || shown.isEmpty()) {
			return new ResponseText((answered != null) ? answered : "", 0);
		}
		if (answered == null || !shown.endsWith(answered)) {
			return new ResponseText(shown, 0);
		}
		return new ResponseText(shown, shown.length() - answered.length());
	}

	String text() {
		return this.text;
	}

	/**
	 * The place that the wire names by the bytes {@code startIndex} to {@code endIndex}.
	 */
	TextRange range(JsonView place) {
		int start = indexOfByte(place.count("startIndex"), false);
		return new TextRange(start, Math.max(start, indexOfByte(place.count("endIndex"), true)));
	}

	/**
	 * The place that the wire names by bytes and by the words that stand there. The words
	 * count where the bytes miss them: the recorded offsets are of one part of several,
	 * or off by some bytes.
	 */
	TextRange rangeOf(JsonView segment) {
		TextRange range = range(segment);
		String words = segment.text("text");
		if (words == null || range.of(this.text).equals(words)) {
			return range;
		}
		int start = nearest(words, range.start());
		return (start < 0) ? range : new TextRange(start, start + words.length());
	}

	private int nearest(String words, int to) {
		int before = this.text.lastIndexOf(words, to);
		int after = this.text.indexOf(words, to);
		if (before < 0 || after < 0) {
			return Math.max(before, after);
		}
		return (to - before <= after - to) ? before : after;
	}

	/** The index of a byte; within a character that of its start, or of its end. */
	private int indexOfByte(int offset, boolean ofEnd) {
		int index = this.origin;
		int bytes = 0;
		while (bytes < offset && index < this.text.length()) {
			int character = this.text.codePointAt(index);
			bytes += utf8Length(character);
			if (bytes > offset && !ofEnd) {
				return index;
			}
			index += Character.charCount(character);
		}
		return index;
	}

	private static int utf8Length(int character) {
		if (character < 0x80) {
			return 1;
		}
		if (character < 0x800) {
			return 2;
		}
		return (character < 0x10000) ? 3 : 4;
	}

}
