package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * A place where one JSON differs from another.
 *
 * @param pointer the place as a JSON Pointer, empty for the whole
 * @param expected what was expected there; a missing node if nothing
 * @param actual what is there; a missing node if nothing
 */
public record JsonDifference(String pointer, JsonNode expected, JsonNode actual) {

	private static final int MAX_EQUAL = 40;

	private static final int MAX_SHOWN = 120;

	/**
	 * Finds all differences. The order of names does not count.
	 * @param expected what was expected
	 * @param actual what came
	 * @return the smallest parts that differ, in the order of what was expected
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

	private static String escaped(String name) {
		return name.replace("~", "~0").replace("/", "~1");
	}

	/**
	 * Whether both are numbers of the same value, such as 1 and 1.0.
	 */
	boolean isSpelling() {
		return this.expected.isNumber() && this.actual.isNumber()
				&& Double.compare(this.expected.doubleValue(), this.actual.doubleValue()) == 0;
	}

	/**
	 * Whether it lies in a property of one of these names.
	 */
	boolean isWithin(Set<String> names) {
		return Arrays.stream(this.pointer.split("/")).anyMatch(names::contains);
	}

	/**
	 * The place and both values in one line. Of long texts the part is shown from which
	 * on they differ.
	 */
	@Override
	public String toString() {
		int equal = bothTexts() ? equalCharacters(this.expected.asString(), this.actual.asString()) : 0;
		int from = (equal > MAX_EQUAL) ? equal - MAX_EQUAL / 2 : 0;
		return (this.pointer.isEmpty() ? "the whole" : this.pointer) + ": expected " + shown(this.expected, from)
				+ " but found " + shown(this.actual, from);
	}

	private boolean bothTexts() {
		return this.expected.isString() && this.actual.isString();
	}

	private static int equalCharacters(String one, String other) {
		int mismatch = Arrays.mismatch(one.toCharArray(), other.toCharArray());
		return (mismatch == -1) ? one.length() : mismatch;
	}

	private static String shown(JsonNode node, int from) {
		if (node.isMissingNode()) {
			return "nothing";
		}
		if (node.isString()) {
			String text = node.asString();
			return Json.text((from > 0 ? "..." : "") + cut(text.substring(from))).toString();
		}
		return cut(Json.brief(node));
	}

	private static String cut(String text) {
		return (text.length() > MAX_SHOWN) ? text.substring(0, MAX_SHOWN) + "..." : text;
	}

}
