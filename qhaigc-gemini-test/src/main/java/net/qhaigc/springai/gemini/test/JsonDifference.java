package net.qhaigc.springai.gemini.test;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds where one JSON differs from another. Ids of calls do not count, since clients
 * make them up.
 */
final class JsonDifference {

	private static final Set<String> MADE_UP = Set.of("id", "tool_call_id");

	private JsonDifference() {
	}

	/**
	 * Finds the first difference.
	 * @param expected what was expected
	 * @param actual what came
	 * @return the place and both values as a text, or null if there is no difference
	 */
	static @Nullable String first(JsonNode expected, JsonNode actual) {
		return first(expected, actual, "");
	}

	private static @Nullable String first(JsonNode expected, JsonNode actual, String path) {
		if (expected.isObject() && actual.isObject()) {
			Set<String> names = new LinkedHashSet<>(expected.propertyNames());
			names.addAll(actual.propertyNames());
			for (String name : names) {
				String difference = MADE_UP.contains(name) ? null
						: first(expected.path(name), actual.path(name), path + "/" + name);
				if (difference != null) {
					return difference;
				}
			}
			return null;
		}
		if (expected.isArray() && actual.isArray()) {
			for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
				String difference = first(expected.path(i), actual.path(i), path + "/" + i);
				if (difference != null) {
					return difference;
				}
			}
			return null;
		}
		return equal(expected, actual) ? null
				: (path.isEmpty() ? "/" : path) + " was " + shown(expected) + " and is " + shown(actual);
	}

	private static boolean equal(JsonNode expected, JsonNode actual) {
		return expected.equals(actual) || (expected.isNumber() && actual.isNumber()
				&& Double.compare(expected.doubleValue(), actual.doubleValue()) == 0);
	}

	private static String shown(JsonNode node) {
		return node.isMissingNode() ? "absent" : Json.brief(node);
	}

}
