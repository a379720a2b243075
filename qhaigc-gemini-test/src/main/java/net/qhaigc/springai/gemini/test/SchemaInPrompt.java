package net.qhaigc.springai.gemini.test;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema that an output converter of Spring AI has added to the text of a prompt.
 *
 * @param text the text before the format instructions or, if there are none, before the
 * schema
 * @param schema the schema
 */
record SchemaInPrompt(String text, JsonNode schema) {

	private static final Pattern CODE_FENCE = Pattern.compile("```(?:json)?\\s*(\\{.*})\\s*```", Pattern.DOTALL);

	private static final String INSTRUCTIONS = "Your response should be in JSON format";

	/**
	 * For an output that is a map, Spring AI's instructions contain the name of this
	 * class instead of a schema.
	 */
	private static final String MAP_CLASS = "java.util.HashMap";

	private static final JsonNode MAP_SCHEMA = Json
		.object("{\"type\": \"object\", \"properties\": {\"value\": {\"type\": \"string\"}}}");

	/** Keywords, each of which distinguishes a schema from other JSON objects. */
	private static final Set<String> KEYWORDS = Set.of("properties", "items", "enum", "$ref", "anyOf",
			"additionalProperties");

	/**
	 * Find a schema in a text.
	 * @param prompt the text
	 * @return the schema, or null if there is none
	 */
	static @Nullable SchemaInPrompt find(String prompt) {
		Matcher fence = CODE_FENCE.matcher(prompt);
		int instructionsStart = prompt.indexOf(INSTRUCTIONS);
		boolean hasInstructions = instructionsStart >= 0;
		if (!fence.find()) {
			return (hasInstructions && prompt.contains(MAP_CLASS))
					? new SchemaInPrompt(prompt.substring(0, instructionsStart).strip(), MAP_SCHEMA) : null;
		}
		try {
			JsonNode schema = Json.read(fence.group(1));
			String text = prompt.substring(0, hasInstructions ? instructionsStart : fence.start()).strip();
			return KEYWORDS.stream().anyMatch(schema::has) || (hasInstructions && schema.has("type"))
					? new SchemaInPrompt(text, schema) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
