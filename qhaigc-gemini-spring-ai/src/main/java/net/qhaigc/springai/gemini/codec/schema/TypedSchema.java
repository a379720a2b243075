package net.qhaigc.springai.gemini.codec.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.Schema;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Creates Google's {@code Schema} for values of one type. Only the keywords of a resolved
 * schema that apply to the type are used.
 */
final class TypedSchema {

	/** The formats that Gemini accepts for each type. */
	private static final Map<String, Set<String>> FORMATS = Map.of("STRING", Set.of("enum", "date-time"), "NUMBER",
			Set.of("float", "double"), "INTEGER", Set.of("int32", "int64"));

	private TypedSchema() {
	}

	/** Create the schema of a string, a number, a boolean or null. */
	static Schema of(ResolvedSchema schema, String type) {
		Schema.Builder builder = annotatedBuilder(schema, type);
		switch (type) {
			case "STRING" -> builder.enumeration(enumeration(schema.valuesOf(type)))
				.minLength(schema.count("minLength"))
				.maxLength(schema.count("maxLength"))
				.pattern(schema.text("pattern"));
			case "NUMBER", "INTEGER" -> {
				boolean integer = type.equals("INTEGER");
				builder.minimum(minimum(schema, integer)).maximum(maximum(schema, integer));
			}
			case "NULL" -> builder.nullable(null);
			default -> {
				// booleans have no keywords of their own
			}
		}
		return builder.build();
	}

	/**
	 * Create the schema of a string that contains a JSON object. It replaces the schema
	 * of an object without properties, which Gemini rejects.
	 */
	static Schema jsonInString(ResolvedSchema schema) {
		Object values = schema.keywords().get("additionalProperties");
		String valueSchema = (values instanceof Map<?, ?> map && !map.isEmpty()) ? WireJson.write(values) : "";
		boolean isSelfContained = !valueSchema.isEmpty() && !valueSchema.contains("\"$ref\"");
		return Schema.builder()
			.type("STRING")
			.title(schema.text("title"))
			.description(JsonSchemaMerger.joinSentences(schema.text("description"),
					"A JSON object in a string"
							+ (isSelfContained ? ", with values of this JSON Schema: " + valueSchema : "")))
			.nullable(schema.nullable())
			.build();
	}

	static Schema array(ResolvedSchema schema, Schema items) {
		Long tupleSize = schema.tuple().isEmpty() ? null : Long.valueOf(schema.tuple().size());
		boolean allowsMoreItems = tupleSize == null || schema.keywords().get("items") instanceof Map<?, ?>;
		Long min = schema.count("minItems");
		Long max = schema.count("maxItems");
		return annotatedBuilder(schema, "ARRAY").items(items)
			.minItems((min != null) ? min : tupleSize)
			.maxItems((max != null || allowsMoreItems) ? max : tupleSize)
			.build();
	}

	static Schema object(ResolvedSchema schema, Map<String, Schema> properties) {
		Set<String> ordering = propertyNames(schema, "propertyOrdering", properties);
		ordering.addAll(properties.keySet());
		return annotatedBuilder(schema, "OBJECT").properties(properties.isEmpty() ? null : properties)
			.required(listOrNull(propertyNames(schema, "required", properties)))
			.propertyOrdering(listOrNull(ordering))
			.minProperties(schema.count("minProperties"))
			.maxProperties(schema.count("maxProperties"))
			.build();
	}

	/** Create a builder with the keywords that apply to all types. */
	private static Schema.Builder annotatedBuilder(ResolvedSchema schema, String type) {
		String format = schema.text("format");
		Set<String> formats = FORMATS.get(type);
		boolean supported = format == null || formats == null || formats.contains(format);
		return Schema.builder()
			.type(type)
			.format((formats != null && supported) ? format : null)
			.title(schema.text("title"))
			.description(JsonSchemaMerger.joinSentences(schema.text("description"), validValues(schema, type),
					supported ? null : "Format: " + format))
			.nullable(schema.nullable())
			.defaultValue(schema.defaultOf(type))
			.example(schema.exampleOf(type));
	}

	/** Return the names in the list of a keyword, except names that no property has. */
	private static Set<String> propertyNames(ResolvedSchema schema, String keyword, Map<String, Schema> properties) {
		Set<String> names = new LinkedHashSet<>();
		for (Object name : JsonSchema.list(schema.keywords().get(keyword))) {
			if (name instanceof String text && properties.containsKey(text)) {
				names.add(text);
			}
		}
		return names;
	}

	private static @Nullable List<String> listOrNull(Set<String> names) {
		return names.isEmpty() ? null : List.copyOf(names);
	}

	/** Gemini rejects an empty string among the values. */
	private static @Nullable List<String> enumeration(List<Object> values) {
		return listOrNull(values.stream()
			.map(String::valueOf)
			.filter((value) -> !value.isEmpty())
			.collect(Collectors.toCollection(LinkedHashSet::new)));
	}

	/**
	 * Return a sentence that lists the valid values. The description contains this
	 * sentence, since Gemini has {@code enum} only for strings.
	 */
	private static @Nullable String validValues(ResolvedSchema schema, String type) {
		List<Object> values = type.equals("STRING") ? List.of() : schema.valuesOf(type);
		return values.isEmpty() ? null
				: values.stream().map(WireJson::write).collect(Collectors.joining(", ", "One of: ", ""));
	}

	private static @Nullable Number minimum(ResolvedSchema schema, boolean integer) {
		return bound(schema, "minimum", "exclusiveMinimum", integer ? 1 : 0);
	}

	private static @Nullable Number maximum(ResolvedSchema schema, boolean integer) {
		return bound(schema, "maximum", "exclusiveMaximum", integer ? -1 : 0);
	}

	/**
	 * Return the inclusive or the exclusive bound, whichever is stricter. Since Gemini
	 * has no exclusive bounds, an exclusive bound of integers is replaced with the next
	 * integer, and an exclusive bound of other numbers becomes inclusive.
	 */
	private static @Nullable Number bound(ResolvedSchema schema, String inclusive, String exclusive, int step) {
		Number bound = schema.number(inclusive);
		// In draft 4 of JSON Schema, the exclusive keyword is a boolean that makes the
		// inclusive bound exclusive.
		Number excluded = Boolean.TRUE.equals(schema.keywords().get(exclusive)) ? bound : schema.number(exclusive);
		if (excluded == null) {
			return bound;
		}
		Number next = next(excluded, step);
		int sign = exclusive.equals("exclusiveMinimum") ? 1 : -1;
		boolean stricter = bound == null || Double.compare(next.doubleValue(), bound.doubleValue()) * sign > 0;
		return stricter ? next : bound;
	}

	private static Number next(Number excluded, int step) {
		if (step == 0 || Math.abs(excluded.doubleValue()) > Long.MAX_VALUE / 2) {
			return excluded;
		}
		RoundingMode rounding = (step > 0) ? RoundingMode.FLOOR : RoundingMode.CEILING;
		return new BigDecimal(excluded.toString()).setScale(0, rounding).longValue() + step;
	}

}
