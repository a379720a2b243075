package net.qhaigc.springai.gemini.codec;

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
 * What one JSON Schema says of a value, once its references are followed and its
 * {@code allOf} is merged. Anything of the wrong kind counts as not said.
 *
 * @param keywords the schema
 */
record ResolvedSchema(Map<String, Object> keywords) {

	/** Any object. */
	static final ResolvedSchema OBJECT = new ResolvedSchema(Map.of("type", "object"));

	private static final Set<String> TYPES = Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT",
			"NULL");

	/**
	 * The keywords that each type has, which tell a value's type where nothing else does.
	 */
	private static final Map<String, List<String>> HINTS = hints();

	/** What describes a value and does not limit it. */
	private static final Set<String> ANNOTATIONS = Set.of("title", "description", "default", "example", "examples",
			"nullable");

	/** What a branch may hold that only narrows a shape given beside it. */
	private static final Set<String> CONSTRAINT_ONLY = Set.of("required", "not", "title", "description");

	/** What Google's schema has no word for, if it is not said in another way. */
	private static final Set<String> UNSUPPORTED_KEYWORDS = Set.of("not", "if", "then", "else", "patternProperties",
			"propertyNames", "dependencies", "dependentRequired", "dependentSchemas", "unevaluatedProperties",
			"unevaluatedItems", "uniqueItems", "contains", "minContains", "maxContains", "multipleOf",
			"contentEncoding", "contentMediaType", "contentSchema", "$dynamicRef", "$recursiveRef");

	private static Map<String, List<String>> hints() {
		Map<String, List<String>> hints = new LinkedHashMap<>();
		hints.put("OBJECT", List.of("properties", "additionalProperties", "patternProperties", "propertyNames",
				"minProperties", "maxProperties", "required"));
		hints.put("ARRAY", List.of("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"));
		hints.put("NUMBER", List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"));
		hints.put("STRING", List.of("pattern", "minLength", "maxLength", "format"));
		return hints;
	}

	@Nullable String text(String keyword) {
		return (this.keywords.get(keyword) instanceof String text && !text.isBlank()) ? text : null;
	}

	/** A number that fits into a double. */
	@Nullable Number number(String keyword) {
		boolean fits = this.keywords.get(keyword) instanceof Number number && Double.isFinite(number.doubleValue());
		return fits ? (Number) this.keywords.get(keyword) : null;
	}

	@Nullable Long count(String keyword) {
		Number number = number(keyword);
		return (number != null && number.doubleValue() >= 0) ? Long.valueOf((long) number.doubleValue()) : null;
	}

	List<Map<String, Object>> schemas(String keyword) {
		return JsonSchema.list(this.keywords.get(keyword)).stream().map(JsonSchema::schema).toList();
	}

	@Nullable Object example() {
		List<Object> examples = JsonSchema.list(this.keywords.get("examples"));
		Object example = this.keywords.get("example");
		return (example != null || examples.isEmpty()) ? example : examples.get(0);
	}

	/** The elements of an array that has a schema for each of them; else empty. */
	List<Object> tuple() {
		List<Object> prefix = JsonSchema.list(this.keywords.get("prefixItems"));
		return prefix.isEmpty() ? JsonSchema.list(this.keywords.get("items")) : prefix;
	}

	/** True if null is allowed, beside other values or alone; else null. */
	@Nullable Boolean nullable() {
		boolean nullable = Boolean.TRUE.equals(this.keywords.get("nullable")) || declaredTypes().contains("NULL")
				|| hasNullValue();
		return nullable ? true : null;
	}

	/** Whether null is all that is allowed. */
	boolean isNull() {
		return declaredTypes().equals(Set.of("NULL")) || (hasNullValue() && values().isEmpty());
	}

	private boolean hasNullValue() {
		boolean onlyNull = this.keywords.containsKey("const") && this.keywords.get("const") == null;
		return onlyNull || JsonSchema.list(this.keywords.get("enum")).stream().anyMatch(Objects::isNull);
	}

	/** Whether it says more than which properties must or must not be there. */
	boolean hasShape() {
		return !CONSTRAINT_ONLY.containsAll(this.keywords.keySet());
	}

	/** The values that are allowed, null apart; empty if all are. */
	List<Object> values() {
		Object only = this.keywords.get("const");
		Stream<Object> values = (only != null) ? Stream.of(only) : JsonSchema.list(this.keywords.get("enum")).stream();
		return values.filter(Objects::nonNull).distinct().toList();
	}

	/** The values that are allowed of one type; all of them if none is of that type. */
	List<Object> valuesOf(String type) {
		List<Object> fitting = values().stream().filter((value) -> isOf(type, value)).toList();
		return fitting.isEmpty() ? values() : fitting;
	}

	/**
	 * The types that the value may have, of which null is one only if it is the only one.
	 */
	List<String> types() {
		Set<String> types = declaredTypes();
		types.remove("NULL");
		if (types.isEmpty()) {
			values().forEach((value) -> types.add(typeOf(value)));
		}
		if (types.isEmpty() && isNull()) {
			types.add("NULL");
		}
		return types.isEmpty() ? List.of(hintedType()) : List.copyOf(types);
	}

	private String hintedType() {
		return HINTS.entrySet()
			.stream()
			.filter((hint) -> hint.getValue().stream().anyMatch(this.keywords::containsKey))
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

	private static boolean isOf(String type, Object value) {
		return type.equals(typeOf(value)) || (type.equals("NUMBER") && value instanceof Number);
	}

	private static String typeOf(Object value) {
		if (value instanceof Number) {
			boolean whole = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
			return whole ? "INTEGER" : "NUMBER";
		}
		if (value instanceof Boolean) {
			return "BOOLEAN";
		}
		return (value instanceof List<?>) ? "ARRAY" : (value instanceof Map<?, ?>) ? "OBJECT" : "STRING";
	}

	/** The keywords for which Google's schema has no words. */
	List<String> unsaid() {
		return this.keywords.keySet()
			.stream()
			.filter((keyword) -> UNSUPPORTED_KEYWORDS.contains(keyword)
					|| (keyword.equals("additionalProperties") && this.keywords.get(keyword) instanceof Map<?, ?>))
			.toList();
	}

	/** Both at once, this one first. */
	ResolvedSchema and(ResolvedSchema other) {
		return new ResolvedSchema(AllOf.of(this.keywords, other.keywords));
	}

	ResolvedSchema orNull(boolean nullable) {
		return nullable ? new ResolvedSchema(AllOf.of(Map.of("nullable", true), this.keywords)) : this;
	}

	/** Only what limits the value. */
	ResolvedSchema limits() {
		return without(ANNOTATIONS);
	}

	ResolvedSchema without(Set<String> unwanted) {
		Map<String, Object> rest = new LinkedHashMap<>(this.keywords);
		rest.keySet().removeAll(unwanted);
		return new ResolvedSchema(rest);
	}

}
