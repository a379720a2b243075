package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;

/**
 * Cuts JSON objects apart, whether they stand alone, one after the other, or in an array.
 * Only braces and strings are looked at; whether the rest is JSON shows when an object is
 * read.
 */
final class JsonSplitter {

	private final ByteCollector unfinished;

	private int depth;

	private boolean inString;

	private boolean escaped;

	private int position;

	JsonSplitter(long limit) {
		this.unfinished = new ByteCollector(limit);
	}

	/** Whether no object is open. */
	boolean isBetweenObjects() {
		return this.depth == 0;
	}

	/** Where the last search ended. */
	int position() {
		return this.position;
	}

	/**
	 * Searches on.
	 * @param bytes where to search, from its beginning
	 * @return the object that ended, or null if the bytes ran out or if something else
	 * stands between the objects
	 */
	@Nullable ByteSlice next(ByteSlice bytes) {
		int from = bytes.from();
		if (this.depth == 0) {
			while (from < bytes.to() && isBetween(bytes.array()[from])) {
				from++;
			}
			if (from == bytes.to() || bytes.array()[from] != '{') {
				this.position = from;
				return null;
			}
		}
		int end = endOfObject(bytes.array(), from, bytes.to());
		this.position = (end < 0) ? bytes.to() : end;
		this.unfinished.add(new ByteSlice(bytes.array(), from, this.position));
		return (end < 0) ? null : this.unfinished.take();
	}

	private static boolean isBetween(byte value) {
		return ByteSlice.isSpace(value) || value == ',' || value == '[' || value == ']';
	}

	/** The position behind the brace that closes the object, or -1. */
	private int endOfObject(byte[] array, int from, int to) {
		for (int i = from; i < to; i++) {
			byte value = array[i];
			if (this.inString) {
				if (this.escaped) {
					this.escaped = false;
				}
				else if (value == '\\') {
					this.escaped = true;
				}
				else if (value == '"') {
					this.inString = false;
				}
			}
			else if (value == '"') {
				this.inString = true;
			}
			else if (value == '{') {
				this.depth++;
			}
			else if (value == '}' && --this.depth == 0) {
				return i + 1;
			}
		}
		return -1;
	}

}
