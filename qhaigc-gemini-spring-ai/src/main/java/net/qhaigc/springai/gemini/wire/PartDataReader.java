package net.qhaigc.springai.gemini.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the object that contains the data of a part. Unknown fields are kept as
 * attributes.
 */
final class PartDataReader {

	private final JsonParser json;

	private final JsonBytes source;

	/** Whether the parser is already at the token after the value that was read last. */
	private boolean isAhead;

	private final Map<String, Object> fields = new LinkedHashMap<>();

	PartDataReader(JsonParser json, JsonBytes source) {
		this.json = json;
		this.source = source;
	}

	/** Read the object that is the value of a data field. */
	Part read(String field) {
		return switch (field) {
			case "inlineData" -> inlineData();
			case "fileData" -> fileData();
			case "functionCall" -> functionCall();
			case "functionResponse" -> functionResponse();
			case "executableCode" -> executableCode();
			case "codeExecutionResult" -> codeExecutionResult();
			case "toolCall" -> toolCall();
			case "toolResponse" -> toolResponse();
			default -> throw new IllegalArgumentException("'%s' is not a data field of a part".formatted(field));
		};
	}

	private Part inlineData() {
		byte[] data = {};
		for (String name = nextName(); name != null; name = nextName()) {
			if (name.equals("data") && this.json.hasToken(JsonToken.VALUE_STRING)) {
				data = decodeBase64();
			}
			else {
				keepField(name);
			}
		}
		return new Part.InlineData(removeText("mimeType"), data, removeText("displayName"), remainingAttributes());
	}

	private Part fileData() {
		readFields();
		return new Part.FileData(removeText("fileUri"), removeText("mimeType"), removeText("displayName"),
				remainingAttributes());
	}

	private Part functionCall() {
		Map<String, Object> args = null;
		String argsText = null;
		List<Part.PartialArg> partialArgs = null;
		for (String name = nextName(); name != null; name = nextName()) {
			if (name.equals("args") && this.json.hasToken(JsonToken.START_OBJECT)) {
				args = JsonValueReader.readObject(this.json);
			}
			else if ((name.equals("args") || name.equals("arguments")) && this.json.hasToken(JsonToken.VALUE_STRING)) {
				argsText = this.json.getString();
			}
			else if (name.equals("args")) {
				// Neither an object nor a string: a fragment of the arguments' text that
				// the gateway has parsed as JSON, or the empty array that PHP writes for
				// an empty object.
				args = this.json.hasToken(JsonToken.VALUE_NULL) ? null : Map.of();
				argsText = (argsText != null) ? argsText : WireJson.write(JsonValueReader.read(this.json));
			}
			else if (name.equals("partialArgs") && this.json.hasToken(JsonToken.START_ARRAY)) {
				partialArgs = partialArgs();
			}
			else {
				keepField(name);
			}
		}
		if (args != null && args.size() == 1 && args.get("arguments") instanceof String nested) {
			argsText = nested;
		}
		else if (args != null && !args.isEmpty()) {
			argsText = null;
		}
		Boolean willContinue = (this.fields.remove("willContinue") instanceof Boolean flag) ? flag : null;
		return new Part.FunctionCall(removeText("id"), removeText("name"), args, argsText, partialArgs, willContinue,
				remainingAttributes());
	}

	private List<Part.PartialArg> partialArgs() {
		List<Part.PartialArg> partialArgs = List.of();
		while (this.json.nextToken() != JsonToken.END_ARRAY) {
			Map<String, Object> fields = JsonValueReader.readCamelCaseObject(this.json);
			if (fields != null && fields.get("jsonPath") instanceof String path) {
				boolean willContinue = Boolean.TRUE.equals(fields.get("willContinue"));
				Object value = value(fields);
				boolean hasValue = value != null || fields.containsKey("nullValue");
				partialArgs = JsonValueReader.add(partialArgs,
						new Part.PartialArg(path, value, hasValue, willContinue));
			}
		}
		return partialArgs;
	}

	private static @Nullable Object value(Map<String, Object> fields) {
		for (String field : List.of("stringValue", "numberValue", "boolValue")) {
			Object value = fields.get(field);
			if (value instanceof String || value instanceof Number || value instanceof Boolean) {
				return value;
			}
		}
		return null;
	}

