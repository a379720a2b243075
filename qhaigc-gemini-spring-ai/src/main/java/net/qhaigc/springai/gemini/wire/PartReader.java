package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads the parts that a JSON object describes. Each data field of the object becomes a
 * part, unless the value of the field is null, or is empty and the object has other data.
 * All fields that are not data fields are kept as attributes.
 */
final class PartReader {

	private static final Set<String> DATA_FIELDS = Set.of("text", "inlineData", "fileData", "functionCall",
			"functionResponse", "executableCode", "codeExecutionResult", "toolCall", "toolResponse");

	/**
	 * Attributes whose values are protocol buffer messages, so the fields of the values
	 * can have snake_case names. The values of all other attributes are free-form JSON.
	 */
	private static final Set<String> MESSAGE_ATTRIBUTES = Set.of("videoMetadata", "mediaResolution");

	private static final Part EMPTY_PART = new Part.Unknown(PartAttributes.NONE);

	private PartReader() {
	}

	/**
	 * Return the part that the current object describes. If the object has the data of
	 * several parts, return the first part.
	 */
	static Part read(JsonParser json, JsonBytes source) {
		if (!json.isExpectedStartObjectToken()) {
			throw new StreamReadException(json, "A part must be a JSON object");
		}
		return addPart(List.of(), json, source).get(0);
	}

	/**
	 * Read the current value: an array of parts, or a single part. A string becomes a
	 * text part. Values other than objects and strings are skipped.
	 */
	static List<Part> readAll(JsonParser json, JsonBytes source) {
		if (!json.hasToken(JsonToken.START_ARRAY)) {
			List<Part> single = addValue(List.of(), json, source);
			return single.equals(List.of(EMPTY_PART)) ? List.of() : single;
		}
		List<Part> parts = List.of();
		while (json.nextToken() != JsonToken.END_ARRAY) {
			parts = addValue(parts, json, source);
		}
		return parts;
	}

	private static List<Part> addValue(List<Part> parts, JsonParser json, JsonBytes source) {
		if (json.hasToken(JsonToken.START_OBJECT)) {
			return addPart(parts, json, source);
		}
		if (json.hasToken(JsonToken.VALUE_STRING)) {
			return JsonValueReader.add(parts, new Part.Text(json.getString()));
		}
		json.skipChildren();
		return parts;
	}

	/**
	 * Add the part that the current object describes, or several parts if the object has
	 * several data fields.
	 */
	private static List<Part> addPart(List<Part> parts, JsonParser json, JsonBytes source) {
		Part data = null;
		List<Part> earlierData = List.of();
		Boolean thought = null;
		String signature = null;
		Map<String, Object> extra = Map.of();
		for (String field = json.nextName(); field != null; field = json.nextName()) {
			if (json.nextToken() == JsonToken.VALUE_NULL) {
				continue;
			}
			String name = JsonValueReader.camelCase(field);
			if (isData(json, name)) {
				earlierData = (data != null) ? JsonValueReader.add(earlierData, data) : earlierData;
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
				extra = JsonValueReader.put(extra, name, MESSAGE_ATTRIBUTES.contains(name)
						? JsonValueReader.readCamelCase(json) : JsonValueReader.read(json));
			}
		}
		if (thought == null && signature == null && extra.isEmpty() && data != null && earlierData.isEmpty()) {
			return JsonValueReader.add(parts, data);
		}
		PartAttributes attributes = new PartAttributes(thought, signature, JsonValueReader.unmodifiable(extra),
				Map.of());
		if (data == null) {
			return JsonValueReader.add(parts, new Part.Unknown(attributes));
		}
		return earlierData.isEmpty() ? JsonValueReader.add(parts, withAttributes(attributes, data))
				: addSeveral(parts, JsonValueReader.add(earlierData, data), attributes);
	}

	/**
	 * Add several parts that one object describes. Empty data is ignored if the object
	 * also has data that is not empty. The attributes of the object become those of the
	 * function call, whose signature Gemini requires, or of the first part if there is no
	 * function call.
	 */
	private static List<Part> addSeveral(List<Part> parts, List<Part> data, PartAttributes attributes) {
		List<Part> nonEmpty = data.stream().filter((part) -> !isEmpty(part)).toList();
		if (nonEmpty.isEmpty()) {
			nonEmpty = List.of(data.get(data.size() - 1));
		}
		Part owner = nonEmpty.stream().filter(Part.FunctionCall.class::isInstance).findFirst().orElse(nonEmpty.get(0));
		PartAttributes attributesOfOthers = Boolean.TRUE.equals(attributes.thought()) ? PartAttributes.THOUGHT
				: PartAttributes.NONE;
		List<Part> all = parts;
		for (Part part : nonEmpty) {
			all = JsonValueReader.add(all, withAttributes((part == owner) ? attributes : attributesOfOthers, part));
		}
		return all;
	}

	/** A signature next to the data object takes precedence over one inside it. */
	private static Part withAttributes(PartAttributes attributes, Part data) {
		PartAttributes inside = data.attributes();
		String signature = (attributes.thoughtSignature() != null) ? attributes.thoughtSignature()
				: inside.thoughtSignature();
		return data
			.withAttributes(new PartAttributes(attributes.thought(), signature, attributes.extra(), inside.inner()));
	}

	private static boolean isEmpty(Part part) {
		if (part instanceof Part.Text text) {
			return text.text().isEmpty();
		}
		if (!part.attributes().inner().isEmpty() || part.thoughtSignature() != null) {
			return false;
		}
		if (part instanceof Part.InlineData data) {
			return data.data().length == 0 && isBlank(data.mimeType());
		}
		if (part instanceof Part.FileData data) {
			return isBlank(data.fileUri());
		}
		if (part instanceof Part.FunctionCall call) {
			return isBlank(call.name()) && (call.args() == null || call.args().isEmpty())
					&& (isBlank(call.argsText()) || "null".equals(call.argsText())) && call.partialArgs() == null
					&& call.willContinue() == null;
		}
		if (part instanceof Part.FunctionResponse response) {
			return isBlank(response.name()) && response.response() == null;
		}
		if (part instanceof Part.ExecutableCode code) {
			return isBlank(code.code());
		}
		if (part instanceof Part.CodeExecutionResult result) {
			return isBlank(result.output())
					&& (isBlank(result.outcome()) || "OUTCOME_UNSPECIFIED".equals(result.outcome()));
		}
		return part.equals(new Part.ServerToolCall(null, null, null, null, PartAttributes.NONE))
				|| part.equals(new Part.ServerToolResponse(null, null, null, PartAttributes.NONE));
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

	private static boolean isData(JsonParser json, String name) {
		return DATA_FIELDS.contains(name)
				&& (name.equals("text") ? json.currentToken().isScalarValue() : json.hasToken(JsonToken.START_OBJECT));
	}

}
