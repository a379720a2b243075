package net.qhaigc.springai.gemini.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The UTF-8 that a parser reads, for what is better read where it stands.
 *
 * @param array the array that holds it
 * @param offset where it begins
 */
record JsonBytes(byte[] array, int offset) {

	/** How many characters of base64 are decoded at a time; a multiple of four. */
	private static final int SLICE = 16 * 1024;

	/**
	 * Decodes a string of base64 in place, since a text of an image takes several times
	 * its size. What the standard alphabet does not decode has escapes or the other
	 * alphabet, and is read as a text.
	 * @param start where the string begins, with its quote, counted from the offset
	 * @param next where the token behind the string begins
	 * @throws IllegalArgumentException if this is no base64
	 */
	byte[] decodeBase64(long start, long next) {
		int from = this.offset + (int) start;
		int to = this.offset + (int) next;
		while (this.array[to - 1] != '"') {
			to--;
		}
		try {
			return decodeStandard(from + 1, to - 1);
		}
		catch (IllegalArgumentException ex) {
			String json = new String(this.array, from, to - from, StandardCharsets.UTF_8);
			return decodeBase64(String.valueOf(WireJson.readValue(json)));
		}
	}

	/**
	 * Decodes slice by slice: the JVM has a fast decoder, which it takes only once it has
	 * been called often.
	 */
	private byte[] decodeStandard(int from, int to) {
		Base64.Decoder decoder = Base64.getDecoder();
		byte[] decoded = new byte[decodedLength(from, to)];
		byte[] slice = new byte[Math.min(SLICE, to - from)];
		byte[] bytes = new byte[SLICE / 4 * 3];
		int length = 0;
		for (int at = from; at < to; at += slice.length) {
			if (to - at < slice.length) {
				slice = new byte[to - at];
			}
			System.arraycopy(this.array, at, slice, 0, slice.length);
			int count = decoder.decode(slice, bytes);
			System.arraycopy(bytes, 0, decoded, length, count);
			length += count;
		}
		if (length < decoded.length) {
			throw new IllegalArgumentException("Padding stands inside the base64");
		}
		return decoded;
	}

	private int decodedLength(int from, int to) {
		int end = to;
		while (end > from && this.array[end - 1] == '=') {
			end--;
		}
		return (int) ((end - from) * 3L / 4);
	}

	/** Decodes base64 of either alphabet. */
	static byte[] decodeBase64(String text) {
		boolean standard = text.indexOf('-') < 0 && text.indexOf('_') < 0;
		return (standard ? Base64.getDecoder() : Base64.getUrlDecoder()).decode(text);
	}

}
