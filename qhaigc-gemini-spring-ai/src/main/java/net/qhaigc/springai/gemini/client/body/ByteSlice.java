package net.qhaigc.springai.gemini.client.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A range of an array. The bytes in the range are no longer modified.
 *
 * @param array the array
 * @param from the start of the range, inclusive
 * @param to the end of the range, exclusive
 */
record ByteSlice(byte[] array, int from, int to) {

	static final ByteSlice EMPTY = of(new byte[0]);

	static ByteSlice of(byte[] array) {
		return new ByteSlice(array, 0, array.length);
	}

	static ByteSlice of(byte[] array, int from, int to) {
		return (from == to) ? EMPTY : new ByteSlice(array, from, to);
	}

	int length() {
		return this.to - this.from;
	}

	boolean isEmpty() {
		return this.from == this.to;
	}

	boolean startsWith(String ascii) {
		if (length() < ascii.length()) {
			return false;
		}
		for (int i = 0; i < ascii.length(); i++) {
			if (this.array[this.from + i] != ascii.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	boolean isPrefixOf(String ascii) {
		return length() <= ascii.length() && ascii.startsWith(text(ascii.length()));
	}

	ByteSlice startingAt(int arrayIndex) {
		return (arrayIndex == this.from) ? this : of(this.array, arrayIndex, this.to);
	}

	/** Return this range without leading spaces, tabs and line breaks. */
	ByteSlice stripLeading() {
		int start = this.from;
		while (start < this.to && isSpace(this.array[start])) {
			start++;
		}
		return startingAt(start);
	}

	/** Return these bytes with invalid UTF-8 replaced; null if all of them are valid. */
	@Nullable ByteSlice replaceInvalidText() {
		byte[] valid = text(length()).getBytes(StandardCharsets.UTF_8);
		return Arrays.equals(valid, 0, valid.length, this.array, this.from, this.to) ? null : of(valid);
	}

	/** Decode at most the given number of bytes as UTF-8. */
	String text(int maxBytes) {
		return new String(this.array, this.from, Math.min(length(), maxBytes), StandardCharsets.UTF_8);
	}

	static boolean isSpace(byte value) {
		return value == ' ' || value == '\t' || value == '\n' || value == '\r';
	}

}
