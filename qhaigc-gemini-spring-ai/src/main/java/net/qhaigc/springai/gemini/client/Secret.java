package net.qhaigc.springai.gemini.client;

/**
 * The key of one attempt, which knows how to keep itself out of texts.
 *
 * @param key the key
 */
record Secret(String key) {

	private static final String HIDDEN = "***";

	/** The text without the key, also where JSON escaped it. */
	String hide(String text) {
		if (this.key.isEmpty()) {
			return text;
		}
		return text.replace(this.key, HIDDEN).replace(this.key.replace("/", "\\/"), HIDDEN);
	}

	@Override
	public String toString() {
		return HIDDEN;
	}

}
