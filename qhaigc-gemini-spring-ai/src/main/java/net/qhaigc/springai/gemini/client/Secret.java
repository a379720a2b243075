package net.qhaigc.springai.gemini.client;

/**
 * The API key of one attempt, and how to redact it in a text.
 *
 * @param value the API key
 */
record Secret(String value) {

	private static final String REDACTED = "***";

	/** A shorter prefix of a key is not secret. */
	private static final int MIN_PREFIX = 6;

	/**
	 * Redact the key, even if it is escaped in JSON or truncated at the end of the text.
	 */
	String redact(String text) {
		if (this.value.isEmpty()) {
			return text;
		}
		String escaped = this.value.replace("/", "\\/");
		return redactPrefix(redactPrefix(text.replace(this.value, REDACTED).replace(escaped, REDACTED), this.value),
				escaped);
	}

	/** Redact the prefix of a key at the end of a text. */
	private static String redactPrefix(String text, String key) {
		for (int length = Math.min(key.length(), text.length()); length >= MIN_PREFIX; length--) {
			if (text.regionMatches(text.length() - length, key, 0, length)) {
				return text.substring(0, text.length() - length) + REDACTED;
			}
		}
		return text;
	}

	@Override
	public String toString() {
		return REDACTED;
	}

}
