package net.qhaigc.springai.gemini.entity;

import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * How the JSON of a response can begin. The beginning distinguishes the JSON from
 * brackets in prose, such as those around the number of a citation.
 *
 * @param object whether the JSON can be an object
 * @param array whether the JSON can be an array
 * @param objectsOnly whether the elements of the array are objects
 */
record JsonShape(boolean object, boolean array, boolean objectsOnly) {

	/** A list of elements, or an object that contains the list. */
	static JsonShape ofElements(JsonNode elementSchema) {
		return new JsonShape(true, true, isObject(elementSchema));
	}

	static JsonShape of(JsonNode schema) {
		boolean array = schema.path("type").asString("").equals("array");
		return new JsonShape(!array, array, isObject(schema.path("items")));
	}

	private static boolean isObject(JsonNode schema) {
		return schema.path("type").asString("").equals("object");
	}

	boolean accepts(JsonToken first) {
		return (first == JsonToken.START_ARRAY) ? this.array : this.object;
	}

	/**
	 * Return whether JSON that begins with the first token can continue with the next
	 * token. Only opening brackets and braces can be between these two tokens.
	 */
	boolean accepts(JsonToken first, JsonToken next) {
		return first == JsonToken.START_OBJECT || !this.objectsOnly || next == JsonToken.START_OBJECT
				|| next == JsonToken.PROPERTY_NAME || next == JsonToken.END_OBJECT || next == JsonToken.END_ARRAY;
	}

}
