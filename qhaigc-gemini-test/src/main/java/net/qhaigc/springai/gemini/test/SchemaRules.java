package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Rules for schemas in Google's {@code Schema} format, with Google's error messages.
 */
final class SchemaRules {

	/** The formats that Google accepts for each type. */
	private static final Map<String, List<String>> FORMATS = Map.of("STRING", List.of("enum", "date-time"), "NUMBER",
			List.of("float", "double"), "INTEGER", List.of("int32", "int64"));

	private static final String OTHER_FIELDS = " specified other fields alongside any_of. When using any_of, it must be"
			+ " the only field set. Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/";

	private final Violations violations;

	/** The names of the schemas that have {@code anyOf} and other fields. */
	private final List<String> schemasWithOtherFields = new ArrayList<>();

	private SchemaRules(Violations violations) {
		this.violations = violations;
	}

	/**
	 * Check the schema for structured output.
	 * @param schema the schema, or a missing node
	 * @param path the path of the schema
	 * @param violations receives the violations
	 */
	static void checkOutput(JsonNode schema, String path, Violations violations) {
		SchemaRules rules = new SchemaRules(violations);
		rules.check(schema, path, "");
		if (!rules.schemasWithOtherFields.isEmpty()) {
			violations.addRuleError("Unable to submit request because one or more response schemas" + OTHER_FIELDS
					+ "control-generated-output");
		}
	}

	/**
	 * Check the schema of the parameters or of the response of a function.
	 * @param function the name of the function
	 * @param schema the schema, or a missing node
	 * @param path the path of the schema
	 * @param violations receives the violations
	 */
	static void checkFunction(String function, JsonNode schema, String path, Violations violations) {
		SchemaRules rules = new SchemaRules(violations);
		rules.check(schema, path, path.substring(path.lastIndexOf('.') + 1));
		for (String name : rules.schemasWithOtherFields) {
			violations.addRuleError("Unable to submit request because `" + function + "` functionDeclaration `" + name
					+ "` schema" + OTHER_FIELDS + "function-calling");
		}
	}

	/**
	 * Check a schema and its nested schemas.
	 * @param name the path as it is shown in the error about {@code anyOf}
	 */
	private void check(JsonNode schema, String path, String name) {
		checkType(schema, path);
		checkFormat(schema, path);
		JsonNode required = schema.path("required");
		for (int i = 0; i < required.size(); i++) {
			if (!schema.path("properties").has(required.get(i).stringValue())) {
				this.violations.addFieldError(path + ".required[" + i + "]", "property is not defined");
			}
		}
		if (schema.has("anyOf") && schema.size() > 1) {
			this.schemasWithOtherFields.add(name);
		}
		for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
			checkNested(property.getValue(), path + ".properties[" + property.getKey() + "]",
					name + "." + property.getKey());
		}
		if (schema.has("items")) {
			checkNested(schema.path("items"), path + ".items", name + ".items");
		}
		JsonNode alternatives = schema.path("anyOf");
		for (int i = 0; i < alternatives.size(); i++) {
			checkNested(alternatives.get(i), path + ".any_of[" + i + "]", name);
		}
	}

	private void checkNested(JsonNode schema, String path, String name) {
		if (schema.path("type").asString("").equals("OBJECT") && schema.path("properties").isEmpty()) {
			this.violations.addFieldError(path + ".properties", "should be non-empty for OBJECT type");
		}
		check(schema, path, name);
	}

	private void checkType(JsonNode schema, String path) {
		String type = schema.path("type").asString("");
		if (type.equals("ARRAY") && !schema.has("items")) {
			this.violations.addFieldError(path + ".items", "missing field.");
		}
		if (schema.has("enum") && !type.equals("STRING")) {
			this.violations.addFieldError(path + ".enum", "only allowed for STRING type");
		}
		for (String field : List.of("properties", "required")) {
			if (schema.has(field) && !type.isEmpty() && !type.equals("OBJECT")) {
				this.violations.addFieldError(path + "." + field, "only allowed for OBJECT type");
			}
		}
	}

	private void checkFormat(JsonNode schema, String path) {
		String type = schema.path("type").asString("");
		List<String> formats = FORMATS.get(type);
		if (formats != null && schema.has("format") && !formats.contains(schema.path("format").asString(""))) {
			this.violations.addFieldError(path + ".format",
					"only '" + String.join("' and '", formats) + "' are supported for " + type + " type");
		}
	}

}
