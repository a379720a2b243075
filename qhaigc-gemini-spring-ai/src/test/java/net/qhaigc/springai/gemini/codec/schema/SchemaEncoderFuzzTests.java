package net.qhaigc.springai.gemini.codec.schema;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;

import net.qhaigc.springai.gemini.codec.schema.SchemaEncoder.EncodedSchema;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.wire.Schema;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzz tests for {@link SchemaEncoder} with arbitrary text as the JSON Schema.
 */
class SchemaEncoderFuzzTests {

	/** The formats that Gemini accepts; "null" stands for a schema without a format. */
	private static final Set<String> VALID_FORMATS = Set.of("null", "enum", "date-time", "float", "double", "int32",
			"int64");

	private static final WarnOnce WARN_ONCE = new WarnOnce();

	@FuzzTest
	void acceptsAnyToolSchemaAndNamesOptionIfOutputSchemaIsInvalid(byte[] input) {
		String schema = new String(input, StandardCharsets.UTF_8);
		SchemaEncoder encoder = new SchemaEncoder(WARN_ONCE);
		for (SchemaMode mode : SchemaMode.values()) {
			check(encoder.encodeParameters("tool", schema, mode, true));
			try {
				check(encoder.encodeOutput(schema, mode, true));
			}
			catch (IllegalArgumentException ex) {
				assertThat(ex).hasMessageContaining("outputSchema");
			}
		}
	}

	private static void check(EncodedSchema encoded) {
		assertThat(encoded.schema() == null || encoded.jsonSchema() == null).isTrue();
		assertThat(WireJson.write(encoded.schema()) + WireJson.write(encoded.jsonSchema())).isNotEmpty();
		if (encoded.schema() != null) {
			check(encoded.schema(), true);
		}
	}

	/** Assert that a schema contains nothing that Gemini rejects. */
	private static void check(Schema schema, boolean isRoot) {
		if (schema.anyOf() != null) {
			assertThat(schema).isEqualTo(Schema.builder().anyOf(schema.anyOf()).build());
			schema.anyOf().forEach((alternative) -> check(alternative, false));
		}
		if ("OBJECT".equals(schema.type())) {
			assertThat(isRoot || schema.properties() != null).isTrue();
		}
		assertThat(VALID_FORMATS).contains(String.valueOf(schema.format()));
		if (schema.properties() != null) {
			schema.properties().values().forEach((property) -> check(property, false));
		}
		if (schema.items() != null) {
			check(schema.items(), false);
		}
	}

}