	private Part functionResponse() {
		Map<String, Object> response = null;
		List<Part> parts = null;
		for (String name = nextName(); name != null; name = nextName()) {
			if (name.equals("response") && this.json.hasToken(JsonToken.START_OBJECT)) {
				response = JsonValueReader.readObject(this.json);
			}
			else if (name.equals("parts") && this.json.hasToken(JsonToken.START_ARRAY)) {
				parts = PartReader.readAll(this.json, this.source);
			}
			else {
				keepField(name);
			}
		}
		return new Part.FunctionResponse(removeText("id"), removeText("name"), response, parts, remainingAttributes());
	}

	private Part executableCode() {
		readFields();
		return new Part.ExecutableCode(removeEnumValue("language", EnumReader.LANGUAGE), removeText("code"),
				removeText("id"), remainingAttributes());
	}

	private Part codeExecutionResult() {
		readFields();
		return new Part.CodeExecutionResult(removeEnumValue("outcome", EnumReader.OUTCOME), removeText("output"),
				removeText("id"), remainingAttributes());
	}

	private Part toolCall() {
		Map<String, Object> args = readFieldsAndObject("args");
		return new Part.ServerToolCall(removeText("toolType"), removeText("toolName"), args, removeText("id"),
				remainingAttributes());
	}

	private Part toolResponse() {
		Map<String, Object> response = readFieldsAndObject("response");
		return new Part.ServerToolResponse(removeText("toolType"), response, removeText("id"), remainingAttributes());
	}

	private @Nullable Map<String, Object> readFieldsAndObject(String field) {
		Map<String, Object> object = null;
		for (String name = nextName(); name != null; name = nextName()) {
			if (name.equals(field) && this.json.hasToken(JsonToken.START_OBJECT)) {
				object = JsonValueReader.readObject(this.json);
			}
			else {
				keepField(name);
			}
		}
		return object;
	}

	/**
	 * Advance to the value of the next field and return the name of the field; null at
	 * the end of the object.
	 */
	private @Nullable String nextName() {
		JsonToken token = this.isAhead ? this.json.currentToken() : this.json.nextToken();
		this.isAhead = false;
		if (token != JsonToken.PROPERTY_NAME) {
			return null;
		}
		String name = JsonValueReader.camelCase(this.json.currentName());
		this.json.nextToken();
		return name;
	}

	private void readFields() {
		for (String name = nextName(); name != null; name = nextName()) {
			keepField(name);
		}
	}

	private void keepField(String name) {
		if (!this.json.hasToken(JsonToken.VALUE_NULL)) {
			Object value = JsonValueReader.read(this.json);
			if (value != null) {
				this.fields.put(name, value);
			}
		}
	}

	private @Nullable String removeText(String name) {
		return (this.fields.get(name) instanceof String && this.fields.remove(name) instanceof String text) ? text
				: null;
	}

	private @Nullable String removeEnumValue(String name, EnumReader names) {
		return (this.fields.get(name) instanceof Number && this.fields.remove(name) instanceof Number number)
				? names.nameOf(number) : removeText(name);
	}

	/**
	 * Return the fields that have not been removed, and the signature of the part, which
	 * some gateways write inside the data object.
	 */
	private PartAttributes remainingAttributes() {
		String signature = removeText("thoughtSignature");
		return PartAttributes.ofData(signature, this.fields);
	}

	/**
	 * Decode the current string, or return an empty array if the string is not base64.
	 * The end of the string is known only after the parser has read the next token.
	 */
	private byte[] decodeBase64() {
		long start = this.json.currentTokenLocation().getByteOffset();
		try {
			if (start < 0) {
				return decodeLeniently(this.json.getString());
			}
			this.json.nextToken();
			this.isAhead = true;
			long next = this.json.currentTokenLocation().getByteOffset();
			byte[] data = this.source.decodeBase64(start, next);
			return (data != null) ? data : decodeLeniently(this.source.readString(start, next));
		}
		catch (IllegalArgumentException ex) {
			return new byte[0];
		}
	}

	private byte[] decodeLeniently(String text) {
		Base64Text base64 = Base64Text.of(text);
		if (base64.mimeType() != null) {
			this.fields.putIfAbsent("mimeType", base64.mimeType());
		}
		return base64.decode();
	}

}
