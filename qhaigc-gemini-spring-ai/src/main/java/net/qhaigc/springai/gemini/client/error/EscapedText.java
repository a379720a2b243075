package net.qhaigc.springai.gemini.client.error;

/**
 * A text whose characters can be escaped as in JSON, in a URL or in HTML, even repeatedly
 * (such as {@code \\u002B}, {@code %252B} or {@code &amp;#x2B;}).
 *
 * @param text the text
 */
record EscapedText(String text) {

	private static final int END_SHIFT = 32;

	/**
	 * The maximum number of backslashes, of {@code 25} or of {@code amp;} that are
	 * skipped in an escape sequence that is itself escaped. It limits the time for a text
	 * that consists only of escape sequences.
	 */
	private static final int MAX_REPETITIONS = 8;

	private static final int MAX_DIGITS = 7;

	private static final int MAX_INDENTATION = 16;

	private static final String[][] ENTITIES = { { "amp;", "&" }, { "sol;", "/" }, { "plus;", "+" }, { "equals;", "=" },
			{ "lowbar;", "_" }, { "period;", "." }, { "lt;", "<" }, { "gt;", ">" }, { "quot;", "\"" },
			{ "apos;", "'" } };

	int length() {
		return this.text.length();
	}

	/** Whether a character can be the beginning of an escape sequence. */
	static boolean mayBeginEscape(char ch) {
		return ch == '\\' || ch == '%' || ch == '&';
	}

	/** Whether a character can be the beginning of a line break, or is invisible. */
	static boolean mayBeginBreak(char ch) {
		return ch < ' ' || ch == '\\' || ch == '\u00AD' || (ch >= '\u200B' && ch <= '\u200D') || ch == '\uFEFF';
	}

	/**
	 * Return the position after a line break, a tab or an invisible character, and after
	 * the spaces and tabs that follow it; the given position if there is none of them.
	 * The line break or the tab can be escaped as in JSON.
	 */
	int endOfBreak(int at) {
		char ch = this.text.charAt(at);
		int end = at;
		if (ch == '\\') {
			int next = skipRepetitions("\\", at);
			boolean isEscaped = next < length() && "nrtNRT".indexOf(this.text.charAt(next)) >= 0;
			end = isEscaped ? next + 1 : at;
		}
		else if (mayBeginBreak(ch)) {
			end = at + 1;
		}
		while (end > at && end < length() && end < at + MAX_INDENTATION && " \t".indexOf(this.text.charAt(end)) >= 0) {
			end++;
		}
		return end;
	}

	/**
	 * Read the character at a position. The result contains the {@link #character} and
	 * the {@link #end} of its escape sequence.
	 */
	long read(int at) {
		return switch (this.text.charAt(at)) {
			case '\\' -> readBackslash(at);
			case '%' -> readPercent(at);
			case '&' -> readEntity(at);
			default -> result(this.text.charAt(at), at + 1);
		};
	}

	static char character(long result) {
		return (char) result;
	}

	/** Return the position after a character that was read. */
	static int end(long result) {
		return (int) (result >>> END_SHIFT);
	}

	private static long result(int character, int end) {
		return ((long) end << END_SHIFT) | (character & 0xFFFF);
	}

	private long readBackslash(int at) {
		int next = skipRepetitions("\\", at);
		char ch = (next < length()) ? this.text.charAt(next) : ' ';
		int digits = switch (ch) {
			case 'u', 'U' -> 4;
			case 'x', 'X' -> 2;
			default -> 0;
		};
		int code = hex(next + 1, next + 1 + digits);
		if (code >= 0) {
			return result(code, next + 1 + digits);
		}
		return (ch == '/' || ch == '"') ? result(ch, next + 1) : result('\\', next);
	}

	private long readPercent(int at) {
		int next = skipRepetitions("25", at + 1);
		int code = hex(next, next + 2);
		return (code >= 0) ? result(code, next + 2) : result('%', next);
	}

	private long readEntity(int at) {
		int next = skipRepetitions("amp;", at + 1);
		if (this.text.startsWith("#", next)) {
			boolean hex = this.text.regionMatches(true, next + 1, "x", 0, 1);
			int start = hex ? next + 2 : next + 1;
			int end = start;
			while (end < length() && end < start + MAX_DIGITS && this.text.charAt(end) != ';') {
				end++;
			}
			int code = this.text.startsWith(";", end) ? number(start, end, hex ? 16 : 10) : -1;
			return (code >= 0) ? result(code, end + 1) : result('&', next);
		}
		boolean named = next < length() && Character.isLetter(this.text.charAt(next));
		for (String[] entity : ENTITIES) {
			if (named && startsWith(entity[0], next)) {
				return result(entity[1].charAt(0), next + entity[0].length());
			}
		}
		return result('&', next);
	}

	private int skipRepetitions(String repeated, int at) {
		int next = at;
		for (int i = 0; i < MAX_REPETITIONS && startsWith(repeated, next); i++) {
			next += repeated.length();
		}
		return next;
	}

	/**
	 * Ignores case, since the client converts some texts to upper case, such as finish
	 * reasons.
	 */
	private boolean startsWith(String prefix, int at) {
		return this.text.regionMatches(true, at, prefix, 0, prefix.length());
	}

	private int hex(int from, int to) {
		return (to > from && to <= length()) ? number(from, to, 16) : -1;
	}

	/** Return the number in a part of the text; -1 if there is none. */
	private int number(int from, int to, int radix) {
		int number = (from < to) ? 0 : -1;
		for (int i = from; i < to; i++) {
			int digit = Character.digit(this.text.charAt(i), radix);
			if (digit < 0) {
				return -1;
			}
			number = number * radix + digit;
		}
		return number;
	}

}
