package net.qhaigc.springai.gemini.test;

import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Rules for schemas in Google's {@code Schema} format.
 */
final class SchemaRules {

	private SchemaRules() {
	}

	/**
	 * Check a schema and its nested schemas.
	 * @param schema the schema, or a missing node
	 * @param path the path of the schema
	 * @param violations receives the violations
	 */
	static void check(JsonNode schema, String path, Violations violations) {
		String type = schema.path("type").asString("");
		if (type.equals("ARRAY") && !schema.has("items")) {
			violations.field(path + ".items", "missing field.");
		}
		if (schema.has("enum") && !type.equals("STRING")) {
			violations.field(path + ".enum", "only allowed for STRING type");
		}
		JsonNode required = schema.path("required");
		for (int i = 0; i < required.size(); i++) {
			if (!schema.path("properties").has(required.get(i).stringValue())) {
				violations.field(path + ".required[" + i + "]", "property is not defined");
			}
		}
		for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
			check(property.getValue(), path + ".properties[" + property.getKey() + "]", violations);
		}
		if (schema.has("items")) {
			check(schema.path("items"), path + ".items", violations);
		}
		JsonNode alternatives = schema.path("anyOf");
		for (int i = 0; i < alternatives.size(); i++) {
			check(alternatives.get(i), path + ".any_of[" + i + "]", violations);
		}
	}

}
