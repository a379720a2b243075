package net.qhaigc.springai.gemini.codec.schema;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;

import net.qhaigc.springai.gemini.codec.schema.SchemaEncoder.Encoded;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any text at all in the place of a JSON Schema.
 */
class SchemaEncoderFuzzTests {

	private static final WarnOnce NOTICES = new WarnOnce();

	private static final boolean MODEL = true;

	@FuzzTest
	void aToolIsNeverRefusedAndAnOutputSchemaOnlyWithAWord(byte[] input) {
		String schema = new String(input, StandardCharsets.UTF_8);
		SchemaEncoder encoder = new SchemaEncoder(NOTICES);
		for (SchemaMode mode : SchemaMode.values()) {
			check(encoder.encodeParameters("tool", schema, mode, MODEL));
			try {
				check(encoder.encodeOutput(schema, mode, MODEL));
			}
			catch (IllegalArgumentException ex) {
				assertThat(ex).hasMessageContaining("outputSchema");
			}
		}
	}

	private static void check(Encoded encoded) {
		assertThat(encoded.schema() == null || encoded.jsonSchema() == null).isTrue();
		assertThat(WireJson.write(encoded.schema()) + WireJson.write(encoded.jsonSchema())).isNotEmpty();
	}

}
