package net.qhaigc.springai.gemini.codec.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Limits a JSON Schema to what Gemini's fields for JSON Schema accept. In the normalized
 * schema, references point to {@code $defs} or to the root and have no keywords next to
 * them. A recursive property, whose schema requires a value of the schema that declares
 * the property, is removed from {@code required}. A property whose schema is an array of
 * such values is not removed, since the array can be empty. An instance normalizes one
 * schema, in one thread.
 */
final class JsonSchemaNormalizer {

	private static final int MAX_DEPTH = 64;

	/**
	 * Keywords that are not copied. The definitions, {@code nullable} and {@code const}
	 * are written in another form.
	 */
	private static final Set<String> NOT_COPIED = Set.of("$schema", "$comment", "$id", "id", "$anchor", "$defs",
			"definitions", "nullable", "const");

	/** Keywords whose values are objects that map names to subschemas. */
	private static final Set<String> NAMED_SUBSCHEMAS = Set.of("properties", "patternProperties", "dependentSchemas");

	/** Keywords whose values are subschemas or arrays of them. */
	private static final Set<String> SUBSCHEMAS = Set.of("items", "prefixItems", "additionalProperties", "anyOf",
			"oneOf", "allOf", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties",
			"unevaluatedItems");

	private final JsonSchema source;

	/**
	 * The names in {@code $defs}, keyed by the target of the references. The name of the
	 * root is empty.
	 */
	private final Map<Map<String, Object>, String> names = new IdentityHashMap<>();

	private final Set<String> usedNames = new HashSet<>();

	private final Deque<Map<String, Object>> pending = new ArrayDeque<>();

	JsonSchemaNormalizer(JsonSchema source) {
		this.source = source;
	}

	/**
	 * Return the normalized schema.
	 * @throws IllegalArgumentException if the schema is nested too deeply
	 */
	Map<String, Object> normalize() {
		Map<String, Object> root = this.source.root();
		Set<Map<String, Object>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		while (root.get("$ref") instanceof String reference && this.source.target(reference) != null
				&& seen.add(root)) {
			root = JsonSchema.schema(this.source.target(reference));
		}
		this.names.put(root, "");
		Map<String, Object> normalized = normalizeKeywords(root, 0);
		Map<String, Object> definitions = new LinkedHashMap<>();
		while (!this.pending.isEmpty()) {
			Map<String, Object> definition = this.pending.remove();
			definitions.put(String.valueOf(this.names.get(definition)), normalizeSchema(definition, 0));
		}
		if (!definitions.isEmpty()) {
			normalized.put("$defs", Collections.unmodifiableMap(definitions));
		}
		return Collections.unmodifiableMap(normalized);
	}

	private Map<String, Object> normalizeSchema(Map<String, Object> schema, int depth) {
		return Collections.unmodifiableMap(normalizeKeywords(schema, depth));
	}

	private Map<String, Object> normalizeKeywords(Map<String, Object> schema, int depth) {
		if (depth > MAX_DEPTH) {
			throw new IllegalArgumentException("it is nested deeper than %d levels".formatted(MAX_DEPTH));
		}
		Map<String, Object> normalized = new LinkedHashMap<>();
		if (schema.get("$ref") instanceof String reference) {
			normalizeReference(reference, normalized);
			return normalized;
		}
		schema.forEach((keyword, value) -> {
			if (!NOT_COPIED.contains(keyword)) {
				normalized.put(keyword, normalizeValue(keyword, value, depth));
			}
		});
		if (schema.containsKey("const")) {
			normalized.put("enum", Collections.singletonList(schema.get("const")));
			normalized.putIfAbsent("type", new ResolvedSchema(schema).types().get(0).toLowerCase(Locale.ROOT));
		}
		if (Boolean.TRUE.equals(schema.get("nullable")) && schema.get("type") instanceof String type) {
			normalized.put("type", List.of(type, "null"));
		}
		normalized.computeIfPresent("required", (keyword, required) -> normalizeRequired(schema));
		return normalized;
	}

	private @Nullable Object normalizeValue(String keyword, @Nullable Object value, int depth) {
		if (NAMED_SUBSCHEMAS.contains(keyword) && value instanceof Map<?, ?>) {
			Map<String, Object> byName = new LinkedHashMap<>();
			JsonSchema.schema(value)
				.forEach((name, schema) -> byName.put(name, normalizeSchema(JsonSchema.schema(schema), depth + 1)));
			return Collections.unmodifiableMap(byName);
		}
		if (SUBSCHEMAS.contains(keyword) && value instanceof Map<?, ?>) {
			return normalizeSchema(JsonSchema.schema(value), depth + 1);
		}
		if (SUBSCHEMAS.contains(keyword) && value instanceof List<?> list) {
			return list.stream().map((schema) -> normalizeSchema(JsonSchema.schema(schema), depth + 1)).toList();
		}
		return value;
	}

	/** Write only the reference, since Gemini does not accept keywords next to it. */
	private void normalizeReference(String reference, Map<String, Object> normalized) {
		Map<String, Object> target = this.source.target(reference);
		if (target == null) {
			normalized.put("type", "object");
			return;
		}
		String name = this.names.computeIfAbsent(target, (schema) -> {
			this.pending.add(schema);
			return createName(reference);
		});
		normalized.put("$ref", name.isEmpty() ? "#" : "#/$defs/" + name);
	}

	private String createName(String reference) {
		String name = reference.substring(reference.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_.-]", "_");
		String unique = name;
		for (int number = 2; !this.usedNames.add(unique); number++) {
			unique = name + "_" + number;
		}
		return unique;
	}

	private List<Object> normalizeRequired(Map<String, Object> schema) {
		Map<String, Object> properties = JsonSchema.schema(schema.get("properties"));
		return JsonSchema.list(schema.get("required"))
			.stream()
			.filter((name) -> name instanceof String && properties.containsKey(name)
					&& !mustContain(JsonSchema.schema(properties.get(name)), schema, new ArrayList<>()))
			.toList();
	}

	/**
	 * Whether a value of a schema is, or must contain, a value of the other schema.
	 * Elements of arrays are ignored, since arrays can be empty. If the schema has
	 * alternatives, it is sufficient that this applies to one of them.
	 */
	private boolean mustContain(Map<String, Object> schema, Map<String, Object> other,
			List<Map<String, Object>> visited) {
		if (schema == other) {
			return true;
		}
		if (visited.stream().anyMatch((known) -> known == schema)) {
			return false;
		}
		visited.add(schema);
		Map<String, Object> target = (schema.get("$ref") instanceof String reference) ? this.source.target(reference)
				: null;
		Map<String, Object> properties = JsonSchema.schema(schema.get("properties"));
		Stream<Object> required = JsonSchema.list(schema.get("required")).stream().map(properties::get);
		Stream<Object> combined = Stream.of("anyOf", "oneOf", "allOf")
			.flatMap((keyword) -> JsonSchema.list(schema.get(keyword)).stream());
		return Stream.concat(Stream.ofNullable(target), Stream.concat(required, combined).map(JsonSchema::schema))
			.anyMatch((inner) -> mustContain(inner, other, visited));
	}

}
