package net.qhaigc.springai.gemini.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Merges details of a candidate that occur in several events of a stream. A list or an
 * object of an event is copied when a value is added to it for the first time. Later
 * values are added to the copy, so that the time for merging an event does not depend on
 * the number of earlier events.
 */
final class DetailMerger {

	private final Set<Object> copies = Collections.newSetFromMap(new IdentityHashMap<>());

	/**
	 * Merge two values. Lists are concatenated, unless the second list repeats the first
	 * one. Objects are merged, and any other value is replaced with the value of the next
	 * event.
	 * @param before the value so far
	 * @param after the value of the next event
	 * @return the merged value
	 */
	Object merge(Object before, Object after) {
		if (before instanceof List<?> first && after instanceof List<?> second) {
			return mergeLists(first, second);
		}
		if (before instanceof Map<?, ?> first && after instanceof Map<?, ?> second) {
			return mergeMaps(first, second);
		}
		return after;
	}

	/**
	 * Concatenate two lists. If the second list begins with the elements of the first
	 * list, the event repeats them, so the second list replaces the first one.
	 */
	private Object mergeLists(List<?> first, List<?> second) {
		boolean repeats = second.size() >= first.size() && Objects.equals(second.subList(0, first.size()), first);
		if (repeats) {
			return second;
		}
		List<Object> merged = modifiable(first);
		merged.addAll(second);
		return merged;
	}

	private Object mergeMaps(Map<?, ?> first, Map<?, ?> second) {
		Map<Object, Object> merged = modifiable(first);
		second.forEach((name, value) -> {
			if (value != null) {
				merged.merge(name, value, this::merge);
			}
		});
		return merged;
	}

	@SuppressWarnings("unchecked")
	private List<Object> modifiable(List<?> list) {
		if (this.copies.contains(list)) {
			return (List<Object>) list;
		}
		List<Object> copy = new ArrayList<>(list);
		this.copies.add(copy);
		return copy;
	}

	@SuppressWarnings("unchecked")
	private Map<Object, Object> modifiable(Map<?, ?> map) {
		if (this.copies.contains(map)) {
			return (Map<Object, Object>) map;
		}
		Map<Object, Object> copy = new LinkedHashMap<>(map);
		this.copies.add(copy);
		return copy;
	}

}
