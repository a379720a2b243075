package net.qhaigc.springai.gemini.codec.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.Schema;

/**
 * Translates a JSON Schema into Google's {@code Schema}, which has no references, no
 * combination other than {@code anyOf}, and one type for each value. Whatever has no
 * equivalent is dropped and recorded. An instance translates one schema.
 */
final class SchemaTranslator {

	private static final int MAX_DEPTH = 64;

	/** References to references can make a small schema grow exponentially. */
	private static final int MAX_SUBSCHEMAS = 5_000;

	private static final Set<String> UNION_KEYWORDS = Set.of("anyOf", "oneOf");

	private static final ResolvedSchema NO_KEYWORDS = new ResolvedSchema(Map.of());

	private final JsonSchema source;

	/**
	 * Whether the schema describes the parameters of a tool, which are always an object.
	 */
	private final boolean isParameters;

	private final Set<String> dropped = new LinkedHashSet<>();

	private final EmbeddedJson embeddedJson = new EmbeddedJson();

	private boolean jsonSchemaRequired;

	private int subschemas;

	SchemaTranslator(JsonSchema source, boolean isParameters) {
		this.source = source;
		this.isParameters = isParameters;
	}

	/**
	 * Translate the schema.
	 * @throws IllegalArgumentException if it has too many subschemas
	 */
	Schema translate() {
		return translate(this.source.root(), SchemaLocation.ofRoot(this.source.root()));
	}

	/**
	 * Whether only JSON Schema can express the schema, because it contains itself or an
	 * object without properties.
	 */
	boolean requiresJsonSchema() {
		return this.jsonSchemaRequired;
	}

	/**
	 * Return the locations at which the translated schema has a string in place of an
	 * object.
	 */
	EmbeddedJson embeddedJson() {
		return this.embeddedJson;
	}

	/** Return the keywords that were dropped, each with its path. */
	Set<String> dropped() {
		return this.dropped;
	}

	private Schema translate(@Nullable Object schema, SchemaLocation location) {
		if (location.depth() > MAX_DEPTH) {
			drop(location, "everything nested deeper");
			return TypedSchema.jsonInString(ResolvedSchema.OBJECT);
		}
		return translate(resolve(JsonSchema.schema(schema), location));
	}

	private Schema translate(Resolved resolved) {
		ResolvedSchema schema = resolved.schema();
		schema.unsupportedKeywords().forEach((keyword) -> drop(resolved.location(), keyword));
		List<Resolved> branches = Stream.of("anyOf", "oneOf")
			.flatMap((keyword) -> schema.schemas(keyword).stream())
			.map((branch) -> resolve(branch, resolved.location()))
			.toList();
		if (!branches.isEmpty()) {
			return alternatives(resolved, branches);
		}
		List<String> types = schema.types();
		if (types.size() == 1) {
			return typed(schema, types.get(0), resolved.location());
		}
		return anyOf(types.stream().map((type) -> typed(schema, type, resolved.location())));
	}

	private Schema alternatives(Resolved resolved, List<Resolved> branches) {
		List<Resolved> nonNull = branches.stream().filter((branch) -> !branch.schema().acceptsOnlyNull()).toList();
		boolean nullable = nonNull.size() < branches.size();
		ResolvedSchema base = resolved.schema().without(UNION_KEYWORDS).withNullable(nullable);
		if (nonNull.isEmpty()) {
			return typed(base, "NULL", resolved.location());
		}
		if (nonNull.stream().noneMatch((branch) -> branch.schema().describesValue())) {
			drop(resolved.location(), "anyOf");
			return translate(new Resolved(base, resolved.location()));
		}
		if (nonNull.size() == 1) {
			return translate(nonNull.get(0).within(base));
		}
		return anyOf(nonNull.stream().map((branch) -> translate(branch.within(base).asAlternative())));
	}

