package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * A difference between two JSON values.
 *
 * @param pointer the location as a JSON Pointer, empty for the complete value
 * @param expected the expected value, or a missing node
 * @param actual the actual value, or a missing node
 */
public record JsonDifference(String pointer, JsonNode expected, JsonNode actual) {

	private static final int MAX_EQUAL_PREFIX = 40;

	private static final int MAX_VALUE_CHARS = 120;

	/**
	 * Return all differences, regardless of the order of properties.
	 * @param expected the expected JSON
	 * @param actual the actual JSON
	 * @return the differences, each with the most specific location, in the order of the
	 * expected JSON
	 */
	public static List<JsonDifference> between(JsonNode expected, JsonNode actual) {
		List<JsonDifference> differences = new ArrayList<>();
		compare("", expected, actual, differences);
		return differences;
	}

	private static void compare(String pointer, JsonNode expected, JsonNode actual, List<JsonDifference> differences) {
		if (expected.isObject() && actual.isObject()) {
			Set<String> names = new LinkedHashSet<>(expected.propertyNames());
			names.addAll(actual.propertyNames());
			for (String name : names) {
				compare(pointer + "/" + escaped(name), expected.path(name), actual.path(name), differences);
			}
		}
		else if (expected.isArray() && actual.isArray()) {
			for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
				compare(pointer + "/" + i, expected.path(i), actual.path(i), differences);
			}
		}
		else if (!expected.equals(actual)) {
			differences.add(new JsonDifference(pointer, expected, actual));
		}
	}

	/** Escape a property name for use in a JSON Pointer. */
	static String escaped(String name) {
		return name.replace("~", "~0").replace("/", "~1");
	}

	/**
	 * Return whether both values are the same number in different formats, such as 1 and
	 * 1.0.
	 */
	boolean isSameNumber() {
		return this.expected.isNumber() && this.actual.isNumber()
				&& Double.compare(this.expected.doubleValue(), this.actual.doubleValue()) == 0;
	}

	/**
	 * Return whether the location is within a property with one of the names.
	 */
	boolean isWithin(Set<String> names) {
		return Arrays.stream(this.pointer.split("/")).anyMatch(names::contains);
	}

	/**
	 * Return the location and both values on one line. The common prefix of long texts is
	 * shortened, and long values are truncated.
	 */
	@Override
	public String toString() {
		int equal = isText() ? equalPrefix(this.expected.asString(), this.actual.asString()) : 0;
		int from = (equal > MAX_EQUAL_PREFIX) ? equal - MAX_EQUAL_PREFIX / 2 : 0;
		return (this.pointer.isEmpty() ? "the complete value" : this.pointer) + ": expected "
				+ format(this.expected, from)
				+ (this.actual.isMissingNode() ? " but there was no value" : " but was " + format(this.actual, from));
	}

	private boolean isText() {
		return this.expected.isString() && this.actual.isString();
	}

	private static int equalPrefix(String one, String other) {
		int mismatch = Arrays.mismatch(one.toCharArray(), other.toCharArray());
		return (mismatch == -1) ? one.length() : mismatch;
	}

	private static String format(JsonNode node, int from) {
		if (node.isMissingNode()) {
			return "no value";
		}
		if (node.isString()) {
			String text = node.asString();
			return Json.text((from > 0 ? "..." : "") + truncate(text.substring(from))).toString();
		}
		return truncate(Json.brief(node));
	}

	private static String truncate(String text) {
		return (text.length() > MAX_VALUE_CHARS) ? text.substring(0, MAX_VALUE_CHARS) + "..." : text;
	}

}
