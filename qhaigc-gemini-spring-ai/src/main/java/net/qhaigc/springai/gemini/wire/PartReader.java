package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads a part. The first known data field that is not null determines its type; all
 * other fields are kept as attributes.
 */
final class PartReader {

	private static final Set<String> DATA_FIELDS = Set.of("text", "inlineData", "fileData", "functionCall",
			"functionResponse", "executableCode", "codeExecutionResult", "toolCall", "toolResponse");

	private PartReader() {
	}

	/** Read the current value. */
	static Part read(JsonParser json, JsonBytes source) {
		if (!json.isExpectedStartObjectToken()) {
			throw new StreamReadException(json, "A part must be a JSON object");
		}
		Part data = null;
		Boolean thought = null;
		String signature = null;
		Map<String, Object> extra = Map.of();
		for (String field = json.nextName(); field != null; field = json.nextName()) {
			if (json.nextToken() == JsonToken.VALUE_NULL) {
				continue;
			}
			String name = JsonValueReader.camelCase(field);
			if (data == null && isData(json, name)) {
				data = name.equals("text") ? new Part.Text(json.getString())
						: new PartDataReader(json, source).read(name);
			}
			else if (name.equals("thought") && json.currentToken().isBoolean()) {
				thought = json.getBooleanValue();
			}
			else if (name.equals("thoughtSignature") && json.hasToken(JsonToken.VALUE_STRING)) {
				signature = json.getString();
			}
			else {
				extra = JsonValueReader.put(extra, name, JsonValueReader.readCamelCase(json));
			}
		}
		Map<String, Object> inner = (data != null) ? data.attributes().inner() : Map.of();
		if (data != null && thought == null && signature == null && extra.isEmpty()) {
			return data;
		}
		PartAttributes attributes = new PartAttributes(thought, signature, JsonValueReader.unmodifiable(extra), inner);
		return (data != null) ? data.withAttributes(attributes) : new Part.Unknown(attributes);
	}

	/** Read the current array; elements that are not objects are skipped. */
	static List<Part> readAll(JsonParser json, JsonBytes source) {
		List<Part> parts = List.of();
		for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
			if (token == JsonToken.START_OBJECT) {
				parts = JsonValueReader.add(parts, read(json, source));
			}
			else {
				json.skipChildren();
			}
		}
		return parts;
	}

	private static boolean isData(JsonParser json, String name) {
		return DATA_FIELDS.contains(name)
				&& (name.equals("text") ? json.currentToken().isScalarValue() : json.hasToken(JsonToken.START_OBJECT));
	}

}
