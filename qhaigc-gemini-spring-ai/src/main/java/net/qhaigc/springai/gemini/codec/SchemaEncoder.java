package net.qhaigc.springai.gemini.codec;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.wire.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The schemas of tools and of structured output to what Gemini takes: Google's own
 * {@code Schema}, or JSON Schema where that alone can say it.
 */
final class SchemaEncoder {

	private static final Encoded NOTHING = new Encoded(null, null);

	private static final Encoded ANY_OBJECT = new Encoded(TypedSchema.object(ResolvedSchema.OBJECT, Map.of()), null);

	/**
	 * An application has its tools for good; one that makes up new ones is not cached.
	 */
	private static final int MAX_ENTRIES = 256;

	private final Map<Source, Encoded> encoded = new ConcurrentHashMap<>();

	private final WarnOnce notices;

	SchemaEncoder(WarnOnce notices) {
		this.notices = notices;
	}

	/**
	 * Encodes a tool's parameters. Where that cannot be done the tool takes any object,
	 * and a warning names it.
	 * @return nothing at all if the tool has no parameters
	 */
	Encoded encodeParameters(String tool, @Nullable String inputSchema, @Nullable SchemaMode mode, ModelId model) {
		if (inputSchema == null || !StringUtils.hasText(inputSchema) || inputSchema.trim().equals("null")) {
			return NOTHING;
		}
		Source source = new Source(tool, inputSchema, mode, model.isGemini25OrNewer());
		Encoded known = this.encoded.get(source);
		return (known != null) ? known : remember(source, parameters(source));
	}

	/**
	 * Encodes the schema of structured output.
	 * @throws IllegalArgumentException if it is no JSON Schema
	 */
	Encoded encodeOutput(String schema, @Nullable SchemaMode mode, ModelId model) {
		Source source = new Source("outputSchema", schema, mode, model.isGemini25OrNewer());
		Encoded known = this.encoded.get(source);
		return (known != null) ? known : remember(source, output(source));
	}

	private Encoded remember(Source source, Encoded result) {
		if (this.encoded.size() < MAX_ENTRIES) {
			this.encoded.put(source, result);
		}
		return result;
	}

	private Encoded parameters(Source source) {
		try {
			Encoded whole = encode(source, JsonSchema.parse(source.text()).ofParameters());
			return (whole.schema() != null) ? parameters(whole.schema()) : parameters(whole.jsonSchema());
		}
		catch (IllegalArgumentException ex) {
			this.notices.warn("schema", source.name(),
					"The input schema of tool '%s' cannot be sent, so the model is told that it takes any object: %s"
						.formatted(source.name(), ex.getMessage()));
			return ANY_OBJECT;
		}
	}

	private Encoded output(Source source) {
		try {
			return encode(source, JsonSchema.parse(source.text()));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Option 'outputSchema' cannot be sent: " + ex.getMessage(), ex);
		}
	}

	private Encoded encode(Source source, JsonSchema schema) {
		if (source.mode() == SchemaMode.JSON_SCHEMA) {
			return new Encoded(null, new JsonSchemaNormalizer(schema).clean());
		}
		SchemaTranslation translation = new SchemaTranslation(schema);
		Schema translated = translation.translate();
		if (translation.isRecursive() && source.mode() != SchemaMode.SCHEMA && source.knowsReferences()) {
			return new Encoded(null, new JsonSchemaNormalizer(schema).clean());
		}
		if (!translation.dropped().isEmpty()) {
			this.notices.debug("schema", source.name(), "Of the schema '%s' Gemini is not told: %s"
				.formatted(source.name(), String.join("; ", translation.dropped())));
		}
		return new Encoded(translated, null);
	}

	private static Encoded parameters(Schema schema) {
		Schema object = (schema.anyOf() != null) ? anyOneOf(schema.anyOf(), schema.description()) : schema;
		if (!"OBJECT".equals(object.type())) {
			throw new IllegalArgumentException("parameters have to be an object");
		}
		return (object.properties() != null) ? new Encoded(object, null) : NOTHING;
	}

	private static Encoded parameters(@Nullable Object jsonSchema) {
		Map<String, Object> schema = JsonSchema.schema(jsonSchema);
		boolean combined = Stream.of("anyOf", "oneOf", "allOf").anyMatch(schema::containsKey);
		if (!combined && !new ResolvedSchema(schema).types().equals(List.of("OBJECT"))) {
			throw new IllegalArgumentException("parameters have to be an object");
		}
		boolean empty = !combined && JsonSchema.schema(schema.get("properties")).isEmpty();
		return empty ? NOTHING : new Encoded(null, schema);
	}

	/** Parameters have to be one object, so this one has what any of them has. */
	private static Schema anyOneOf(List<Schema> schemas, @Nullable String description) {
		Map<String, Schema> properties = new LinkedHashMap<>();
		Set<String> required = null;
		for (Schema schema : schemas) {
			Map<String, Schema> some = (schema.properties() != null) ? schema.properties() : Map.of();
			some.forEach((name, property) -> properties.merge(name, property, SchemaEncoder::either));
			Set<String> needed = new LinkedHashSet<>((schema.required() != null) ? schema.required() : List.of());
			if (required != null) {
				needed.retainAll(required);
			}
			required = needed;
		}
		boolean objects = schemas.stream().allMatch((schema) -> "OBJECT".equals(schema.type()));
		return new Schema(objects ? "OBJECT" : null, null, null, description, null, null, null, null, null, properties,
				(required == null || required.isEmpty()) ? null : List.copyOf(required),
				List.copyOf(properties.keySet()), null, null, null, null, null, null, null, null, null, null);
	}

	private static Schema either(Schema one, Schema other) {
		if (one.equals(other)) {
			return one;
		}
		if (one.enumeration() != null && other.enumeration() != null && Objects.equals(one.type(), other.type())) {
			List<String> values = Stream.of(one.enumeration(), other.enumeration())
				.flatMap(List::stream)
				.distinct()
				.toList();
			return new Schema(one.type(), null, null, one.description(), null, values, null, null, null, null, null,
					null, null, null, null, null, null, null, null, null, null, null);
		}
		return new Schema(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
				null, null, null, null, List.of(one, other), null, null);
	}

	/**
	 * A schema in the gateway's form: at most one of the two.
	 *
	 * @param schema Google's {@code Schema}
	 * @param jsonSchema JSON Schema
	 */
	record Encoded(@Nullable Schema schema, @Nullable Object jsonSchema) {

	}

	private record Source(String name, String text, @Nullable SchemaMode mode, boolean knowsReferences) {

	}

}
