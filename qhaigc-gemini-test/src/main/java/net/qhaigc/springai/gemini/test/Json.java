package net.qhaigc.springai.gemini.test;

import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON for the stand-in gateway, independently of the application's
 * configuration of Jackson.
 */
final class Json {

	/** Does not limit the length of strings, since media can have any size. */
	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
		.build();

	private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).build();

	/** For scripted replies, whose numbers must not be rounded. */
	private static final JsonMapper EXACT_MAPPER = JsonMapper.builder(FACTORY)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private static final Pattern LONG_BASE64 = Pattern.compile("\"([A-Za-z0-9+/_-]{60})[A-Za-z0-9+/_-]{60,}={0,2}\"");

	private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {
	};

	private Json() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static ObjectNode object(String json) {
		try {
			if (readExact(json) instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The text is not JSON: " + ex.getOriginalMessage(), ex);
		}
		throw new IllegalArgumentException("The text is not a JSON object: " + json);
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

	static JsonNode value(@Nullable Object value) {
		return MAPPER.valueToTree(value);
	}

	/** Escape a text for use between the quotes of a JSON string. */
	static String escaped(String text) {
		String json = text(text).toString();
		return json.substring(1, json.length() - 1);
	}

	static Map<String, Object> map(JsonNode object) {
		return MAPPER.convertValue(object, MAP);
	}

	/**
	 * Parse JSON.
	 * @throws JacksonException if the text is not JSON
	 */
	static JsonNode read(String json) {
		return MAPPER.readTree(json);
	}

	/**
	 * Parse JSON without rounding its numbers.
	 * @throws JacksonException if the text is not JSON
	 */
	static JsonNode readExact(String json) {
		return EXACT_MAPPER.readTree(json);
	}

	static String pretty(JsonNode json) {
		return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
	}

	/**
	 * Format JSON for messages, with long Base64 strings truncated.
	 */
	static String readable(JsonNode json) {
		return truncateLongBase64(pretty(json));
	}

	/**
	 * Format JSON on one line for messages, with long Base64 strings truncated.
	 */
	static String brief(JsonNode json) {
		return truncateLongBase64(json.toString());
	}

	private static String truncateLongBase64(String json) {
		return LONG_BASE64.matcher(json).replaceAll("\"$1...\"");
	}

}
