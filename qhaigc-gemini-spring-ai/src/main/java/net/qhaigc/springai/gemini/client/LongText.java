package net.qhaigc.springai.gemini.client;

/**
 * Shortens long JSON strings, and bodies as a whole, for the log.
 */
final class LongText {

	/** The maximum length, with the opening quote, of a string that is kept whole. */
	private static final int MAX_STRING_CHARS = 4096;

	/** The number of chars that are kept when a string is shortened. */
	private static final int STRING_PREFIX_CHARS = 1024;

	private LongText() {
	}

	/**
	 * Shorten the strings of a body, and the body if it is still too long.
	 * @param body JSON or any other text
	 * @param maxChars the maximum number of chars that are kept of the body
	 * @return the body, with the original length after each shortened text
	 */
	static String shorten(String body, int maxChars) {
		String text = (body.length() > MAX_STRING_CHARS) ? shortenStrings(body) : body;
		return (text.length() > maxChars)
				? text.substring(0, cutIndex(text, 0, maxChars)) + "... <" + body.length() + " characters>" : text;
	}

	private static String shortenStrings(String json) {
		StringBuilder shortened = new StringBuilder();
		int copied = 0;
		int quote = json.indexOf('"');
		while (quote >= 0) {
			int end = endOfString(json, quote + 1);
			if (end - quote > MAX_STRING_CHARS) {
				int kept = cutIndex(json, quote + 1, quote + 1 + STRING_PREFIX_CHARS);
				shortened.append(json, copied, kept).append("... <").append(end - quote - 1).append(" characters>");
				copied = end;
			}
			quote = json.indexOf('"', end + 1);
		}
		return shortened.append(json, copied, json.length()).toString();
	}

	/** Return the index of the quote that ends a string, or the end of the text. */
	private static int endOfString(String json, int start) {
		int index = start;
		while (index < json.length() && json.charAt(index) != '"') {
			index += (json.charAt(index) == '\\') ? 2 : 1;
		}
		return Math.min(index, json.length());
	}

	/**
	 * Return the given index, or a slightly lower one if cutting at the given index would
	 * divide an escape sequence or a surrogate pair.
	 */
	private static int cutIndex(String text, int start, int index) {
		int escape = text.lastIndexOf('\\', index - 1);
		if (escape >= Math.max(start, index - 6)) {
			int first = escape;
			while (first > start && text.charAt(first - 1) == '\\') {
				first--;
			}
			// An even number of backslashes is a sequence of escaped backslashes.
			boolean beginsEscape = (escape - first) % 2 == 0;
			int length = (escape + 1 < text.length() && text.charAt(escape + 1) == 'u') ? 6 : 2;
			if (beginsEscape && escape + length > index) {
				return escape;
			}
		}
		return Character.isHighSurrogate(text.charAt(index - 1)) ? index - 1 : index;
	}

}
