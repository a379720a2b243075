package net.qhaigc.springai.gemini.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Copies collections for the records of this package. Null stays null, and maps keep
 * their order.
 */
final class ImmutableCopy {

	private ImmutableCopy() {
	}

	/** Copy a list, unless it is immutable already. */
	static <T> @Nullable List<T> of(@Nullable List<T> list) {
		return (list != null) ? List.copyOf(list) : null;
	}

	/**
	 * Copy a map. {@code Map.copyOf} would not keep the order of the entries, which is
	 * also their order in the JSON.
	 */
	static <T> @Nullable Map<String, T> of(@Nullable Map<String, T> map) {
		return (map != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(map)) : null;
	}

}
