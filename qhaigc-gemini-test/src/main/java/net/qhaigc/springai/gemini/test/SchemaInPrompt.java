package net.qhaigc.springai.gemini.test;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A schema that stands in the text of a prompt, as Spring AI's output converters put it
 * there.
 *
 * @param question the text before the instructions on the format
 * @param schema the schema
 */
record SchemaInPrompt(String question, JsonNode schema) {

	private static final Pattern FENCE = Pattern.compile("```(?:json)?\\s*(\\{.*})\\s*```", Pattern.DOTALL);

	private static final String INSTRUCTIONS = "Your response should be in JSON format";

	/**
	 * Looks for a schema in a text.
	 * @param text the text
	 * @return the schema, or null if there is none
	 */
	static @Nullable SchemaInPrompt find(String text) {
		Matcher fence = FENCE.matcher(text);
		if (!fence.find()) {
			return null;
		}
		try {
			JsonNode schema = Json.read(fence.group(1));
			int end = text.indexOf(INSTRUCTIONS);
			String question = text.substring(0, (end >= 0) ? end : fence.start()).strip();
			return schema.has("properties") || schema.has("items") ? new SchemaInPrompt(question, schema) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
