package net.qhaigc.springai.gemini.test;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema in the text of a prompt, where the output converters of Spring AI put it.
 *
 * @param text the text before the format instructions
 * @param schema the schema
 */
record SchemaInPrompt(String text, JsonNode schema) {

	private static final Pattern FENCE = Pattern.compile("```(?:json)?\\s*(\\{.*})\\s*```", Pattern.DOTALL);

	private static final String INSTRUCTIONS = "Your response should be in JSON format";

	/**
	 * Find a schema in a text.
	 * @param prompt the text
	 * @return the schema, or null if there is none
	 */
	static @Nullable SchemaInPrompt find(String prompt) {
		Matcher fence = FENCE.matcher(prompt);
		if (!fence.find()) {
			return null;
		}
		try {
			JsonNode schema = Json.read(fence.group(1));
			int end = prompt.indexOf(INSTRUCTIONS);
			String text = prompt.substring(0, (end >= 0) ? end : fence.start()).strip();
			return schema.has("properties") || schema.has("items") ? new SchemaInPrompt(text, schema) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
