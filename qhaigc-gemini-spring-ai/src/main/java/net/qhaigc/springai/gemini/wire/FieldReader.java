package net.qhaigc.springai.gemini.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the fields of objects one by one. A value of the wrong type is skipped and counts
 * as absent.
 */
final class FieldReader {

	private final JsonParser json;

	FieldReader(JsonParser json) {
		this.json = json;
	}

	JsonParser json() {
		return this.json;
	}

	/**
	 * Advance to the value of the next field.
	 * @return the name of the field in camelCase, or null at the end of the object
	 */
	@Nullable String nextName() {
		String name = this.json.nextName();
		if (name == null) {
			return null;
		}
		this.json.nextToken();
		return JsonValueReader.camelCase(name);
	}

	/** Advance to the next element of an array; return false at the end of the array. */
	boolean nextElement() {
		return this.json.nextToken() != JsonToken.END_ARRAY;
	}

	/**
	 * Return whether the current token begins an array, and skip the value if it does
	 * not.
	 */
	boolean enterArray() {
		return enter(JsonToken.START_ARRAY);
	}

	/**
	 * Return whether the current token begins an object, and skip the value if it does
	 * not.
	 */
	boolean enterObject() {
		return enter(JsonToken.START_OBJECT);
	}

	private boolean enter(JsonToken expected) {
		if (this.json.hasToken(expected)) {
			return true;
		}
		this.json.skipChildren();
		return false;
	}

	@Nullable String text() {
		if (this.json.hasToken(JsonToken.VALUE_STRING)) {
			return this.json.getString();
		}
		this.json.skipChildren();
		return null;
	}

	/**
	 * Read a count, which can be a string, since the JSON format of protocol buffers
	 * represents 64-bit numbers as strings. A count that is too large for an int becomes
	 * {@code Integer.MAX_VALUE}, and a negative count becomes 0.
	 */
	@Nullable Integer count() {
		if (this.json.hasToken(JsonToken.VALUE_NUMBER_INT)) {
			Number count = this.json.getNumberValue();
			return (count instanceof Integer small) ? Math.max(0, small) : clamp(count.doubleValue());
		}
		if (this.json.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
			return clamp(this.json.getDoubleValue());
		}
		if (this.json.hasToken(JsonToken.VALUE_STRING)) {
			try {
				return clamp(Double.parseDouble(this.json.getString()));
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}
		this.json.skipChildren();
		return null;
	}

	private static @Nullable Integer clamp(double number) {
		return Double.isNaN(number) ? null : (int) Math.max(0, Math.min(Integer.MAX_VALUE, number));
	}

}
