package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.qhaigc.springai.gemini.codec.schema.EmbeddedJson;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * The locations at which a response contains JSON objects in strings, because the request
 * had to declare the objects as strings.
 *
 * @param byTool the locations in the arguments of tools, keyed by the original name of
 * the tool
 * @param output the locations in structured output
 */
public record EmbeddedJsonLocations(Map<String, EmbeddedJson> byTool, EmbeddedJson output) {

	/** No objects in strings. */
	public static final EmbeddedJsonLocations NONE = new EmbeddedJsonLocations(Map.of(), EmbeddedJson.NONE);

	/**
	 * Parse the strings in structured output that contain JSON objects, so that the
	 * output contains the objects instead. The first part of the output then contains the
	 * complete new text, and the other parts of the output are empty.
	 * @param parts the parts of a response
	 * @return the parts with the objects; the same instance if nothing was replaced
	 */
	List<Part> parse(List<Part> parts) {
		if (this.output.isEmpty()) {
			return parts;
		}
		StringBuilder text = new StringBuilder();
		parts.stream()
			.filter(EmbeddedJsonLocations::isOutput)
			.forEach((part) -> text.append(((Part.Text) part).text()));
		String newText = this.output.parseText(text.toString());
		if (newText.contentEquals(text)) {
			return parts;
		}
		List<Part> parsed = new ArrayList<>(parts.size());
		for (Part part : parts) {
			parsed.add(isOutput(part) ? new Part.Text(newText, part.attributes()) : part);
			newText = isOutput(part) ? "" : newText;
		}
		return parsed;
	}

	private static boolean isOutput(Part part) {
		return part instanceof Part.Text && !part.isThought();
	}

}
