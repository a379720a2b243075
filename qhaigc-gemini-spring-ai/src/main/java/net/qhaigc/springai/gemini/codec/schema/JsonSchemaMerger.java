package net.qhaigc.springai.gemini.codec.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Merges two JSON Schemas that apply to the same value into a single schema. For keywords
 * that conflict, and for annotations such as the description, the first schema takes
 * precedence.
 */
final class JsonSchemaMerger {

	private JsonSchemaMerger() {
	}

	static Map<String, Object> merge(Map<String, Object> first, Map<String, Object> second) {
		return mergeMaps(first, second, JsonSchemaMerger::mergeKeyword);
	}

	/**
	 * Merge a schema with one of its alternatives. The title of the alternative takes
	 * precedence. The descriptions of both are joined, since Google does not support a
	 * description next to {@code anyOf}.
	 */
	static Map<String, Object> mergeAlternative(Map<String, Object> schema, Map<String, Object> alternative) {
		Map<String, Object> merged = merge(schema, alternative);
		if (alternative.get("title") instanceof String title && !title.isBlank()) {
			merged.put("title", title);
		}
		String outerDescription = new ResolvedSchema(schema).text("description");
		String description = new ResolvedSchema(alternative).text("description");
		if (description != null && !description.equals(outerDescription)) {
			merged.put("description", Objects.requireNonNull(joinSentences(outerDescription, description)));
		}
		return merged;
	}

	/** Return the joined sentences; null if all sentences are null. */
	static @Nullable String joinSentences(@Nullable String... sentences) {
		String joined = null;
		for (String sentence : sentences) {
			if (joined == null || sentence == null) {
				joined = (joined != null) ? joined : sentence;
			}
			else {
				joined += (joined.matches("(?s).*\\p{Punct}\\s*") ? " " : ". ") + sentence;
			}
		}
		return joined;
	}

	private static Object mergeKeyword(String keyword, Object first, Object second) {
		return switch (keyword) {
			case "properties" -> properties(JsonSchema.schema(first), JsonSchema.schema(second));
			case "items" -> subschema(first, second);
			case "required" -> union(JsonSchema.list(first), JsonSchema.list(second));
			case "enum" -> commonOrFirst(JsonSchema.list(first), JsonSchema.list(second));
			case "type" -> type(first, second);
			case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties" -> stricter(first, second, 1);
			case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties" -> stricter(first, second, -1);
			default -> first;
		};
	}

	private static Map<String, Object> properties(Map<String, Object> first, Map<String, Object> second) {
		return mergeMaps(first, second, (name, a, b) -> subschema(a, b));
	}

	private static Map<String, Object> mergeMaps(Map<String, Object> first, Map<String, Object> second,
			ValueMerger merger) {
		Map<String, Object> merged = new LinkedHashMap<>(first);
		second.forEach((key, value) -> {
			Object present = merged.get(key);
			Object mergedValue = (present != null && value != null) ? merger.merge(key, present, value) : present;
			merged.put(key, (mergedValue != null) ? mergedValue : value);
		});
		return merged;
	}

	/** Subschemas are merged later, when the references in them are followed. */
	private static Object subschema(Object first, Object second) {
		return first.equals(second) ? first : Map.of("allOf", List.of(first, second));
	}

	private static List<Object> union(List<Object> first, List<Object> second) {
		Set<Object> union = new LinkedHashSet<>(first);
		union.addAll(second);
		return new ArrayList<>(union);
	}

	private static List<Object> commonOrFirst(List<Object> first, List<Object> second) {
		List<Object> common = first.stream().filter(second::contains).toList();
		return common.isEmpty() ? first : common;
	}

	private static Object type(Object first, Object second) {
		List<Object> firstTypes = types(first);
		List<Object> secondTypes = types(second);
		if (firstTypes.contains("number") && secondTypes.contains("integer")) {
			return second;
		}
		List<Object> types = commonOrFirst(firstTypes, secondTypes);
		return (types.size() == 1) ? types.get(0) : types;
	}

	private static List<Object> types(Object type) {
		return (type instanceof List<?>) ? JsonSchema.list(type) : Collections.singletonList(type);
	}

	/**
	 * Return the greater of two bounds for a positive sign, and the lesser for a negative
	 * sign.
	 */
	private static Object stricter(Object first, Object second, int sign) {
		boolean secondIsStricter = first instanceof Number a && second instanceof Number b
				&& Double.compare(b.doubleValue(), a.doubleValue()) * sign > 0;
		return secondIsStricter ? second : first;
	}

	private interface ValueMerger {

		Object merge(String key, Object first, Object second);

	}

}
