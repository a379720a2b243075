package net.qhaigc.springai.gemini.client.body;

import org.jspecify.annotations.Nullable;

/**
 * Splits bytes into JSON objects, which follow one another or are the elements of an
 * array. Inside an object, the splitter looks only at braces and strings; whether the
 * object is valid JSON is detected when it is parsed.
 */
final class JsonSplitter {

	private final ByteCollector object;

	/** The values that were skipped, which are not objects. */
	private final OtherValues others = new OtherValues();

	private final boolean skipsOthersOutsideArrays;

	private int arrayDepth;

	/** Whether the last search ended at {@code [DONE]}. */
	private boolean markerFound;

	private int depth;

	private boolean inString;

	private boolean escaped;

	private int position;

	/**
	 * Create a splitter.
	 * @param maxObjectSize the maximum size of an object, in bytes
	 * @param skipsOthersOutsideArrays whether values other than objects are skipped
	 * outside of arrays as well
	 */
	JsonSplitter(long maxObjectSize, boolean skipsOthersOutsideArrays) {
		this.object = new ByteCollector(maxObjectSize);
		this.skipsOthersOutsideArrays = skipsOthersOutsideArrays;
	}

	/** Whether the last search ended outside of an object. */
	boolean isBetweenObjects() {
		return this.depth == 0;
	}

	/** Whether the last search ended inside an array. */
	boolean isInsideArray() {
		return this.arrayDepth > 0;
	}

	/** Whether the last search ended at {@code [DONE]}. */
	boolean isAtMarker() {
		return this.markerFound;
	}

	/** Return the position at which the last search ended. */
	int position() {
		return this.position;
	}

	/** Return the values that were skipped, which are not objects. */
	OtherValues others() {
		return this.others;
	}

	/**
	 * Search for the end of an object.
	 * @param bytes the bytes that follow those of the last search
	 * @return the object; null at the end of the bytes, at {@code [DONE]}, or at a value
	 * that is neither an object nor skipped
	 */
	@Nullable ByteSlice next(ByteSlice bytes) {
		int from = bytes.from();
		if (this.depth == 0) {
			from = skipToObject(bytes);
			if (from == bytes.to() || bytes.array()[from] != '{' || this.markerFound) {
				this.position = from;
				return null;
			}
		}
		int end = endOfObject(bytes.array(), from, bytes.to());
		this.position = (end < 0) ? bytes.to() : end;
		this.object.add(new ByteSlice(bytes.array(), from, this.position));
		return (end < 0) ? null : this.object.take();
	}

	/**
	 * Return where the search ends: at the next object, at a value that is not skipped,
	 * after {@code [DONE]}, or at the end of the bytes, whichever comes first.
	 */
	private int skipToObject(ByteSlice bytes) {
		this.markerFound = false;
		for (int i = bytes.from(); i < bytes.to(); i++) {
			byte value = bytes.array()[i];
			if (this.others.isInString()) {
				this.others.add(value);
			}
			else if (value == '{') {
				this.others.end(false);
				return i;
			}
			else if (ByteSlice.isSpace(value) || value == ',' || value == '[' || value == ']') {
				this.markerFound = this.others.end(value == ']');
				this.arrayDepth += (value == '[') ? 1 : 0;
				this.arrayDepth -= (value == ']' && this.arrayDepth > 0) ? 1 : 0;
				if (this.markerFound) {
					this.arrayDepth = 0;
					return i + 1;
				}
			}
			else if (this.skipsOthersOutsideArrays || this.arrayDepth > 0) {
				this.others.add(value);
			}
			else {
				return i;
			}
		}
		return bytes.to();
	}

	/**
	 * Return the position after the closing brace of the object; -1 if the object has not
	 * ended yet.
	 */
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
