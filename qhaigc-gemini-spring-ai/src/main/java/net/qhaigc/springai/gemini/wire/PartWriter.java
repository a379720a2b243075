package net.qhaigc.springai.gemini.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes a part the way that {@link PartReader} reads it.
 */
final class PartWriter extends ValueSerializer<Part> {

	/**
	 * A multiple of three, so that slices of base64 join without padding between them.
	 */
	private static final int BASE64_SLICE = 3 * 8 * 1024;

	@Override
	public void serialize(Part part, JsonGenerator json, SerializationContext context) {
		json.writeStartObject();
		writeData(part, json);
		PartAttributes attributes = part.attributes();
		if (attributes.thought() != null) {
			json.writeBooleanProperty("thought", attributes.thought());
		}
		string(json, "thoughtSignature", attributes.thoughtSignature());
		attributes.extra().forEach(json::writePOJOProperty);
		json.writeEndObject();
	}

	private static void writeData(Part part, JsonGenerator json) {
		if (part instanceof Part.Text text) {
			text(json, text.text());
		}
		else if (!(part instanceof Part.Unknown)) {
			json.writeObjectPropertyStart(dataField(part));
			writeFields(part, json);
			part.attributes().inner().forEach(json::writePOJOProperty);
			json.writeEndObject();
		}
	}

	/** Read in runs, a long text takes two thirds of the time of one char at a time. */
	private static void text(JsonGenerator json, String text) {
		json.writeName("text");
		json.writeString(new StringReader(text), text.length());
	}

	/** The field that holds the data of a part of this kind. */
	private static String dataField(Part part) {
		if (part instanceof Part.ServerToolCall) {
			return "toolCall";
		}
		if (part instanceof Part.ServerToolResponse) {
			return "toolResponse";
		}
		String name = part.getClass().getSimpleName();
		return Character.toLowerCase(name.charAt(0)) + name.substring(1);
	}

	private static void writeFields(Part part, JsonGenerator json) {
		if (part instanceof Part.InlineData media) {
			string(json, "mimeType", media.mimeType());
			base64(json, "data", media.data());
			string(json, "displayName", media.displayName());
		}
		else if (part instanceof Part.FileData file) {
			string(json, "mimeType", file.mimeType());
			string(json, "fileUri", file.fileUri());
			string(json, "displayName", file.displayName());
		}
		else if (part instanceof Part.FunctionCall call) {
			string(json, "name", call.name());
			pojo(json, "args", call.args());
			string(json, "id", call.id());
		}
		else if (part instanceof Part.FunctionResponse result) {
			string(json, "name", result.name());
			pojo(json, "response", result.response());
			pojo(json, "parts", result.parts());
			string(json, "id", result.id());
		}
		else {
			writeServerFields(part, json);
		}
	}

	private static void writeServerFields(Part part, JsonGenerator json) {
		if (part instanceof Part.ExecutableCode code) {
			string(json, "language", code.language());
			string(json, "code", code.code());
			string(json, "id", code.id());
		}
		else if (part instanceof Part.CodeExecutionResult result) {
			string(json, "outcome", result.outcome());
			string(json, "output", result.output());
			string(json, "id", result.id());
		}
		else if (part instanceof Part.ServerToolCall call) {
			string(json, "toolType", call.toolType());
			string(json, "toolName", call.toolName());
			pojo(json, "args", call.args());
			string(json, "id", call.id());
		}
		else if (part instanceof Part.ServerToolResponse response) {
			string(json, "toolType", response.toolType());
			pojo(json, "response", response.response());
			string(json, "id", response.id());
		}
	}

	private static void string(JsonGenerator json, String name, @Nullable String value) {
		if (value != null) {
			json.writeStringProperty(name, value);
		}
	}

	private static void pojo(JsonGenerator json, String name, @Nullable Object value) {
		if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
			json.writePOJOProperty(name, value);
		}
	}

	/**
	 * The JDK's encoder straight into the stream takes half the time of the generator's
	 * own for an image.
	 */
	private static void base64(JsonGenerator json, String name, byte[] data) {
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
			byte[] text = new byte[(slice.length + 2) / 3 * 4];
			for (int from = 0; from < data.length; from += BASE64_SLICE) {
				int length = Math.min(BASE64_SLICE, data.length - from);
				byte[] source = (length == slice.length) ? slice : new byte[length];
				System.arraycopy(data, from, source, 0, length);
				out.write(text, 0, encoder.encode(source, text));
			}
			out.write("\"".getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
