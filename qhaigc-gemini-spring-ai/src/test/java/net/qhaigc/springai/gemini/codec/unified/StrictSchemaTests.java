package net.qhaigc.springai.gemini.codec.unified;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.core.ParameterizedTypeReference;

import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StrictSchema}.
 */
class StrictSchemaTests {

	@ParameterizedTest
	@ValueSource(strings = { """
			{"type":"object","additionalProperties":false}""", """
			{"$schema":"x","type":"object","properties":{"a":{"type":"string","format":"date"},
			 "b":{"type":["object","null"],"properties":{},"additionalProperties":false},
			 "c":{"anyOf":[{"type":"null"},{"$ref":"#/$defs/d"}]}},"required":["a","b","c"],
			 "additionalProperties":false,"$defs":{"d":{"enum":["x"]}}}""", """
			{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer","format":"int32"}}},
			 "required":["a"],"additionalProperties":false}""" })
	void acceptsObjectsWithoutOptionalOrAdditionalProperties(String schema) {
		assertThat(isStrict(schema)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{}""", """
			{"type":"array","items":{"type":"string"}}""", """
			{"type":"object"}""", """
			{"type":"object","properties":{"a":{"type":"string"}},"required":[],"additionalProperties":false}""", """
			{"type":"object","properties":{"a":{"type":"object"}},"required":["a"],"additionalProperties":false}""", """
			{"type":"object","properties":{"a":{"type":"array"}},"required":["a"],"additionalProperties":false}""", """
			{"type":"object","properties":{"a":{}},"required":["a"],"additionalProperties":false}""", """
			{"type":"object","properties":{"a":{"type":"string","format":"uri"}},"required":["a"],
			 "additionalProperties":false}""", """
			{"type":"object","properties":{"a":{"type":"string","minLength":1}},"required":["a"],
			 "additionalProperties":false}""", """
			{"type":"object","properties":{"a":{"anyOf":[{"type":"object"}]}},"required":["a"],
			 "additionalProperties":false}""", """
			{"type":"object","properties":{"a":{"$ref":"#/$defs/b"}},"required":["a"],"additionalProperties":false,
			 "$defs":{"b":{"type":"object"}}}""" })
	void rejectsSchemasThatStrictModeDoesNotSupport(String schema) {
		assertThat(isStrict(schema)).isFalse();
	}

	@Test
	void acceptsSchemaFromSpringAiForRecordButNotForListOrNullableComponent() {
		assertThat(isStrict(new BeanOutputConverter<>(City.class).getJsonSchema())).isTrue();
		assertThat(isStrict(new BeanOutputConverter<>(new ParameterizedTypeReference<List<City>>() {
		}).getJsonSchema())).isFalse();
		assertThat(isStrict(new BeanOutputConverter<>(WithNullableComponent.class).getJsonSchema())).isFalse();
	}

	@SuppressWarnings("unchecked")
	private static boolean isStrict(String schema) {
		return StrictSchema.isStrict((Map<String, Object>) WireJson.readValue(schema));
	}

	record City(String name, int rivers, Instant founded, List<City> twins, Optional<String> mayor) {

	}

	record WithNullableComponent(@Nullable String name) {

	}

}
