package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.Nullable;

/**
 * The text of a response. Converts Google's offsets, which are in bytes of UTF-8, to
 * indices.
 */
final class ResponseText {

	private final String text;

	/** The index at which the text of this response begins. */
	private final int origin;

	private ResponseText(String text, int origin) {
		this.text = text;
		this.origin = origin;
	}

	/**
	 * Create the text to which offsets refer.
	 * @param messageText the text of the message, which is empty in the closing chunk of
	 * a stream, and starts with the text of earlier rounds if a tool loop was streamed
	 * @param responseText the text of this response; null if it has no offsets
	 */
	static ResponseText of(@Nullable String messageText, @Nullable String responseText) {
		if (messageText == null || messageText.isEmpty()) {
			return new ResponseText((responseText != null) ? responseText : "", 0);
		}
		if (responseText == null || !messageText.endsWith(responseText)) {
			return new ResponseText(messageText, 0);
		}
		return new ResponseText(messageText, messageText.length() - responseText.length());
	}

	String text() {
		return this.text;
	}

	/** Return the range from the byte {@code startIndex} to {@code endIndex}. */
	TextRange range(JsonView offsets) {
		int start = indexOfByte(offsets.count("startIndex"), false);
		return new TextRange(start, Math.max(start, indexOfByte(offsets.count("endIndex"), true)));
	}

	/**
	 * Return the range of a segment. If its quoted text is not at its offsets, which
	 * happens when they refer to one of several parts or are wrong by a few bytes, the
	 * nearest occurrence of the quoted text is used.
	 */
	TextRange segmentRange(JsonView segment) {
		TextRange range = range(segment);
		String quoted = segment.text("text");
		if (quoted == null || range.substringOf(this.text).equals(quoted)) {
			return range;
		}
		int start = nearestIndexOf(quoted, range.start());
		return (start < 0) ? range : new TextRange(start, start + quoted.length());
	}

	private int nearestIndexOf(String quoted, int index) {
		int before = this.text.lastIndexOf(quoted, index);
		int after = this.text.indexOf(quoted, index);
		if (before < 0 || after < 0) {
			return Math.max(before, after);
		}
		return (index - before <= after - index) ? before : after;
	}

	/**
	 * Return the index of a byte. For a byte within a character, it is that of the start
	 * or the end of the character.
	 */
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
