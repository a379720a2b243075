package net.qhaigc.springai.gemini.codec.markup;

/**
 * The end of the received text, which is held back because a tag such as {@code <think>}
 * or an image can begin there. The search for tags ignores case.
 */
final class HeldText {

	private final StringBuilder text = new StringBuilder();

	void append(String more) {
		this.text.append(more);
	}

	int length() {
		return this.text.length();
	}

	boolean isEmpty() {
		return this.text.isEmpty();
	}

	CharSequence asCharSequence() {
		return this.text;
	}

	/** Remove and return the beginning of the text. */
	String take(int length) {
		String taken = this.text.substring(0, length);
		drop(length);
		return taken;
	}

	void drop(int length) {
		this.text.delete(0, length);
	}

	void stripLeading() {
		int start = 0;
		while (start < this.text.length() && Character.isWhitespace(this.text.charAt(start))) {
			start++;
		}
		drop(start);
	}

	int indexOf(char character, int from) {
		return this.text.indexOf(String.valueOf(character), from);
	}

	/** Return the position of a tag; negative if the text does not contain it. */
	int indexOfTag(String tag) {
		for (int i = indexOf('<', 0); i >= 0; i = indexOf('<', i + 1)) {
			if (i + tag.length() <= this.text.length()
					&& tag.equalsIgnoreCase(this.text.substring(i, i + tag.length()))) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Return the number of characters at the end of the text that may be the beginning of
	 * the tag.
	 */
	int partialTagLength(String tag) {
		int length = Math.min(tag.length() - 1, this.text.length());
		while (length > 0 && !tag.regionMatches(true, 0, this.text.substring(this.text.length() - length), 0, length)) {
			length--;
		}
		return length;
	}

}
