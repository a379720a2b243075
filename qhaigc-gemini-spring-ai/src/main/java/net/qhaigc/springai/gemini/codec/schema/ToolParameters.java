package net.qhaigc.springai.gemini.codec.schema;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.codec.schema.SchemaEncoder.EncodedSchema;
import net.qhaigc.springai.gemini.wire.Schema;

/**
 * Prepares the schema of a tool's parameters for a function declaration, which requires
 * that Google's {@code Schema} describes one object.
 */
final class ToolParameters {

	private ToolParameters() {
	}

	/**
	 * Return the schema for a function declaration. Alternatives in Google's
	 * {@code Schema} are merged into one object. A JSON Schema is not changed.
	 * @return the schema; {@link EncodedSchema#NONE} if the parameters have no properties
	 * @throws IllegalArgumentException if the parameters are not an object
	 */
	static EncodedSchema of(EncodedSchema encoded) {
		return (encoded.schema() != null) ? of(encoded.schema(), encoded.embeddedJson())
				: of(JsonSchema.schema(encoded.jsonSchema()));
	}

	private static EncodedSchema of(Schema schema, EmbeddedJson embeddedJson) {
		Schema object = (schema.anyOf() != null) ? merge(schema.anyOf()) : schema;
		if (!"OBJECT".equals(object.type())) {
			throw notAnObject();
		}
		return (object.properties() != null) ? new EncodedSchema(object, null, embeddedJson) : EncodedSchema.NONE;
	}

	private static EncodedSchema of(Map<String, Object> jsonSchema) {
		boolean combined = Stream.of("anyOf", "oneOf", "allOf").anyMatch(jsonSchema::containsKey);
		if (!combined && !new ResolvedSchema(jsonSchema).types().equals(List.of("OBJECT"))) {
			throw notAnObject();
		}
		boolean empty = !combined && JsonSchema.schema(jsonSchema.get("properties")).isEmpty();
		return empty ? EncodedSchema.NONE : EncodedSchema.ofJsonSchema(jsonSchema);
	}

	private static IllegalArgumentException notAnObject() {
		return new IllegalArgumentException("the parameters of a tool must be an object");
	}

	/**
	 * Merge alternatives into one object with the properties of all alternatives. A
	 * property is required only if all alternatives require it.
	 */
	private static Schema merge(List<Schema> alternatives) {
		Map<String, Schema> properties = new LinkedHashMap<>();
		Set<String> required = null;
		for (Schema alternative : alternatives) {
			Map<String, Schema> alternativeProperties = (alternative.properties() != null) ? alternative.properties()
					: Map.of();
			alternativeProperties.forEach((name, property) -> properties.merge(name, property, ToolParameters::either));
			List<String> alternativeRequired = (alternative.required() != null) ? alternative.required() : List.of();
			Set<String> requiredByAll = new LinkedHashSet<>(alternativeRequired);
			if (required != null) {
				requiredByAll.retainAll(required);
			}
			required = requiredByAll;
		}
		boolean areObjects = alternatives.stream().allMatch((schema) -> "OBJECT".equals(schema.type()));
		return Schema.builder()
			.type(areObjects ? "OBJECT" : null)
			.description(commonDescription(alternatives))
			.properties(properties)
			.required((required == null || required.isEmpty()) ? null : List.copyOf(required))
			.propertyOrdering(List.copyOf(properties.keySet()))
			.build();
	}

	private static @Nullable String commonDescription(List<Schema> alternatives) {
		String description = alternatives.get(0).description();
		boolean isCommon = alternatives.stream()
			.allMatch((schema) -> Objects.equals(schema.description(), description));
		return isCommon ? description : null;
	}

	private static Schema either(Schema first, Schema second) {
		if (first.equals(second)) {
			return first;
		}
		if (first.enumeration() != null && second.enumeration() != null
				&& Objects.equals(first.type(), second.type())) {
			List<String> values = Stream.of(first.enumeration(), second.enumeration())
				.flatMap(List::stream)
				.distinct()
				.toList();
			return Schema.builder().type(first.type()).description(first.description()).enumeration(values).build();
		}
		return SchemaTranslator.anyOf(Stream.of(first, second));
	}

}
