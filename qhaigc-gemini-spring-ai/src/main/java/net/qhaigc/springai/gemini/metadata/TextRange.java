package net.qhaigc.springai.gemini.metadata;

/**
 * A range of {@link QhaigcGeminiMetadata#text()}, as {@code char} indices of a Java
 * string. Google's offsets, which count bytes of UTF-8, are converted; a range never ends
 * outside the text or within a surrogate pair.
 *
 * @param start start index, inclusive
 * @param end end index, exclusive; at least {@code start}
 */
public record TextRange(int start, int end) {

	/**
	 * Return the substring of the text that this range covers.
	 * @param text the text, usually {@link QhaigcGeminiMetadata#text()}
	 * @return the substring, which is shorter than the range if the text ends within the
	 * range
	 */
	public String substringOf(String text) {
		return text.substring(Math.min(this.start, text.length()), Math.min(this.end, text.length()));
	}

	/**
	 * Return whether this range is empty, for example because Google's offsets are beyond
	 * the end of the text.
	 * @return true if the start is equal to the end
	 */
	public boolean isEmpty() {
		return this.start == this.end;
	}

}
