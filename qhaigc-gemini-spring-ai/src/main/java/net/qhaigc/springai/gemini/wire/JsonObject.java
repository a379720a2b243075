package net.qhaigc.springai.gemini.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Creates free-form JSON objects whose keys keep their order, so that equal requests are
 * written as the same bytes.
 */
public final class JsonObject {

	private JsonObject() {
	}

	/**
	 * Return an object.
	 * @param keysAndValues the keys and values, alternately; a key whose value is null is
	 * omitted
	 * @return an unmodifiable map
	 */
	public static Map<String, Object> of(@Nullable Object... keysAndValues) {
		Map<String, Object> object = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			Object value = keysAndValues[i + 1];
			if (value != null) {
				object.put(String.valueOf(keysAndValues[i]), value);
			}
		}
		return Collections.unmodifiableMap(object);
	}

}
