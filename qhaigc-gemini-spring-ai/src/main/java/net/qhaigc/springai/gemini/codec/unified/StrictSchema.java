package net.qhaigc.springai.gemini.codec.unified;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes the schemas that OpenAI accepts with {@code strict}. With this setting,
 * OpenAI ensures that the generated JSON conforms to the schema. The schema must describe
 * an object and use only keywords and formats that OpenAI supports, and each object in it
 * must require all its properties and allow no others. OpenAI rejects a strict request
 * with any other schema.
 */
final class StrictSchema {

	private static final Set<String> KEYWORDS = Set.of("$schema", "$defs", "definitions", "$ref", "type", "properties",
			"required", "additionalProperties", "items", "enum", "const", "anyOf", "description", "title", "format",
			"pattern", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems",
			"maxItems");

	private static final Set<String> STRING_FORMATS = Set.of("date-time", "time", "date", "duration", "email",
			"hostname", "ipv4", "ipv6", "uuid");

	private StrictSchema() {
	}

	static boolean isStrict(@Nullable Map<String, Object> schema) {
		return schema != null && "object".equals(schema.get("type")) && conforms(schema);
	}

	private static boolean conforms(@Nullable Object schema) {
		if (!(schema instanceof Map<?, ?> keywords) || !KEYWORDS.containsAll(keywords.keySet())) {
			return false;
		}
		boolean typed = keywords.containsKey("type") || keywords.containsKey("$ref") || keywords.containsKey("anyOf")
				|| keywords.containsKey("enum") || keywords.containsKey("const");
		return typed && objectConforms(keywords) && formatConforms(keywords)
				&& allConform(valuesOf(keywords.get("properties"))) && allConform(valuesOf(keywords.get("$defs")))
				&& allConform(valuesOf(keywords.get("definitions")))
				&& (!(keywords.get("anyOf") instanceof Collection<?> branches) || allConform(branches))
				&& (!isOfType(keywords, "array") || conforms(keywords.get("items")));
	}

	private static boolean objectConforms(Map<?, ?> keywords) {
		if (!isOfType(keywords, "object")) {
			return true;
		}
		Set<?> properties = (keywords.get("properties") instanceof Map<?, ?> map) ? map.keySet() : Set.of();
		boolean allRequired = keywords.get("required") instanceof Collection<?> required
				&& required.containsAll(properties);
		return Boolean.FALSE.equals(keywords.get("additionalProperties")) && (allRequired || properties.isEmpty());
	}

	private static boolean formatConforms(Map<?, ?> keywords) {
		return !isOfType(keywords, "string") || !(keywords.get("format") instanceof String format)
				|| STRING_FORMATS.contains(format);
	}

	private static boolean isOfType(Map<?, ?> keywords, String type) {
		Object types = keywords.get("type");
		return type.equals(types) || (types instanceof Collection<?> union && union.contains(type));
	}

	private static Collection<?> valuesOf(@Nullable Object schemas) {
		return (schemas instanceof Map<?, ?> map) ? map.values() : Set.of();
	}

	private static boolean allConform(Collection<?> schemas) {
		return schemas.stream().allMatch(StrictSchema::conforms);
	}

}
