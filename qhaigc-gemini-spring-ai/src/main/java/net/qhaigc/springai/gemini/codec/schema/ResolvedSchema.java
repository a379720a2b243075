package net.qhaigc.springai.gemini.codec.schema;

import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema whose reference has been followed and whose {@code allOf} has been
 * merged. A keyword whose value is of the wrong type counts as absent.
 *
 * @param keywords the keywords with their values
 */
record ResolvedSchema(Map<String, Object> keywords) {

	/** Accepts any object. */
	static final ResolvedSchema OBJECT = new ResolvedSchema(Map.of("type", "object"));

	private static final Set<String> TYPES = Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT",
			"NULL");

	/** The keywords of each type, from which a missing type is inferred. */
	private static final Map<String, List<String>> KEYWORDS_BY_TYPE = keywordsByType();

	/** Keywords of a subschema that only constrains the schema that contains it. */
	private static final Set<String> CONSTRAINT_ONLY = Set.of("required", "not", "title", "description");

	/** Keywords that have no equivalent in Google's {@code Schema}. */
	private static final Set<String> UNSUPPORTED_KEYWORDS = Set.of("not", "if", "then", "else", "patternProperties",
			"propertyNames", "dependencies", "dependentRequired", "dependentSchemas", "unevaluatedProperties",
			"unevaluatedItems", "uniqueItems", "contains", "minContains", "maxContains", "multipleOf",
			"contentEncoding", "contentMediaType", "contentSchema", "$dynamicRef", "$recursiveRef");

	private static Map<String, List<String>> keywordsByType() {
		Map<String, List<String>> keywords = new LinkedHashMap<>();
		keywords.put("OBJECT", List.of("properties", "additionalProperties", "patternProperties", "propertyNames",
				"minProperties", "maxProperties", "required"));
		keywords.put("ARRAY", List.of("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"));
		keywords.put("NUMBER", List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"));
		keywords.put("STRING", List.of("pattern", "minLength", "maxLength", "format"));
		return keywords;
	}

	@Nullable String text(String keyword) {
		return (this.keywords.get(keyword) instanceof String text && !text.isBlank()) ? text : null;
	}

	/** Return a number; null if it is absent or exceeds the range of a {@code double}. */
	@Nullable Number number(String keyword) {
		boolean isInRange = this.keywords.get(keyword) instanceof Number number
				&& Double.isFinite(number.doubleValue());
		return isInRange ? (Number) this.keywords.get(keyword) : null;
	}

	/** Return a limit such as {@code maxItems}; null if it is absent or negative. */
	@Nullable Long count(String keyword) {
		Number number = number(keyword);
		return (number != null && number.doubleValue() >= 0) ? Long.valueOf((long) number.doubleValue()) : null;
	}

	List<Map<String, Object>> schemas(String keyword) {
		return JsonSchema.list(this.keywords.get(keyword)).stream().map(JsonSchema::schema).toList();
	}

	/** Return the default value if it has the given type; null otherwise. */
	@Nullable Object defaultOf(String type) {
		Object value = this.keywords.get("default");
		return isOf(type, value) ? value : null;
	}

	/** Return the first example that has the given type; null if there is none. */
	@Nullable Object exampleOf(String type) {
		return Stream
			.concat(Stream.ofNullable(this.keywords.get("example")),
					JsonSchema.list(this.keywords.get("examples")).stream())
			.filter((value) -> isOf(type, value))
			.findFirst()
			.orElse(null);
	}

	/** Return the schemas of the elements of a tuple; empty for other arrays. */
	List<Object> tuple() {
		List<Object> prefix = JsonSchema.list(this.keywords.get("prefixItems"));
		return prefix.isEmpty() ? JsonSchema.list(this.keywords.get("items")) : prefix;
	}

	/**
	 * Return the keyword {@code nullable} of Google's {@code Schema}: true if null is a
	 * valid value; otherwise null, so that the keyword is left out.
	 */
	@Nullable Boolean nullable() {
		boolean nullable = Boolean.TRUE.equals(this.keywords.get("nullable")) || declaredTypes().contains("NULL")
				|| hasNullValue();
		return nullable ? true : null;
	}

	boolean acceptsOnlyNull() {
		return declaredTypes().equals(Set.of("NULL")) || (hasNullValue() && values().isEmpty());
	}

	private boolean hasNullValue() {
		boolean constantNull = this.keywords.containsKey("const") && this.keywords.get("const") == null;
		return constantNull || JsonSchema.list(this.keywords.get("enum")).stream().anyMatch(Objects::isNull);
	}

	/**
	 * Whether this schema describes a value and is not only a constraint on the schema
	 * that contains it.
	 */
	boolean describesValue() {
		return !CONSTRAINT_ONLY.containsAll(this.keywords.keySet());
	}

	/**
	 * Return the values of {@code const} or {@code enum} except null; empty if there are
	 * none.
	 */
	List<Object> values() {
		Object constant = this.keywords.get("const");
		Stream<Object> values = (constant != null) ? Stream.of(constant)
				: JsonSchema.list(this.keywords.get("enum")).stream();
		return values.filter(Objects::nonNull).distinct().toList();
	}

	/** Return the values of one type; all values if none is of that type. */
	List<Object> valuesOf(String type) {
		List<Object> matching = values().stream().filter((value) -> isOf(type, value)).toList();
		return matching.isEmpty() ? values() : matching;
	}

	/**
	 * Return the types that the value can have. The list contains {@code NULL} only if it
	 * is the only type.
	 */
	List<String> types() {
		Set<String> types = declaredTypes();
		types.remove("NULL");
		if (types.isEmpty()) {
			values().forEach((value) -> types.add(typeOf(value)));
		}
		if (types.isEmpty() && acceptsOnlyNull()) {
			types.add("NULL");
		}
		return types.isEmpty() ? List.of(inferredType()) : List.copyOf(types);
	}

	private String inferredType() {
		return KEYWORDS_BY_TYPE.entrySet()
			.stream()
			.filter((type) -> type.getValue().stream().anyMatch(this.keywords::containsKey))
			.findFirst()
			.map(Map.Entry::getKey)
			.orElse("STRING");
	}

	private Set<String> declaredTypes() {
		Object type = this.keywords.get("type");
		Collection<Object> names = (type instanceof String) ? List.of(type) : JsonSchema.list(type);
		Set<String> types = new LinkedHashSet<>();
		names.forEach((name) -> types.add(String.valueOf(name).toUpperCase(Locale.ROOT)));
		types.retainAll(TYPES);
		return types;
	}

	private static boolean isOf(String type, @Nullable Object value) {
		return value != null && (type.equals(typeOf(value)) || (type.equals("NUMBER") && value instanceof Number));
	}

	private static String typeOf(Object value) {
		if (value instanceof Number) {
			boolean integer = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
			return integer ? "INTEGER" : "NUMBER";
		}
		if (value instanceof Boolean) {
			return "BOOLEAN";
		}
		return (value instanceof List<?>) ? "ARRAY" : (value instanceof Map<?, ?>) ? "OBJECT" : "STRING";
	}

	/** Return the keywords that have no equivalent in Google's {@code Schema}. */
	List<String> unsupportedKeywords() {
		return this.keywords.keySet()
			.stream()
			.filter((keyword) -> UNSUPPORTED_KEYWORDS.contains(keyword)
					|| (keyword.equals("additionalProperties") && this.keywords.get(keyword) instanceof Map<?, ?>))
			.toList();
	}

	/**
	 * Return this schema merged with another one. If they conflict, this schema takes
	 * precedence.
	 */
	ResolvedSchema and(ResolvedSchema other) {
		return new ResolvedSchema(JsonSchemaMerger.merge(this.keywords, other.keywords));
	}

	/**
	 * Merge this schema, an alternative in {@code anyOf} or {@code oneOf}, with the
	 * schema that contains it.
	 */
	ResolvedSchema within(ResolvedSchema container) {
		return new ResolvedSchema(JsonSchemaMerger.mergeAlternative(container.keywords, this.keywords));
	}

	ResolvedSchema withNullable(boolean nullable) {
		return nullable ? new ResolvedSchema(JsonSchemaMerger.merge(Map.of("nullable", true), this.keywords)) : this;
	}

	ResolvedSchema without(Set<String> excluded) {
		Map<String, Object> remaining = new LinkedHashMap<>(this.keywords);
		remaining.keySet().removeAll(excluded);
		return new ResolvedSchema(remaining);
	}

}
