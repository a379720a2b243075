package net.qhaigc.springai.gemini.codec;

import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.wire.Schema;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema to what Gemini takes.
 */
final class SchemaEncoder {

	private final Notices notices;

	SchemaEncoder(Notices notices) {
		this.notices = notices;
	}

	Encoded encode(String name, String jsonSchema, @Nullable SchemaMode mode, ModelId model) {
		this.notices.debug("schema", name, "not yet");
		return new Encoded(null, null);
	}

	record Encoded(@Nullable Schema schema, @Nullable Object jsonSchema) {

	}

}
