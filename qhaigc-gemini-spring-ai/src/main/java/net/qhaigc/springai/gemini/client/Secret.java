package net.qhaigc.springai.gemini.client;

/**
 * The key of one attempt, which knows how to keep itself out of texts.
 *
 * @param key the key
 */
record Secret(String key) {

	private static final String HIDDEN = "***";

	/** A shorter beginning of a key is no secret. */
	private static final int SHORTEST_BEGINNING = 6;

	/** The text without the key, also where JSON escaped it, and where it was cut. */
	String hide(String text) {
		if (this.key.isEmpty()) {
			return text;
		}
		String escaped = this.key.replace("/", "\\/");
		return withoutBeginning(withoutBeginning(text.replace(this.key, HIDDEN).replace(escaped, HIDDEN), this.key),
				escaped);
	}

	/** The text without the beginning of a key that it ends in. */
	private static String withoutBeginning(String text, String key) {
		for (int length = Math.min(key.length(), text.length()); length >= SHORTEST_BEGINNING; length--) {
			if (text.regionMatches(text.length() - length, key, 0, length)) {
				return text.substring(0, text.length() - length) + HIDDEN;
			}
		}
		return text;
	}

	@Override
	public String toString() {
		return HIDDEN;
	}

}
