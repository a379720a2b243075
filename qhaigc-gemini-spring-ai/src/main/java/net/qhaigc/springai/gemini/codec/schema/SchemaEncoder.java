package net.qhaigc.springai.gemini.codec.schema;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.wire.Schema;

/**
 * Encodes the schemas of tools and of structured output in a form that Gemini accepts:
 * Google's {@code Schema}, or JSON Schema for what only JSON Schema can express.
 */
public final class SchemaEncoder {

	/**
	 * Maximum number of cached schemas. The tools of most applications rarely change; the
	 * limit protects the memory of applications that generate tools.
	 */
	private static final int MAX_ENTRIES = 256;

	private final Map<CacheKey, EncodedSchema> cache = new ConcurrentHashMap<>();

	private final WarnOnce warnings;

	/**
	 * Create an encoder with a cache of its own.
	 * @param warnings logs the schemas that are replaced and the keywords that are
	 * dropped
	 */
	public SchemaEncoder(WarnOnce warnings) {
		this.warnings = warnings;
	}

	/**
	 * Encode the parameters of a tool. If the schema cannot be sent, a warning is logged,
	 * and a schema that accepts any object is used instead.
	 * @param tool the name of the tool
	 * @param inputSchema the JSON Schema of its parameters; null, blank or {@code "null"}
	 * if it has none
	 * @param mode the form to use; null for {@link SchemaMode#AUTO}
	 * @param supportsReferences whether the model accepts JSON Schema with references
	 * @return the schema; {@link EncodedSchema#NONE} if the tool has no parameters
	 */
	public EncodedSchema encodeParameters(String tool, @Nullable String inputSchema, @Nullable SchemaMode mode,
			boolean supportsReferences) {
		if (inputSchema == null || !StringUtils.hasText(inputSchema) || inputSchema.trim().equals("null")) {
			return EncodedSchema.NONE;
		}
		CacheKey key = new CacheKey(tool, inputSchema, mode, supportsReferences);
		EncodedSchema cached = this.cache.get(key);
		return (cached != null) ? cached : cache(key, parameters(key, tool));
	}

	/**
	 * Encode the schema of structured output.
	 * @param schema a JSON Schema
	 * @param mode the form to use; null for {@link SchemaMode#AUTO}
	 * @param supportsReferences whether the model accepts JSON Schema with references
	 * @return the schema
	 * @throws IllegalArgumentException if the text is not a JSON Schema
	 */
	public EncodedSchema encodeOutput(String schema, @Nullable SchemaMode mode, boolean supportsReferences) {
		CacheKey key = new CacheKey(null, schema, mode, supportsReferences);
		EncodedSchema cached = this.cache.get(key);
		return (cached != null) ? cached : cache(key, output(key));
	}

	/**
	 * Return whether an encoded schema can declare a string that contains JSON where the
	 * original schema declares an object.
	 * @param mode the form to use; null for {@link SchemaMode#AUTO}
	 * @param supportsReferences whether the model accepts JSON Schema with references
	 * @return false if {@link EncodedSchema#embeddedJson()} is always empty
	 */
	public static boolean embedsJson(@Nullable SchemaMode mode, boolean supportsReferences) {
		return mode == SchemaMode.SCHEMA || (mode != SchemaMode.JSON_SCHEMA && !supportsReferences);
	}

	/**
	 * Parse the parameters of a tool without changing them for Gemini. If the schema
	 * cannot be parsed, a warning is logged, and a schema that accepts any object is
	 * returned.
	 * @param tool the name of the tool
	 * @param inputSchema the JSON Schema of its parameters
	 * @return the schema, with the type {@code object} unless it specifies a type
	 */
	public Map<String, Object> parseParameters(String tool, String inputSchema) {
		try {
			return JsonSchema.parse(inputSchema).asParameters().root();
		}
		catch (IllegalArgumentException ex) {
			warnAboutReplacement(tool, ex);
			return ResolvedSchema.OBJECT.keywords();
		}
	}

