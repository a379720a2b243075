package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import net.qhaigc.springai.gemini.wire.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The translation of one JSON Schema into Google's {@code Schema}, which knows no
 * references, no combination but {@code anyOf}, and one type for each value. What cannot
 * be said there is left out and noted. For one thread and one use.
 */
final class SchemaTranslation {

	private static final int MAX_DEPTH = 64;

	/** References to references can make a few lines grow beyond all bounds. */
	private static final int MAX_PARTS = 5_000;

	private static final Set<String> COMBINATIONS = Set.of("anyOf", "oneOf");

	private final JsonSchema source;

	private final Set<String> dropped = new LinkedHashSet<>();

	private boolean recursive;

	private int parts;

	SchemaTranslation(JsonSchema source) {
		this.source = source;
	}

	/**
	 * Translates the whole.
	 * @throws IllegalArgumentException if it has too many parts
	 */
	Schema translate() {
		return translate(this.source.root(), Place.start(this.source.root()));
	}

	/** Whether the schema contains itself, which ended in a plain object. */
	boolean isRecursive() {
		return this.recursive;
	}

	/** What could not be said: a path and a keyword each. */
	Set<String> dropped() {
		return this.dropped;
	}

	private Schema translate(@Nullable Object schema, Place place) {
		if (place.depth() > MAX_DEPTH) {
			drop(place, "whatever is nested deeper");
			return TypedSchema.of(ResolvedSchema.OBJECT, "OBJECT");
		}
		return translate(flatten(JsonSchema.schema(schema), place));
	}

	private Schema translate(Flat flat) {
		flat.schema().unsaid().forEach((keyword) -> drop(flat.place(), keyword));
		List<Flat> branches = Stream.of("anyOf", "oneOf")
			.flatMap((keyword) -> flat.schema().schemas(keyword).stream())
			.map((branch) -> flatten(branch, flat.place()))
			.toList();
		if (!branches.isEmpty()) {
			return union(flat, branches);
		}
		List<String> types = flat.schema().types();
		if (types.size() == 1) {
			return typed(flat.schema(), types.get(0), flat.place());
		}
		ResolvedSchema limits = flat.schema().limits();
		return anyOf(flat.schema(), types.stream().map((type) -> typed(limits, type, flat.place())).toList());
	}

	private Schema union(Flat flat, List<Flat> branches) {
		List<Flat> alternatives = branches.stream().filter((branch) -> !branch.schema().isNull()).toList();
		boolean nullable = alternatives.size() < branches.size();
		ResolvedSchema base = flat.schema().without(COMBINATIONS).orNull(nullable);
		if (alternatives.isEmpty()) {
			return typed(base, "NULL", flat.place());
		}
		if (alternatives.stream().noneMatch((branch) -> branch.schema().hasShape())) {
			drop(flat.place(), "anyOf");
			return translate(new Flat(base, flat.place()));
		}
		if (alternatives.size() == 1) {
			return translate(alternatives.get(0).within(base));
		}
		ResolvedSchema limits = base.limits();
		return anyOf(base, alternatives.stream().map((branch) -> translate(branch.within(limits))).toList());
	}

	private static Schema anyOf(ResolvedSchema described, List<Schema> schemas) {
		List<Schema> distinct = schemas.stream().flatMap(SchemaTranslation::alternatives).distinct().toList();
		return new Schema(null, null, described.text("title"), described.text("description"), described.nullable(),
				null, null, null, null, null, null, null, null, null, null, null, null, null, null, distinct,
				described.keywords().get("default"), described.example());
	}

	/** What stands in a bare {@code anyOf} may as well stand in the one around it. */
	private static Stream<Schema> alternatives(Schema schema) {
		List<Schema> inner = schema.anyOf();
		boolean bare = inner != null && schema.equals(anyOf(new ResolvedSchema(Map.of()), inner));
		return (inner != null && bare) ? inner.stream() : Stream.of(schema);
	}

