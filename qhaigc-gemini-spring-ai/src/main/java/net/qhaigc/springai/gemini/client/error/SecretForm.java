package net.qhaigc.springai.gemini.client.error;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A form in which a text can contain an API key, in any letter case: the key itself, its
 * hexadecimal digits, or its Base64, which depends on the position of the key in the
 * encoded data (three variants). Line breaks and invisible characters inside the form are
 * ignored.
 *
 * @param value the characters of the form
 * @param base64 whether the form is Base64
 * @param completeOnly whether only the complete value is secret, since its beginning can
 * also occur in ordinary text
 */
record SecretForm(String value, boolean base64, boolean completeOnly) {

	/** Gateways store and report keys without this prefix. */
	private static final String SK_PREFIX = "sk-";

	/**
	 * If the rest of a key after {@link #SK_PREFIX} is shorter than this, it can be an
	 * ordinary word.
	 */
	private static final int MIN_KEY_WITHOUT_SK_PREFIX = 16;

	/** The beginning of a truncated key is secret only if it has at least this length. */
	private static final int MIN_PREFIX = 6;

	/** The same minimum for the beginning of the Base64 of a key. */
	private static final int MIN_BASE64_PREFIX = 8;

	/**
	 * A beginning of at least this length is secret even if no mark, such as an ellipsis,
	 * shows that the key was truncated.
	 */
	private static final int MIN_UNMARKED_PREFIX = 12;

	private static final int MIN_UNMARKED_BASE64_PREFIX = 16;

	/**
	 * A shorter key is redacted only where it is a separate word, since it may be an
	 * ordinary word.
	 */
	private static final int MIN_KEY_INSIDE_WORD = 8;

	/** A shorter end of a key is not secret: gateways show it to identify the key. */
	private static final int MIN_SUFFIX = 8;

	private static final String TRUNCATION_MARKS = "*\u2026([<";

	static List<SecretForm> of(String key) {
		List<SecretForm> forms = new ArrayList<>();
		add(forms, key, false);
		if (key.startsWith(SK_PREFIX) && key.length() >= SK_PREFIX.length() + MIN_KEY_WITHOUT_SK_PREFIX) {
			add(forms, key.substring(SK_PREFIX.length()), true);
		}
		return forms;
	}

	private static void add(List<SecretForm> forms, String key, boolean completeOnly) {
		forms.add(new SecretForm(key, false, completeOnly));
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		if (bytes.length >= MIN_KEY_INSIDE_WORD) {
			forms.add(new SecretForm(HexFormat.of().formatHex(bytes), false, true));
		}
		for (int offset = 0; offset < 3; offset++) {
			byte[] shifted = new byte[offset + bytes.length];
			System.arraycopy(bytes, 0, shifted, offset, bytes.length);
			String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
			// The first and last characters also depend on the data around the key.
			String certain = encoded.substring((offset * 8 + 5) / 6, shifted.length * 8 / 6);
			if (certain.length() >= MIN_BASE64_PREFIX) {
				forms.add(new SecretForm(certain, true, completeOnly));
			}
		}
	}

	/** Return the characters with which the form can begin in a text. */
	char[] firstCharacters() {
		char first = this.value.charAt(0);
		return new char[] { Character.toLowerCase(first), Character.toUpperCase(first),
				this.base64 ? urlSafe(first) : first };
	}

