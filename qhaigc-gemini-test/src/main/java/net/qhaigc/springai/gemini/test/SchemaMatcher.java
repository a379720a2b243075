package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import tools.jackson.databind.JsonNode;

/**
 * Matches values against a schema: a JSON Schema, or one of Google's {@code Schema}
 * messages with types in upper case and {@code nullable}. If a schema declares
 * properties, undeclared properties of the value are violations, since a model returns
 * only declared properties. This does not apply if the schema explicitly allows other
 * properties, or has a keyword that can declare them, such as {@code allOf}. Formats and
 * unknown keywords are ignored.
 */
final class SchemaMatcher {

	private final JsonNode root;

	private final List<SchemaViolation> violations;

	/**
	 * Create a matcher.
	 * @param root the schema to which references are relative
	 * @param violations the list to which violations are added
	 */
	SchemaMatcher(JsonNode root, List<SchemaViolation> violations) {
		this.root = root;
		this.violations = violations;
	}

	void match(JsonNode schema, JsonNode value, String pointer) {
		if (schema.has("$ref")) {
			match(this.root.at(schema.path("$ref").asString("").replaceFirst("^#", "")), value, pointer);
		}
		if (value.isNull() && schema.path("nullable").asBoolean(false)) {
			return;
		}
		if (!hasType(schema.path("type"), value)) {
			add(pointer, "expected " + types(schema.path("type")) + " but was " + Json.brief(value));
			return;
		}
		matchConstants(schema, value, pointer);
		matchCombinedSchemas(schema, value, pointer);
		if (value.isObject()) {
			matchObject(schema, value, pointer);
		}
		else if (value.isArray()) {
			matchArray(schema, value, pointer);
		}
		else if (value.isString()) {
			matchString(schema, value.stringValue(), pointer);
		}
		else if (value.isNumber()) {
			matchNumber(schema, value, pointer);
		}
	}

	private static boolean hasType(JsonNode type, JsonNode value) {
		if (type.isArray()) {
			return type.valueStream().anyMatch((alternative) -> hasType(alternative, value));
		}
		return switch (type.asString("").toLowerCase(Locale.ROOT)) {
			case "object" -> value.isObject();
			case "array" -> value.isArray();
			case "string" -> value.isString();
			case "number" -> value.isNumber();
			case "integer" -> value.isNumber() && Math.rint(value.doubleValue()) == value.doubleValue();
			case "boolean" -> value.isBoolean();
			case "null" -> value.isNull();
			default -> true;
		};
	}

	private static String types(JsonNode type) {
		return type.isArray() ? "one of the types " + Json.brief(type) : "the type " + type.asString("");
	}

	private void matchConstants(JsonNode schema, JsonNode value, String pointer) {
		JsonNode constants = schema.path("enum");
		if (!constants.isEmpty() && constants.valueStream().noneMatch((constant) -> isSame(constant, value))) {
			add(pointer, "expected one of " + Json.brief(constants) + " but was " + Json.brief(value));
		}
		if (schema.has("const") && !isSame(schema.path("const"), value)) {
			add(pointer, "expected " + Json.brief(schema.path("const")) + " but was " + Json.brief(value));
		}
	}

	private static boolean isSame(JsonNode expected, JsonNode value) {
		return expected.equals(value) || new JsonDifference("", expected, value).isSameNumber();
	}

	private void matchCombinedSchemas(JsonNode schema, JsonNode value, String pointer) {
		schema.path("allOf").forEach((part) -> match(part, value, pointer));
		for (String keyword : List.of("anyOf", "oneOf")) {
			if (!schema.path(keyword).isEmpty()) {
				matchAtLeastOne(schema.path(keyword), value, pointer);
			}
		}
	}

	/**
	 * Match a value against schemas of which at least one must match. If none matches,
	 * report the violations of the schema with the fewest violations.
	 */
	private void matchAtLeastOne(JsonNode schemas, JsonNode value, String pointer) {
		List<SchemaViolation> fewest = null;
		for (JsonNode schema : schemas) {
			List<SchemaViolation> found = new ArrayList<>();
			new SchemaMatcher(this.root, found).match(schema, value, pointer);
			if (fewest == null || found.size() < fewest.size()) {
				fewest = found;
			}
		}
		if (fewest != null) {
			this.violations.addAll(fewest);
		}
	}

