package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads a part. The first known field that is not null decides its kind; whatever else
 * stands in it is kept.
 */
final class PartReader {

	private static final Set<String> DATA_FIELDS = Set.of("text", "inlineData", "fileData", "functionCall",
			"functionResponse", "executableCode", "codeExecutionResult", "toolCall", "toolResponse");

	private PartReader() {
	}

	/** Reads the part that the parser stands on. */
	static Part read(JsonParser json, JsonBytes source) {
		if (!json.isExpectedStartObjectToken()) {
			throw new StreamReadException(json, "A part is to be a JSON object");
		}
		Part data = null;
		Boolean thought = null;
		String signature = null;
		Map<String, Object> extra = Map.of();
		for (String wireName = json.nextName(); wireName != null; wireName = json.nextName()) {
			if (json.nextToken() == JsonToken.VALUE_NULL) {
				continue;
			}
			String name = JsonValueReader.camelCase(wireName);
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
				extra = JsonValueReader.with(extra, name, JsonValueReader.readCamelCase(json));
			}
		}
		Map<String, Object> inner = (data != null) ? data.attributes().inner() : Map.of();
		if (data != null && thought == null && signature == null && extra.isEmpty()) {
			return data;
		}
		PartAttributes attributes = new PartAttributes(thought, signature, extra, inner);
		return (data != null) ? data.withAttributes(attributes) : new Part.Unknown(attributes);
	}

	/** Reads an array of parts. */
	static List<Part> readAll(JsonParser json, JsonBytes source) {
		List<Part> parts = List.of();
		for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
			if (token == JsonToken.START_OBJECT) {
				parts = JsonValueReader.with(parts, read(json, source));
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
