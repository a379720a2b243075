package net.qhaigc.springai.gemini.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Lists inside free-form maps. Spring Boot binds them as maps from their positions.
 */
final class PropertyLists {

	private PropertyLists() {
	}

	/** A map as it was written, with lists in the places of such maps. */
	static @Nullable Map<String, Object> in(@Nullable Map<String, Object> map) {
		return (map != null) ? values(map) : null;
	}

	private static Map<String, Object> values(Map<?, ?> map) {
		Map<String, Object> values = new LinkedHashMap<>();
		map.forEach((name, value) -> values.put(String.valueOf(name), value(value)));
		return values;
	}

	private static Object value(Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		List<Object> list = new ArrayList<>();
		for (Object element = map.get("0"); element != null; element = map.get(String.valueOf(list.size()))) {
			list.add(value(element));
		}
		return (!list.isEmpty() && list.size() == map.size()) ? list : values(map);
	}

}
