package net.qhaigc.springai.gemini.metadata;

/**
 * A place in an answer's text, as Java counts: in {@code char}s, never between the two
 * halves of a surrogate pair and never outside the text. The wire counts in bytes of
 * UTF-8.
 *
 * @param start where it begins
 * @param end where it ends, exclusive; not before its start
 */
public record TextRange(int start, int end) {

	/**
	 * What stands at this place.
	 * @param text the text that {@link QhaigcGeminiMetadata#text()} gives
	 * @return the part of the text; of a shorter text, what it has of it
	 */
	public String of(String text) {
		return text.substring(Math.min(this.start, text.length()), Math.min(this.end, text.length()));
	}

	/**
	 * Whether nothing stands at this place, as where the wire points outside the text.
	 * @return true if it ends where it begins
	 */
	public boolean isEmpty() {
		return this.start == this.end;
	}

}