	private void matchObject(JsonNode schema, JsonNode value, String pointer) {
		for (JsonNode required : schema.path("required")) {
			String name = required.asString("");
			if (!value.has(name)) {
				add(pointer + "/" + JsonDifference.escaped(name), "is required but missing");
			}
		}
		JsonNode declared = schema.path("properties");
		JsonNode additional = schema.path("additionalProperties");
		for (Map.Entry<String, JsonNode> property : value.properties()) {
			String path = pointer + "/" + JsonDifference.escaped(property.getKey());
			if (declared.has(property.getKey())) {
				match(declared.path(property.getKey()), property.getValue(), path);
			}
			else if (additional.isObject()) {
				match(additional, property.getValue(), path);
			}
			else if (forbidsUndeclaredProperties(schema)) {
				add(path, "is not declared. Declared properties: " + declared.propertyNames());
			}
		}
	}

	private static boolean forbidsUndeclaredProperties(JsonNode schema) {
		JsonNode additional = schema.path("additionalProperties");
		return (additional.isBoolean()) ? !additional.booleanValue() : !schema.path("properties").isEmpty()
				&& Set.of("patternProperties", "allOf", "anyOf", "oneOf", "$ref").stream().noneMatch(schema::has);
	}

	private void matchArray(JsonNode schema, JsonNode value, String pointer) {
		checkLimits(schema, "minItems", "maxItems", value.size(), pointer, "a size of ");
		JsonNode items = schema.path("items");
		for (int i = 0; i < value.size(); i++) {
			match(schema.path("prefixItems").has(i) ? schema.path("prefixItems").get(i) : items, value.get(i),
					pointer + "/" + i);
		}
	}

	private void matchString(JsonNode schema, String value, String pointer) {
		checkLimits(schema, "minLength", "maxLength", value.codePointCount(0, value.length()), pointer, "a length of ");
		String pattern = schema.path("pattern").asString(null);
		try {
			if (pattern != null && !Pattern.compile(pattern).matcher(value).find()) {
				add(pointer, "expected a match of the pattern " + pattern + " but was " + Json.text(value));
			}
		}
		catch (PatternSyntaxException ex) {
			// JSON Schema uses JavaScript's regular expressions. Not all of them are
			// valid in Java.
		}
	}

	private void matchNumber(JsonNode schema, JsonNode value, String pointer) {
		checkLimits(schema, "minimum", "maximum", value.doubleValue(), pointer, "");
		double number = value.doubleValue();
		if (number <= schema.path("exclusiveMinimum").asDouble(Double.NEGATIVE_INFINITY)) {
			add(pointer, "expected more than " + schema.path("exclusiveMinimum") + " but was " + value);
		}
		if (number >= schema.path("exclusiveMaximum").asDouble(Double.POSITIVE_INFINITY)) {
			add(pointer, "expected less than " + schema.path("exclusiveMaximum") + " but was " + value);
		}
	}

	private void checkLimits(JsonNode schema, String minKeyword, String maxKeyword, double value, String pointer,
			String quantityPrefix) {
		String found = (value == Math.rint(value)) ? String.valueOf((long) value) : String.valueOf(value);
		if (value < schema.path(minKeyword).asDouble(Double.NEGATIVE_INFINITY)) {
			add(pointer, "expected " + quantityPrefix + "at least " + schema.path(minKeyword).asString() + " but was "
					+ found);
		}
		if (value > schema.path(maxKeyword).asDouble(Double.POSITIVE_INFINITY)) {
			add(pointer, "expected " + quantityPrefix + "at most " + schema.path(maxKeyword).asString() + " but was "
					+ found);
		}
	}

	private void add(String pointer, String message) {
		this.violations.add(new SchemaViolation(pointer, message));
	}

}
