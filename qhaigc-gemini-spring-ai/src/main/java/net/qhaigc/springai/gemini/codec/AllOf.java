package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two JSON Schemas that hold at once, written as one. Where they cannot be reconciled the
 * first one counts, as it does for whatever only describes.
 */
final class AllOf {

	private AllOf() {
	}

	static Map<String, Object> of(Map<String, Object> first, Map<String, Object> second) {
		return merge(first, second, AllOf::both);
	}

	private static Object both(String keyword, Object mine, Object theirs) {
		return switch (keyword) {
			case "properties" -> properties(JsonSchema.schema(mine), JsonSchema.schema(theirs));
			case "items" -> together(mine, theirs);
			case "required" -> union(JsonSchema.list(mine), JsonSchema.list(theirs));
			case "enum" -> common(JsonSchema.list(mine), JsonSchema.list(theirs));
			case "type" -> type(mine, theirs);
			case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties" -> extreme(mine, theirs, 1);
			case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties" -> extreme(mine, theirs, -1);
			default -> mine;
		};
	}

	private static Map<String, Object> properties(Map<String, Object> mine, Map<String, Object> theirs) {
		return merge(mine, theirs, (name, a, b) -> together(a, b));
	}

	private static Map<String, Object> merge(Map<String, Object> mine, Map<String, Object> theirs, Merge merge) {
		Map<String, Object> both = new LinkedHashMap<>(mine);
		theirs.forEach((key, value) -> {
			Object here = both.get(key);
			both.put(key, (here != null && value != null) ? merge.of(key, here, value) : (here != null) ? here : value);
		});
		return both;
	}

	/** What is nested is left for later, when references in it are followed too. */
	private static Object together(Object mine, Object theirs) {
		return mine.equals(theirs) ? mine : Map.of("allOf", List.of(mine, theirs));
	}

	private static List<Object> union(List<Object> mine, List<Object> theirs) {
		Set<Object> union = new LinkedHashSet<>(mine);
		union.addAll(theirs);
		return new ArrayList<>(union);
	}

	private static List<Object> common(List<Object> mine, List<Object> theirs) {
		List<Object> common = mine.stream().filter(theirs::contains).toList();
		return common.isEmpty() ? mine : common;
	}

	private static Object type(Object mine, Object theirs) {
		List<Object> mineAsList = (mine instanceof List<?>) ? JsonSchema.list(mine) : Collections.singletonList(mine);
		List<Object> theirsAsList = (theirs instanceof List<?>) ? JsonSchema.list(theirs)
				: Collections.singletonList(theirs);
		if (mineAsList.contains("number") && theirsAsList.contains("integer")) {
			return theirs;
		}
		List<Object> common = common(mineAsList, theirsAsList);
		return (common.size() == 1) ? common.get(0) : common;
	}

	private static Object extreme(Object mine, Object theirs, int sign) {
		boolean theirsIsTighter = mine instanceof Number a && theirs instanceof Number b
				&& Double.compare(b.doubleValue(), a.doubleValue()) * sign > 0;
		return theirsIsTighter ? theirs : mine;
	}

	private interface Merge {

		Object of(String key, Object mine, Object theirs);

	}

}
