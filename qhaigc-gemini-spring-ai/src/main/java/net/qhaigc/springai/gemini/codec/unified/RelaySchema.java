package net.qhaigc.springai.gemini.codec.unified;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.codec.schema.SchemaEncoder.EncodedSchema;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Writes Gemini's {@code Schema} as JSON Schema with only those keywords that relays can
 * convert for Gemini: no references, no unions with null, no {@code const} and no
 * {@code oneOf}. Relays are gateways such as new-api, which convert requests in OpenAI's
 * format to Gemini's format.
 */
final class RelaySchema {

	/** Keywords of Gemini's schemas that JSON Schema does not have. */
	private static final List<String> GEMINI_KEYWORDS = List.of("nullable", "propertyOrdering", "example");

	private RelaySchema() {
	}

	static @Nullable Map<String, Object> of(EncodedSchema encoded) {
		if (encoded.schema() == null) {
			return encoded.jsonSchema();
		}
		Object schema = WireJson.readValue(WireJson.write(encoded.schema()));
		return (schema instanceof Map<?, ?> map) ? convert(map) : null;
	}

	private static Map<String, Object> convert(Map<?, ?> schema) {
		Map<String, Object> converted = new LinkedHashMap<>();
		schema.forEach((key, value) -> {
			String name = String.valueOf(key);
			if (value != null && !GEMINI_KEYWORDS.contains(name)) {
				converted.put(name, convertValue(name, value));
			}
		});
		return Collections.unmodifiableMap(converted);
	}

	private static Object convertValue(String keyword, Object value) {
		return switch (keyword) {
			case "type" -> String.valueOf(value).toLowerCase(Locale.ROOT);
			case "items", "anyOf" -> convertNested(value);
			case "properties" -> convertProperties((Map<?, ?>) value);
			default -> value;
		};
	}

	private static Object convertNested(Object value) {
		return (value instanceof List<?> list) ? list.stream().map((element) -> convert((Map<?, ?>) element)).toList()
				: convert((Map<?, ?>) value);
	}

	private static Map<String, Object> convertProperties(Map<?, ?> properties) {
		Map<String, Object> converted = new LinkedHashMap<>();
		properties.forEach((name, schema) -> converted.put(String.valueOf(name), convert((Map<?, ?>) schema)));
		return Collections.unmodifiableMap(converted);
	}

}