	/**
	 * Parse the schema of structured output without changing it for Gemini.
	 * @param schema a JSON Schema
	 * @return the schema
	 * @throws IllegalArgumentException if the text is not a JSON Schema
	 */
	public Map<String, Object> parseOutput(String schema) {
		try {
			return JsonSchema.parse(schema).root();
		}
		catch (IllegalArgumentException ex) {
			throw invalidOutput(ex);
		}
	}

	private EncodedSchema cache(CacheKey key, EncodedSchema result) {
		if (this.cache.size() < MAX_ENTRIES) {
			this.cache.put(key, result);
		}
		return result;
	}

	private EncodedSchema parameters(CacheKey key, String tool) {
		try {
			return ToolParameters.of(encode(key, JsonSchema.parse(key.text()).asParameters()));
		}
		catch (IllegalArgumentException ex) {
			warnAboutReplacement(tool, ex);
			return EncodedSchema.of(TypedSchema.object(ResolvedSchema.OBJECT, Map.of()));
		}
	}

	private void warnAboutReplacement(String tool, IllegalArgumentException reason) {
		this.warnings.warn("schema", tool,
				"The input schema of tool '%s' cannot be sent: %s. A schema that accepts any object is sent instead"
					.formatted(tool, reason.getMessage()));
	}

	private EncodedSchema output(CacheKey key) {
		try {
			return encode(key, JsonSchema.parse(key.text()));
		}
		catch (IllegalArgumentException ex) {
			throw invalidOutput(ex);
		}
	}

	private static IllegalArgumentException invalidOutput(IllegalArgumentException reason) {
		return new IllegalArgumentException("Option 'outputSchema' cannot be sent: " + reason.getMessage(), reason);
	}

	private EncodedSchema encode(CacheKey key, JsonSchema schema) {
		if (key.mode() == SchemaMode.JSON_SCHEMA) {
			return EncodedSchema.ofJsonSchema(new JsonSchemaNormalizer(schema).normalize());
		}
		SchemaTranslator translator = new SchemaTranslator(schema, key.tool() != null);
		Schema translated = translator.translate();
		if (translator.requiresJsonSchema() && !embedsJson(key.mode(), key.supportsReferences())) {
			return EncodedSchema.ofJsonSchema(new JsonSchemaNormalizer(schema).normalize());
		}
		if (!translator.dropped().isEmpty()) {
			this.warnings.debug("schema", key.name(),
					"Schema keywords not supported by Gemini were dropped from the schema of '%s': %s"
						.formatted(key.name(), String.join("; ", translator.dropped())));
		}
		return new EncodedSchema(translated, null, translator.embeddedJson());
	}

	/**
	 * A schema in one of the two forms that the gateway accepts. At least one of
	 * {@code schema} and {@code jsonSchema} is null.
	 *
	 * @param schema Google's {@code Schema}, or null
	 * @param jsonSchema a JSON Schema, or null
	 * @param embeddedJson where {@code schema} declares a string that contains JSON,
	 * instead of an object
	 */
	public record EncodedSchema(@Nullable Schema schema, @Nullable Map<String, Object> jsonSchema,
			EmbeddedJson embeddedJson) {

		/** No schema at all. */
		public static final EncodedSchema NONE = new EncodedSchema(null, null, EmbeddedJson.NONE);

		static EncodedSchema of(Schema schema) {
			return new EncodedSchema(schema, null, EmbeddedJson.NONE);
		}

		static EncodedSchema ofJsonSchema(Map<String, Object> jsonSchema) {
			return new EncodedSchema(null, jsonSchema, EmbeddedJson.NONE);
		}

	}

	/** The key of a cached schema. The tool is null for structured output. */
	private record CacheKey(@Nullable String tool, String text, @Nullable SchemaMode mode, boolean supportsReferences) {

		String name() {
			return (this.tool != null) ? this.tool : "outputSchema";
		}

	}

}
