package net.qhaigc.springai.gemini.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * The UTF-8 bytes of JSON that a parser reads. Some values are read directly from the
 * bytes, without the parser.
 *
 * @param array the array that contains the bytes
 * @param offset the array index that corresponds to the parser's position 0; can be
 * negative if the parser has read other arrays before this one
 */
record JsonBytes(byte[] array, int offset) {

	/** Number of base64 characters in a slice; a multiple of four. */
	private static final int SLICE_LENGTH = 16 * 1024;

	/**
	 * Decode a base64 string directly from the bytes, since a {@code String} with an
	 * image would take several times the memory of the image.
	 * @param start the parser's position of the opening quote
	 * @param next the parser's position of the token after the string
	 * @return the decoded bytes; null if the string is not base64 in the standard
	 * alphabet
	 */
	byte @Nullable [] decodeBase64(long start, long next) {
		int from = this.offset + (int) start;
		try {
			return decodeStandard(from + 1, endOfString(next) - 1);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Read a string from the bytes.
	 * @param start the parser's position of the opening quote
	 * @param next the parser's position of the token after the string
	 */
	String readString(long start, long next) {
		int from = this.offset + (int) start;
		String json = new String(this.array, from, endOfString(next) - from, StandardCharsets.UTF_8);
		return String.valueOf(WireJson.readValue(json));
	}

	/** Return the array index after the closing quote of the string before a token. */
	private int endOfString(long next) {
		int to = this.offset + (int) next;
		while (this.array[to - 1] != '"') {
			to--;
		}
		return to;
	}

	/**
	 * Decode in slices: the JIT compiler replaces the decoder with optimized code after
	 * many calls, but not during a single long call.
	 */
	private byte[] decodeStandard(int from, int to) {
		Base64.Decoder decoder = Base64.getDecoder();
		byte[] decoded = new byte[decodedLength(from, to)];
		byte[] slice = new byte[Math.min(SLICE_LENGTH, to - from)];
		byte[] bytes = new byte[SLICE_LENGTH / 4 * 3];
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
			throw new IllegalArgumentException("Padding inside the base64 data");
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

}