	private Schema typed(ResolvedSchema schema, String type, Place place) {
		if (type.equals("ARRAY")) {
			return TypedSchema.array(schema, items(schema, place));
		}
		if (type.equals("OBJECT")) {
			Map<String, Schema> properties = new LinkedHashMap<>();
			JsonSchema.schema(schema.keywords().get("properties"))
				.forEach((name, property) -> properties.put(name, translate(property, place.step("." + name))));
			return TypedSchema.object(schema, properties);
		}
		if (schema.values().contains("")) {
			drop(place, "the empty value of enum");
		}
		return TypedSchema.of(schema, type);
	}

	private Schema items(ResolvedSchema array, Place place) {
		List<Object> elements = new ArrayList<>(array.tuple());
		if (array.keywords().get("items") instanceof Map<?, ?> items) {
			elements.add(items);
		}
		List<Schema> schemas = elements.stream()
			.map((element) -> translate(element, place.step("[]")))
			.distinct()
			.toList();
		return switch (schemas.size()) {
			case 0 -> TypedSchema.of(new ResolvedSchema(Map.of()), "STRING");
			case 1 -> schemas.get(0);
			default -> anyOf(new ResolvedSchema(Map.of()), schemas);
		};
	}

	/** Follows references and merges {@code allOf}, which leaves neither. */
	private Flat flatten(Map<String, Object> schema, Place place) {
		if (++this.parts > MAX_PARTS) {
			throw new IllegalArgumentException("it has more than %d parts".formatted(MAX_PARTS));
		}
		Map<String, Object> rest = new LinkedHashMap<>(schema);
		Object reference = rest.remove("$ref");
		Object allOf = rest.remove("allOf");
		Flat flat = new Flat(new ResolvedSchema(rest), place);
		if (reference instanceof String target) {
			flat = flat.and(follow(target, place));
		}
		for (Object part : JsonSchema.list(allOf)) {
			flat = flat.and(flatten(JsonSchema.schema(part), place));
		}
		return flat;
	}

	private Flat follow(String reference, Place place) {
		Map<String, Object> target = this.source.target(reference);
		if (target == null) {
			drop(place, "$ref " + reference);
			return new Flat(ResolvedSchema.OBJECT, place);
		}
		if (place.isInside(target)) {
			this.recursive = true;
			drop(place, "the recursion into " + reference);
			return new Flat(ResolvedSchema.OBJECT, place);
		}
		return flatten(target, place.into(target));
	}

	private void drop(Place place, String what) {
		this.dropped.add(place.path() + ": " + what);
	}

	/** A flat schema and where it stands. */
	private record Flat(ResolvedSchema schema, Place place) {

		Flat and(Flat other) {
			return new Flat(this.schema.and(other.schema), this.place.and(other.place));
		}

		Flat within(ResolvedSchema base) {
			return new Flat(base.and(this.schema), this.place);
		}

	}

	/**
	 * Where in the schema we are.
	 *
	 * @param path for people
	 * @param depth how many schemas stand around this one
	 * @param inside which referenced schemas we are inside of, by identity: equal schemas
	 * in two places are no recursion
	 */
	private record Place(String path, int depth, Set<Map<String, Object>> inside) {

		static Place start(Map<String, Object> root) {
			return new Place("$", 0, Set.of()).into(root);
		}

		Place step(String name) {
			return new Place(this.path + name, this.depth + 1, this.inside);
		}

		Place into(Map<String, Object> target) {
			Set<Map<String, Object>> further = Collections.newSetFromMap(new IdentityHashMap<>());
			further.addAll(this.inside);
			further.add(target);
			return new Place(this.path, this.depth, further);
		}

		Place and(Place other) {
			Place both = this;
			for (Map<String, Object> target : other.inside) {
				both = both.isInside(target) ? both : both.into(target);
			}
			return both;
		}

		boolean isInside(Map<String, Object> target) {
			return this.inside.contains(target);
		}

	}

}
