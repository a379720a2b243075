package net.qhaigc.springai.gemini.test;

import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON mapper of the stand-in, whatever the application configures.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {
	};

	private Json() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static ObjectNode object(String json) {
		try {
			if (read(json) instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("Not JSON: " + ex.getOriginalMessage(), ex);
		}
		throw new IllegalArgumentException("A JSON object was expected, not " + json);
	}

	static ArrayNode array() {
		return MAPPER.createArrayNode();
	}

	static JsonNode text(String text) {
		return MAPPER.getNodeFactory().stringNode(text);
	}

	static JsonNode of(Map<String, ?> values) {
		return MAPPER.valueToTree(values);
	}

	static Map<String, Object> map(JsonNode object) {
		return MAPPER.convertValue(object, MAP);
	}

	static JsonNode read(String json) {
		return MAPPER.readTree(json);
	}

	static String pretty(JsonNode json) {
		return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
	}

}
