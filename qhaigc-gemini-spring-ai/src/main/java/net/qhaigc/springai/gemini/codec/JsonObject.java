package net.qhaigc.springai.gemini.codec;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A free-form JSON object with its fields in order, so that equal requests are equal byte
 * for byte.
 */
final class JsonObject {

	private JsonObject() {
	}

	/**
	 * Makes an object.
	 * @param namesAndValues names and values in turn; one whose value is null is left out
	 */
	static Map<String, Object> of(@Nullable Object... namesAndValues) {
		Map<String, Object> object = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			Object value = namesAndValues[i + 1];
			if (value != null) {
				object.put(String.valueOf(namesAndValues[i]), value);
			}
		}
		return object;
	}

}
