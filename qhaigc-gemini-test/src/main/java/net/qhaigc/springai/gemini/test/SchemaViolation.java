package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * A value that does not match a schema.
 *
 * @param pointer the location of the value as a JSON Pointer, empty for the complete
 * value
 * @param message what is expected and what was found
 */
record SchemaViolation(String pointer, String message) {

	/**
	 * Return a violation for each value that does not match a schema.
	 * @param schema a JSON Schema or Google's {@code Schema}
	 * @param value the complete value, whose nested values are checked too
	 */
	static List<SchemaViolation> find(JsonNode schema, JsonNode value) {
		List<SchemaViolation> violations = new ArrayList<>();
		new SchemaMatcher(schema, violations).match(schema, value, "");
		return violations;
	}

	/** Return a violation for each argument of a function without parameters. */
	static List<SchemaViolation> ofFunctionWithoutParameters(JsonNode args) {
		return args.propertyNames()
			.stream()
			.map((name) -> new SchemaViolation("/" + JsonDifference.escaped(name), "the function has no parameters"))
			.toList();
	}

	@Override
	public String toString() {
		return (this.pointer.isEmpty() ? "the complete value" : this.pointer) + ": " + this.message;
	}

}
