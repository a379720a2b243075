package net.qhaigc.springai.gemini.entity;

import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.util.json.schema.JsonSchemaGenerator;

/**
 * A type with its JSON Schema.
 *
 * @param <T> the type
 */
final class EntityType<T> {

	private final JavaType type;

	private final JsonNode schema;

	private final @Nullable Schema validator;

	private final JsonMapper mapper;

	EntityType(Type type, JsonMapper mapper, boolean validate) {
		this.type = mapper.constructType(type);
		this.mapper = mapper;
		this.schema = mapper.readTree(JsonSchemaGenerator.generateForType(type));
		this.validator = validate
				? SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(this.schema) : null;
	}

	JsonNode schema() {
		return this.schema;
	}

	JavaType javaType() {
		return this.type;
	}

	/**
	 * Convert JSON of a response.
	 * @throws EntityResponseException if the JSON does not conform to the schema, or
	 * cannot be converted
	 */
	T convert(JsonNode json, ReceivedResponse response) {
		List<Error> errors = (this.validator != null) ? this.validator.validate(json) : List.of();
		if (!errors.isEmpty()) {
			throw response.failure("The response does not conform to the JSON Schema of %s: %s.".formatted(name(),
					errors.stream().map(EntityType::describe).collect(Collectors.joining("; "))), null);
		}
		try {
			return this.mapper.treeToValue(json, this.type);
		}
		catch (JacksonException ex) {
			throw notConvertible(ex, response);
		}
	}

	/**
	 * The text of an error starts with the location and a colon. The location of the
	 * complete value is empty, so the colon is removed.
	 */
	private static String describe(Error error) {
		return error.toString().replaceFirst("^: ", "");
	}

	EntityResponseException notConvertible(JacksonException cause, ReceivedResponse response) {
		return response.failure(
				"The response cannot be converted to %s: %s.".formatted(name(), cause.getOriginalMessage()), cause);
	}

	private String name() {
		return this.type.getRawClass().getSimpleName();
	}

}
