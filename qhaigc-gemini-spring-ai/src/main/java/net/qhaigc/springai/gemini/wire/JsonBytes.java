package net.qhaigc.springai.gemini.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The UTF-8 that a parser reads, for what is better read where it stands.
 *
 * @param array the array that holds it
 * @param offset where it begins
 */
record JsonBytes(byte[] array, int offset) {

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
			ByteBuffer data = Base64.getDecoder().decode(ByteBuffer.wrap(this.array, from + 1, to - from - 2));
			return (data.remaining() == data.capacity()) ? data.array() : Arrays.copyOf(data.array(), data.remaining());
		}
		catch (IllegalArgumentException ex) {
			String json = new String(this.array, from, to - from, StandardCharsets.UTF_8);
			return decodeBase64(String.valueOf(WireJson.readValue(json)));
		}
	}

	/** Decodes base64 of either alphabet. */
	static byte[] decodeBase64(String text) {
		boolean standard = text.indexOf('-') < 0 && text.indexOf('_') < 0;
		return (standard ? Base64.getDecoder() : Base64.getUrlDecoder()).decode(text);
	}

}
