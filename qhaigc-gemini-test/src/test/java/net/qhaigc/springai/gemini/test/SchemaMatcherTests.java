package net.qhaigc.springai.gemini.test;

import java.util.List;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaMatcher}. A JSON Schema validator must agree with the matcher on
 * whether a value conforms to a JSON Schema.
 */
class SchemaMatcherTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^',
			textBlock = """
					{"type":"string"}                                              | "a"         | ^^
					{"type":"string"}                                              | 7           | the complete value: expected the type string but was 7
					{"type":"integer"}                                             | 1.0         | ^^
					{"type":"integer"}                                             | 1.5         | the complete value: expected the type integer but was 1.5
					{"type":["string","null"]}                                     | null        | ^^
					{"type":["string","null"]}                                     | true        | the complete value: expected one of the types ["string","null"] but was true
					{"type":"boolean"}                                             | "true"      | the complete value: expected the type boolean but was "true"
					{"enum":["a",1]}                                               | 1           | ^^
					{"enum":["a",1]}                                               | "b"         | the complete value: expected one of ["a",1] but was "b"
					{"const":"a"}                                                  | "b"         | the complete value: expected "a" but was "b"
					{"type":"object","required":["a"]}                             | {}          | /a: is required but missing
					{"type":"object","properties":{"a/b":{"type":"string"}}}       | {"a/b":1}   | /a~1b: expected the type string but was 1
					{"type":"object","properties":{"a":{}},"additionalProperties":false} | {"b":1} | /b: is not declared. Declared properties: [a]
					{"type":"object","properties":{"a":{}},"additionalProperties":true}  | {"b":1} | ^^
					{"type":"object","additionalProperties":{"type":"string"}}     | {"b":1}     | /b: expected the type string but was 1
					{"type":"object"}                                              | {"b":1}     | ^^
					{"type":"array","items":{"type":"string"}}                     | ["a",2]     | /1: expected the type string but was 2
					{"type":"array","prefixItems":[{"type":"string"}],"items":{"type":"number"}} | ["a",2] | ^^
					{"type":"array","minItems":2}                                  | [1]         | the complete value: expected a size of at least 2 but was 1
					{"type":"array","maxItems":1}                                  | [1,2]       | the complete value: expected a size of at most 1 but was 2
					{"type":"string","minLength":2,"maxLength":3}                  | "a"         | the complete value: expected a length of at least 2 but was 1
					{"type":"string","maxLength":1}                                | "\\ud83d\\ude00" | ^^
					{"type":"string","pattern":"^[a-z]+$"}                         | "A"         | the complete value: expected a match of the pattern ^[a-z]+$ but was "A"
					{"minimum":1}                                                  | 0.5         | the complete value: expected at least 1 but was 0.5
					{"maximum":1}                                                  | 2           | the complete value: expected at most 1 but was 2
					{"exclusiveMinimum":1}                                         | 1           | the complete value: expected more than 1 but was 1
					{"exclusiveMaximum":1}                                         | 1           | the complete value: expected less than 1 but was 1
					{"anyOf":[{"type":"string"},{"type":"null"}]}                  | null        | ^^
					{"anyOf":[{"type":"string"},{"type":"null"}]}                  | 1           | the complete value: expected the type string but was 1
					{"allOf":[{"minimum":1},{"maximum":3}]}                        | 4           | the complete value: expected at most 3 but was 4
					{"$defs":{"a":{"type":"string"}},"properties":{"x":{"$ref":"#/$defs/a"}}} | {"x":1} | /x: expected the type string but was 1
					""")
	void findsViolationsOfJsonSchema(String schema, String value, String violation) {
		assertThat(SchemaViolation.find(Json.read(schema), Json.read(value)).stream().map(Object::toString))
			.isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
		assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(schema)
			.validate(value, InputFormat.JSON)
			.isEmpty()).isEqualTo(violation.isEmpty());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^',
			textBlock = """
					{"type":"STRING","nullable":true}                              | null          | ^^
					{"type":"STRING"}                                              | null          | the complete value: expected the type STRING but was null
					{"type":"ARRAY","items":{"type":"INTEGER"},"maxItems":"1"}     | [1,2]         | the complete value: expected a size of at most 1 but was 2
					{"type":"OBJECT","properties":{"a":{"type":"STRING"}}}         | {"b":"c"}     | /b: is not declared. Declared properties: [a]
					{"type":"STRING","format":"enum","enum":["N","S"]}             | "W"           | the complete value: expected one of ["N","S"] but was "W"
					{"type":"TYPE_UNSPECIFIED"}                                    | 1             | ^^
					{"type":"STRING","pattern":"("}                                | "a"           | ^^
					""")
	void findsViolationsOfGoogleSchema(String schema, String value, String violation) {
		assertThat(SchemaViolation.find(Json.read(schema), Json.read(value)).stream().map(Object::toString))
			.isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
	}

	@Test
	void reportsViolationsOfAlternativeWithFewestViolations() {
		assertThat(SchemaViolation.find(Json.read("""
				{"anyOf": [
				  {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a", "b", "c"]},
				  {"type": "object", "properties": {"a": {"type": "integer"}}}
				]}"""), Json.read("{\"a\":\"x\"}")))
			.containsExactly(new SchemaViolation("/a", "expected the type integer but was \"x\""));
	}

}
