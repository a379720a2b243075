package net.qhaigc.springai.gemini.entity;

import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * How the JSON of a response can begin. The beginning distinguishes the JSON from
 * brackets in prose, such as those around the number of a citation.
 *
 * @param object whether the JSON can be an object
 * @param array whether the JSON can be an array
 * @param objectsOnly whether all elements of the array are objects
 */
record JsonShape(boolean object, boolean array, boolean objectsOnly) {

	/** Return the shape of a list of elements, or of an object that contains the list. */
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

	boolean acceptsFirst(JsonToken first) {
		return (first == JsonToken.START_ARRAY) ? this.array : this.object;
	}

	/**
	 * Return whether the JSON can continue with a token. Only opening brackets and braces
	 * can be between the first token and this token.
	 */
	boolean acceptsNext(JsonToken first, JsonToken token) {
		return first == JsonToken.START_OBJECT || !this.objectsOnly || token == JsonToken.START_OBJECT
				|| token == JsonToken.PROPERTY_NAME || token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
	}

}