	/**
	 * Whether the first two characters at a position match the form, or could match it
	 * after escape sequences are resolved and line breaks are removed.
	 */
	boolean mayBegin(String text, int start) {
		for (int i = 0; i < Math.min(2, this.value.length()) && start + i < text.length(); i++) {
			char ch = text.charAt(start + i);
			if (EscapedText.mayBeginEscape(ch) || (i > 0 && EscapedText.mayBeginBreak(ch))) {
				return true;
			}
			if (!isSame(ch, this.value.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	/** Whether a mark before a position shows that a value was truncated at its start. */
	static boolean isTruncatedBefore(String text, int at) {
		char mark = (at > 0) ? text.charAt(at - 1) : ' ';
		boolean isMark = mark == '\u2026' || ((mark == '.' || mark == '*') && at > 1 && text.charAt(at - 2) == mark);
		return isMark && text.charAt(at) != mark && !Character.isWhitespace(text.charAt(at));
	}

	/**
	 * Return the position after the secret that starts at a given position; -1 if no
	 * secret starts there.
	 */
	int endOfMatch(EscapedText text, int start) {
		int end = endOfPrefix(text, start);
		if (end < 0 && !this.completeOnly && !this.base64 && isTruncatedBefore(text.text(), start)) {
			for (int i = 1; i <= this.value.length() - MIN_SUFFIX && end < 0; i++) {
				end = new SecretForm(this.value.substring(i), false, true).endOfPrefix(text, start);
			}
		}
		return end;
	}

	/**
	 * Return the position after the value or a secret beginning of the value; -1 if
	 * neither is at the given position.
	 */
	private int endOfPrefix(EscapedText text, int start) {
		int at = start;
		int length = 0;
		int next = start;
		while (length < this.value.length() && next < text.length()) {
			long read = text.read(next);
			if (isSame(EscapedText.character(read), this.value.charAt(length))) {
				at = EscapedText.end(read);
				length++;
				next = at;
				continue;
			}
			int end = (length > 0) ? text.endOfBreak(next) : next;
			if (end == next) {
				break;
			}
			next = end;
		}
		if (length == this.value.length()) {
			return this.base64 ? endOfBase64(text, at) : (isLongOrWholeWord(text, start, at) ? at : -1);
		}
		if (this.completeOnly) {
			return -1;
		}
		if (length >= (this.base64 ? MIN_UNMARKED_BASE64_PREFIX : MIN_UNMARKED_PREFIX)) {
			return at;
		}
		return (length >= (this.base64 ? MIN_BASE64_PREFIX : MIN_PREFIX) && isTruncated(text, at)) ? at : -1;
	}

	private boolean isSame(char one, char other) {
		return one == other || Character.toLowerCase(one) == Character.toLowerCase(other)
				|| (this.base64 && one == urlSafe(other));
	}

	private static char urlSafe(char base64) {
		return switch (base64) {
			case '+' -> '-';
			case '/' -> '_';
			default -> base64;
		};
	}

	/**
	 * The character after the form also contains the last bits of the key, so it is
	 * secret too.
	 */
	private static int endOfBase64(EscapedText text, int at) {
		int end = at;
		if (end < text.length() && Character.isLetterOrDigit(text.text().charAt(end))) {
			end++;
		}
		while (end < text.length() && EscapedText.character(text.read(end)) == '=') {
			end = EscapedText.end(text.read(end));
		}
		return end;
	}

	private boolean isLongOrWholeWord(EscapedText text, int start, int end) {
		return this.value.length() >= MIN_KEY_INSIDE_WORD
				|| ((start == 0 || !isWordCharacter(text.text().charAt(start - 1)))
						&& (end == text.length() || !isWordCharacter(text.text().charAt(end))));
	}

	private static boolean isWordCharacter(char ch) {
		return Character.isLetterOrDigit(ch) || ch == '-' || ch == '_' || ch == '.';
	}

	/**
	 * Whether the text ends at a position, or a mark after the position shows that a
	 * value was truncated.
	 */
	private static boolean isTruncated(EscapedText text, int at) {
		int next = at;
		while (next < text.length() && next < at + 2 && " \"'`".indexOf(text.text().charAt(next)) >= 0) {
			next++;
		}
		if (at == text.length() || text.text().startsWith("..", next)) {
			return true;
		}
		boolean incompleteEscape = EscapedText.mayBeginEscape(text.text().charAt(at)) && text.length() - at < 6;
		return incompleteEscape
				|| (next < text.length() && TRUNCATION_MARKS.indexOf(EscapedText.character(text.read(next))) >= 0);
	}

}
