package net.qhaigc.springai.gemini.codec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import net.qhaigc.springai.gemini.wire.Schema;
import net.qhaigc.springai.gemini.wire.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code Schema} for values of one type: of all that a flat schema says, only
 * what that type has.
 */
final class TypedSchema {

	private TypedSchema() {
	}

	/** A schema without parts: of a text, a number, a boolean, null, or any object. */
	static Schema of(ResolvedSchema schema, String type) {
		boolean text = type.equals("STRING");
		boolean number = type.equals("NUMBER") || type.equals("INTEGER");
		boolean integer = type.equals("INTEGER");
		List<Object> values = schema.valuesOf(type);
		return new Schema(type, (text || number) ? schema.text("format") : null, schema.text("title"),
				text ? schema.text("description") : description(schema, values),
				type.equals("NULL") ? null : schema.nullable(), text ? enumeration(values) : null, null, null, null,
				null, null, null, null, null, text ? schema.count("minLength") : null,
				text ? schema.count("maxLength") : null, text ? schema.text("pattern") : null,
				number ? minimum(schema, integer) : null, number ? maximum(schema, integer) : null, null,
				schema.keywords().get("default"), schema.example());
	}

	static Schema array(ResolvedSchema schema, Schema items) {
		Long size = schema.tuple().isEmpty() ? null : Long.valueOf(schema.tuple().size());
		boolean open = size == null || schema.keywords().get("items") instanceof Map<?, ?>;
		Long min = schema.count("minItems");
		Long max = schema.count("maxItems");
		return new Schema("ARRAY", null, schema.text("title"), description(schema, schema.valuesOf("ARRAY")),
				schema.nullable(), null, items, (min != null) ? min : size, (max != null || open) ? max : size, null,
				null, null, null, null, null, null, null, null, null, null, schema.keywords().get("default"),
				schema.example());
	}

	static Schema object(ResolvedSchema schema, Map<String, Schema> properties) {
		Set<String> ordering = names(schema, "propertyOrdering", properties);
		ordering.addAll(properties.keySet());
		return new Schema("OBJECT", null, schema.text("title"), description(schema, schema.valuesOf("OBJECT")),
				schema.nullable(), null, null, null, null, properties.isEmpty() ? null : properties,
				listOrNull(names(schema, "required", properties)), listOrNull(ordering), schema.count("minProperties"),
				schema.count("maxProperties"), null, null, null, null, null, null, schema.keywords().get("default"),
				schema.example());
	}

	/** The names of a list that are names of properties. */
	private static Set<String> names(ResolvedSchema schema, String keyword, Map<String, Schema> properties) {
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

	/** Gemini refuses an empty text among the values. */
	private static @Nullable List<String> enumeration(List<Object> values) {
		return listOrNull(values.stream()
			.map(String::valueOf)
			.filter((value) -> !value.isEmpty())
			.collect(Collectors.toCollection(LinkedHashSet::new)));
	}

	/** Values that {@code enum} does not take are told to the model in words. */
	private static @Nullable String description(ResolvedSchema schema, List<Object> values) {
		String description = schema.text("description");
		if (values.isEmpty()) {
			return description;
		}
		String list = values.stream().map(WireJson::write).collect(Collectors.joining(", ", "One of: ", ""));
		return (description != null) ? description + " " + list : list;
	}

	private static @Nullable Number minimum(ResolvedSchema schema, boolean integer) {
		return bound(schema, "minimum", "exclusiveMinimum", integer ? 1 : 0);
	}

	private static @Nullable Number maximum(ResolvedSchema schema, boolean integer) {
		return bound(schema, "maximum", "exclusiveMaximum", integer ? -1 : 0);
	}

	/** An excluded bound can be said of whole numbers only, by the next one. */
	private static @Nullable Number bound(ResolvedSchema schema, String included, String excluded, int step) {
		Number bound = schema.number(included);
		Number exclusive = Boolean.TRUE.equals(schema.keywords().get(excluded)) ? bound : schema.number(excluded);
		if (exclusive == null) {
			return bound;
		}
		Number next = next(exclusive, step);
		int sign = excluded.equals("exclusiveMinimum") ? 1 : -1;
		boolean tighter = bound == null || Double.compare(next.doubleValue(), bound.doubleValue()) * sign > 0;
		return tighter ? next : bound;
	}

	private static Number next(Number exclusive, int step) {
		if (step == 0 || Math.abs(exclusive.doubleValue()) > Long.MAX_VALUE / 2) {
			return exclusive;
		}
		RoundingMode towards = (step > 0) ? RoundingMode.FLOOR : RoundingMode.CEILING;
		return new BigDecimal(exclusive.toString()).setScale(0, towards).longValue() + step;
	}

}
