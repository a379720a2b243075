package net.qhaigc.springai.gemini.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Restores the lists inside free-form maps. Spring Boot binds each of these lists as a
 * map whose keys are the indexes of the list.
 */
final class PropertyLists {

	private PropertyLists() {
	}

	/**
	 * Return a copy of the map in which nested maps with indexes as keys are replaced
	 * with lists; null if the map is null.
	 */
	static @Nullable Map<String, Object> restore(@Nullable Map<String, Object> map) {
		return (map != null) ? restoreValues(map) : null;
	}

	/**
	 * Return copies of the maps in which nested maps with indexes as keys are replaced
	 * with lists; null if the list of maps is null.
	 */
	static @Nullable List<Map<String, Object>> restore(@Nullable List<Map<String, Object>> maps) {
		return (maps != null) ? maps.stream().map(PropertyLists::restoreValues).toList() : null;
	}

	private static Map<String, Object> restoreValues(Map<?, ?> map) {
		Map<String, Object> values = new LinkedHashMap<>();
		map.forEach((name, value) -> values.put(String.valueOf(name), restoreValue(value)));
		return values;
	}

	private static Object restoreValue(Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		List<Object> list = new ArrayList<>();
		for (Object element = map.get("0"); element != null; element = map.get(String.valueOf(list.size()))) {
			list.add(restoreValue(element));
		}
		return (!list.isEmpty() && list.size() == map.size()) ? list : restoreValues(map);
	}

}
