package net.qhaigc.springai.gemini.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.UTF8JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes a part in the format that {@link PartReader} reads, with one method for each
 * type of part.
 */
final class PartWriter extends ValueSerializer<Part> {

	/**
	 * The number of bytes of media that are encoded at a time: a multiple of three, so
	 * that only the end of the base64 can have padding.
	 */
	private static final int BASE64_SLICE = 3 * 8 * 1024;

	private static final int LONG_TEXT_LENGTH = 4000;

	private static final EncodedTextCache TEXT_CACHE = new EncodedTextCache();

	@Override
	public void serialize(Part part, JsonGenerator json, SerializationContext context) {
		write(part, json);
	}

	void write(Part part, JsonGenerator json) {
		json.writeStartObject();
		writeData(part, json);
		PartAttributes attributes = part.attributes();
		if (attributes.thought() != null) {
			json.writeBooleanProperty("thought", attributes.thought());
		}
		writeString(json, "thoughtSignature", attributes.thoughtSignature());
		attributes.extra().forEach(json::writePOJOProperty);
		json.writeEndObject();
	}

	/**
	 * Conditions are used instead of a map of method references, because the JVM would
	 * generate a class for each method reference.
	 */
	private static void writeData(Part part, JsonGenerator json) {
		if (part instanceof Part.Text text) {
			writeText(text, json);
		}
		else if (part instanceof Part.InlineData data) {
			writeInlineData(data, json);
		}
		else if (part instanceof Part.FileData data) {
			writeFileData(data, json);
		}
		else if (part instanceof Part.FunctionCall call) {
			writeFunctionCall(call, json);
		}
		else if (part instanceof Part.FunctionResponse response) {
			writeFunctionResponse(response, json);
		}
		else if (part instanceof Part.ExecutableCode code) {
			writeExecutableCode(code, json);
		}
		else if (part instanceof Part.CodeExecutionResult result) {
			writeCodeExecutionResult(result, json);
		}
		else if (part instanceof Part.ServerToolCall call) {
			writeToolCall(call, json);
		}
		else if (part instanceof Part.ServerToolResponse response) {
			writeToolResponse(response, json);
		}
	}

	/**
	 * Jackson needs a third less time to write a long text from a reader than from a
	 * string.
	 */
	private static void writeText(Part.Text part, JsonGenerator json) {
		String text = part.text();
		json.writeName("text");
		byte[] encoded = (json instanceof UTF8JsonGenerator) ? TEXT_CACHE.getOrEncode(text) : null;
		if (encoded != null) {
			json.writeRawUTF8String(encoded, 1, encoded.length - 2);
		}
		else if (text.length() > LONG_TEXT_LENGTH) {
			json.writeString(new StringReader(text), text.length());
		}
		else {
			json.writeString(text);
		}
	}

	private static void writeInlineData(Part.InlineData part, JsonGenerator json) {
		json.writeObjectPropertyStart("inlineData");
		writeString(json, "mimeType", part.mimeType());
		writeBase64(json, "data", part.data());
		writeString(json, "displayName", part.displayName());
		writeEnd(part, json);
	}

	private static void writeFileData(Part.FileData part, JsonGenerator json) {
		json.writeObjectPropertyStart("fileData");
		writeString(json, "mimeType", part.mimeType());
		writeString(json, "fileUri", part.fileUri());
		writeString(json, "displayName", part.displayName());
		writeEnd(part, json);
	}

	private static void writeFunctionCall(Part.FunctionCall part, JsonGenerator json) {
		json.writeObjectPropertyStart("functionCall");
		writeString(json, "name", part.name());
		writeValue(json, "args", part.args());
		writeString(json, "id", part.id());
		writeEnd(part, json);
	}

	private static void writeFunctionResponse(Part.FunctionResponse part, JsonGenerator json) {
		json.writeObjectPropertyStart("functionResponse");
		writeString(json, "name", part.name());
		writeValue(json, "response", part.response());
		writeValue(json, "parts", part.parts());
		writeString(json, "id", part.id());
		writeEnd(part, json);
	}

	private static void writeExecutableCode(Part.ExecutableCode part, JsonGenerator json) {
		json.writeObjectPropertyStart("executableCode");
		writeString(json, "language", part.language());
		writeString(json, "code", part.code());
		writeString(json, "id", part.id());
		writeEnd(part, json);
	}

	private static void writeCodeExecutionResult(Part.CodeExecutionResult part, JsonGenerator json) {
		json.writeObjectPropertyStart("codeExecutionResult");
		writeString(json, "outcome", part.outcome());
		writeString(json, "output", part.output());
		writeString(json, "id", part.id());
		writeEnd(part, json);
	}

	private static void writeToolCall(Part.ServerToolCall part, JsonGenerator json) {
		json.writeObjectPropertyStart("toolCall");
		writeString(json, "toolType", part.toolType());
		writeString(json, "toolName", part.toolName());
		writeValue(json, "args", part.args());
		writeString(json, "id", part.id());
		writeEnd(part, json);
	}

	private static void writeToolResponse(Part.ServerToolResponse part, JsonGenerator json) {
		json.writeObjectPropertyStart("toolResponse");
		writeString(json, "toolType", part.toolType());
		writeValue(json, "response", part.response());
		writeString(json, "id", part.id());
		writeEnd(part, json);
	}

	/** Write the unknown fields of the data object of a part, and end this object. */
	private static void writeEnd(Part part, JsonGenerator json) {
		part.attributes().inner().forEach(json::writePOJOProperty);
		json.writeEndObject();
	}

	static void writeString(JsonGenerator json, String name, @Nullable String value) {
		if (value != null) {
			json.writeStringProperty(name, value);
		}
	}

	static void writeValue(JsonGenerator json, String name, @Nullable Object value) {
		if (value != null) {
			json.writePOJOProperty(name, value);
		}
	}

	/**
	 * For an image, encoding with the JDK directly into the stream takes half as long as
	 * encoding with the generator.
	 */
	private static void writeBase64(JsonGenerator json, String name, byte[] data) {
		json.writeName(name);
		if (!(json.streamWriteOutputTarget() instanceof OutputStream out)) {
			json.writeString(Base64.getEncoder().encodeToString(data));
			return;
		}
		json.writeRawValue("\"");
		json.flush();
		try {
			Base64.Encoder encoder = Base64.getEncoder();
			byte[] slice = new byte[Math.min(BASE64_SLICE, data.length)];
			byte[] encoded = new byte[(slice.length + 2) / 3 * 4];
			for (int from = 0; from < data.length; from += BASE64_SLICE) {
				int length = Math.min(BASE64_SLICE, data.length - from);
				byte[] source = (length == slice.length) ? slice : new byte[length];
				System.arraycopy(data, from, source, 0, length);
				out.write(encoded, 0, encoder.encode(source, encoded));
			}
			out.write("\"".getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
