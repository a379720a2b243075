package net.qhaigc.springai.gemini.codec;

import java.util.Map;

import net.qhaigc.springai.gemini.codec.schema.EmbeddedJson;

/**
 * Where a response contains JSON objects in strings, since the request could not declare
 * them as objects.
 *
 * @param byTool the places in the arguments of tools, by the tool's own name
 * @param output the places in structured output
 */
public record EmbeddedObjects(Map<String, EmbeddedJson> byTool, EmbeddedJson output) {

	/** No objects in strings. */
	public static final EmbeddedObjects NONE = new EmbeddedObjects(Map.of(), EmbeddedJson.NONE);

}
