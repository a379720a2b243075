package net.qhaigc.springai.gemini.client.body;

import org.jspecify.annotations.Nullable;

/**
 * Splits bytes into JSON objects, which follow one another or are the elements of an
 * array. It only looks at braces and strings; whether an object is valid JSON is found
 * out when it is parsed.
 */
final class JsonSplitter {

	private final ByteCollector object;

	private int depth;

	private boolean inString;

	private boolean escaped;

	private int position;

	JsonSplitter(long maxObjectSize) {
		this.object = new ByteCollector(maxObjectSize);
	}

	/** Whether the last search ended outside of an object. */
	boolean isBetweenObjects() {
		return this.depth == 0;
	}

	/** Return the position at which the last search ended. */
	int position() {
		return this.position;
	}

	/**
	 * Search for the end of an object.
	 * @param bytes the bytes that follow those of the last search
	 * @return the object; null at the end of the bytes, or if something other than
	 * whitespace, commas and brackets is between the objects
	 */
	@Nullable ByteSlice next(ByteSlice bytes) {
		int from = bytes.from();
		if (this.depth == 0) {
			while (from < bytes.to() && isSeparator(bytes.array()[from])) {
				from++;
			}
			if (from == bytes.to() || bytes.array()[from] != '{') {
				this.position = from;
				return null;
			}
		}
		int end = endOfObject(bytes.array(), from, bytes.to());
		this.position = (end < 0) ? bytes.to() : end;
		this.object.add(new ByteSlice(bytes.array(), from, this.position));
		return (end < 0) ? null : this.object.take();
	}

	private static boolean isSeparator(byte value) {
		return ByteSlice.isSpace(value) || value == ',' || value == '[' || value == ']';
	}

	/** Return the position after the closing brace of the object, or -1. */
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
