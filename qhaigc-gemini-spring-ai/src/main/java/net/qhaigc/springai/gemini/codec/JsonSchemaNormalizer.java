package net.qhaigc.springai.gemini.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * One JSON Schema in the words that Gemini's fields for JSON Schema take: references lead
 * to {@code $defs} or to the root and stand alone, and no required property leads back to
 * its own object, unless through an array. For one thread and one use.
 */
final class JsonSchemaNormalizer {

	private static final int MAX_DEPTH = 64;

	private static final Set<String> DROPPED = Set.of("$schema", "$comment", "$id", "id", "$anchor", "$defs",
			"definitions", "nullable", "const");

	private static final Set<String> SCHEMAS_BY_NAME = Set.of("properties", "patternProperties", "dependentSchemas");

	private static final Set<String> SCHEMAS = Set.of("items", "prefixItems", "additionalProperties", "anyOf", "oneOf",
			"allOf", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties",
			"unevaluatedItems");

	private final JsonSchema source;

	private final Map<Map<String, Object>, String> names = new IdentityHashMap<>();

	private final Deque<Map<String, Object>> unwritten = new ArrayDeque<>();

	JsonSchemaNormalizer(JsonSchema source) {
		this.source = source;
	}

	/**
	 * Cleans the whole.
	 * @throws IllegalArgumentException if it is nested too deeply
	 */
	Map<String, Object> clean() {
		Map<String, Object> root = this.source.root();
		Set<Map<String, Object>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		while (root.get("$ref") instanceof String reference && this.source.target(reference) != null
				&& seen.add(root)) {
			root = JsonSchema.schema(this.source.target(reference));
		}
		this.names.put(root, "");
		Map<String, Object> clean = schema(root, 0);
		Map<String, Object> definitions = new LinkedHashMap<>();
		while (!this.unwritten.isEmpty()) {
			Map<String, Object> definition = this.unwritten.remove();
			definitions.put(String.valueOf(this.names.get(definition)), schema(definition, 0));
		}
		if (!definitions.isEmpty()) {
			clean.put("$defs", definitions);
		}
		return clean;
	}

	private Map<String, Object> schema(Map<String, Object> schema, int depth) {
		if (depth > MAX_DEPTH) {
			throw new IllegalArgumentException("it is nested deeper than %d schemas".formatted(MAX_DEPTH));
		}
		Map<String, Object> clean = new LinkedHashMap<>();
		if (schema.get("$ref") instanceof String reference) {
			reference(reference, clean);
			return clean;
		}
		schema.forEach((keyword, value) -> {
			if (!DROPPED.contains(keyword)) {
				clean.put(keyword, value(keyword, value, depth));
			}
		});
		if (schema.containsKey("const")) {
			clean.put("enum", Collections.singletonList(schema.get("const")));
			clean.putIfAbsent("type", new ResolvedSchema(schema).types().get(0).toLowerCase(Locale.ROOT));
		}
		if (Boolean.TRUE.equals(schema.get("nullable")) && schema.get("type") instanceof String type) {
			clean.put("type", List.of(type, "null"));
		}
		clean.computeIfPresent("required", (keyword, required) -> required(schema));
		return clean;
	}

	private @Nullable Object value(String keyword, @Nullable Object value, int depth) {
		if (SCHEMAS_BY_NAME.contains(keyword) && value instanceof Map<?, ?>) {
			Map<String, Object> byName = new LinkedHashMap<>();
			JsonSchema.schema(value)
				.forEach((name, schema) -> byName.put(name, schema(JsonSchema.schema(schema), depth + 1)));
			return byName;
		}
		if (SCHEMAS.contains(keyword) && value instanceof Map<?, ?>) {
			return schema(JsonSchema.schema(value), depth + 1);
		}
		if (SCHEMAS.contains(keyword) && value instanceof List<?>) {
			return JsonSchema.list(value)
				.stream()
				.map((schema) -> schema(JsonSchema.schema(schema), depth + 1))
				.toList();
		}
		return value;
	}

	/** A reference takes nothing beside it. */
	private void reference(String reference, Map<String, Object> clean) {
		Map<String, Object> target = this.source.target(reference);
		if (target == null) {
			clean.put("type", "object");
			return;
		}
		String name = this.names.computeIfAbsent(target, (schema) -> {
			this.unwritten.add(schema);
			return nameOf(reference);
		});
		clean.put("$ref", name.isEmpty() ? "#" : "#/$defs/" + name);
	}

	private String nameOf(String reference) {
		String name = reference.substring(reference.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_.-]", "_");
		String unique = name;
		for (int number = 2; this.names.containsValue(unique); number++) {
			unique = name + "_" + number;
		}
		return unique;
	}

	private List<Object> required(Map<String, Object> schema) {
		Map<String, Object> properties = JsonSchema.schema(schema.get("properties"));
		return JsonSchema.list(schema.get("required"))
			.stream()
			.filter((name) -> name instanceof String && properties.containsKey(name)
					&& !leadsTo(schema, JsonSchema.schema(properties.get(name)), new ArrayList<>()))
			.toList();
	}

	/** Whether a value of one schema cannot be without one of the other, arrays apart. */
	private boolean leadsTo(Map<String, Object> goal, Map<String, Object> from, List<Map<String, Object>> passed) {
		if (from == goal) {
			return true;
		}
		if (passed.stream().anyMatch((schema) -> schema == from)) {
			return false;
		}
		passed.add(from);
		Map<String, Object> target = (from.get("$ref") instanceof String reference) ? this.source.target(reference)
				: null;
		Map<String, Object> properties = JsonSchema.schema(from.get("properties"));
		Stream<Object> required = JsonSchema.list(from.get("required")).stream().map(properties::get);
		Stream<Object> combined = Stream.of("anyOf", "oneOf", "allOf")
			.flatMap((keyword) -> JsonSchema.list(from.get(keyword)).stream());
		return Stream.concat(Stream.ofNullable(target), Stream.concat(required, combined).map(JsonSchema::schema))
			.anyMatch((schema) -> leadsTo(goal, schema, passed));
	}

}