	/**
	 * Return a schema with these alternatives. Gemini accepts no field next to
	 * {@code anyOf}, so only the alternatives can have a description.
	 */
	static Schema anyOf(Stream<Schema> schemas) {
		List<Schema> alternatives = schemas
			.flatMap((schema) -> (schema.anyOf() != null) ? schema.anyOf().stream() : Stream.of(schema))
			.distinct()
			.toList();
		return (alternatives.size() == 1) ? alternatives.get(0) : Schema.builder().anyOf(alternatives).build();
	}

	private Schema typed(ResolvedSchema schema, String type, SchemaLocation location) {
		if (type.equals("ARRAY")) {
			return TypedSchema.array(schema, items(schema, location));
		}
		if (type.equals("OBJECT")) {
			return object(schema, location);
		}
		if (schema.values().contains("")) {
			drop(location, "the empty string in enum");
		}
		return TypedSchema.of(schema, type);
	}

	private Schema object(ResolvedSchema schema, SchemaLocation location) {
		Map<String, Schema> properties = new LinkedHashMap<>();
		JsonSchema.schema(schema.keywords().get("properties"))
			.forEach((name, property) -> properties.put(name, translate(property, location.property(name))));
		this.jsonSchemaRequired |= properties.isEmpty();
		boolean mayBeEmpty = location.depth() == 0 && (this.isParameters || !location.isAlternative());
		if (properties.isEmpty() && !mayBeEmpty) {
			this.embeddedJson.add(location.propertyNames());
			return TypedSchema.jsonInString(schema);
		}
		return TypedSchema.object(schema, properties);
	}

	private Schema items(ResolvedSchema array, SchemaLocation location) {
		List<Object> elements = new ArrayList<>(array.tuple());
		if (array.keywords().get("items") instanceof Map<?, ?> items) {
			elements.add(items);
		}
		return elements.isEmpty() ? TypedSchema.of(NO_KEYWORDS, "STRING")
				: anyOf(elements.stream().map((element) -> translate(element, location.element())));
	}

	/** Follow the reference and merge {@code allOf}; the result contains neither. */
	private Resolved resolve(Map<String, Object> schema, SchemaLocation location) {
		if (++this.subschemas > MAX_SUBSCHEMAS) {
			throw new IllegalArgumentException("it has more than %d subschemas".formatted(MAX_SUBSCHEMAS));
		}
		Map<String, Object> keywords = new LinkedHashMap<>(schema);
		Object reference = keywords.remove("$ref");
		Object allOf = keywords.remove("allOf");
		Resolved resolved = new Resolved(new ResolvedSchema(keywords), location);
		if (reference instanceof String target) {
			resolved = resolved.and(follow(target, location));
		}
		for (Object subschema : JsonSchema.list(allOf)) {
			resolved = resolved.and(resolve(JsonSchema.schema(subschema), location));
		}
		return resolved;
	}

	private Resolved follow(String reference, SchemaLocation location) {
		Map<String, Object> target = this.source.target(reference);
		if (target == null) {
			drop(location, "$ref " + reference);
			return new Resolved(ResolvedSchema.OBJECT, location);
		}
		if (location.isInside(target)) {
			this.jsonSchemaRequired = true;
			drop(location, "recursive $ref " + reference);
			return new Resolved(ResolvedSchema.OBJECT, location);
		}
		return resolve(target, location.enter(target));
	}

	private void drop(SchemaLocation location, String what) {
		this.dropped.add(location.path() + ": " + what);
	}

	/** A resolved schema with its location. */
	private record Resolved(ResolvedSchema schema, SchemaLocation location) {

		Resolved and(Resolved other) {
			return new Resolved(this.schema.and(other.schema), this.location.and(other.location));
		}

		Resolved asAlternative() {
			return new Resolved(this.schema, this.location.asAlternative());
		}

		Resolved within(ResolvedSchema base) {
			return new Resolved(this.schema.within(base), this.location);
		}

	}

}
