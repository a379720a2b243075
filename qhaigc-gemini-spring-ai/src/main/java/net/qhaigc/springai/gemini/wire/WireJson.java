package net.qhaigc.springai.gemini.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON of the gateway, in and out. The mapper is configured here and ours alone, so
 * an application's Jackson settings never reach it.
 */
public final class WireJson {

	/** Room for an image of the largest answer that is let in by default, as base64. */
	private static final int MAX_STRING_LENGTH = 256 * 1024 * 1024;

	private static final int MAX_NESTING_DEPTH = 200;

	/**
	 * A multiple of three, so that slices of base64 join without padding between them.
	 */
	private static final int BASE64_SLICE = 3 * 8 * 1024;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxStringLength(MAX_STRING_LENGTH)
			.maxNestingDepth(MAX_NESTING_DEPTH)
			.build())
		.build();

	private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.addModule(new SimpleModule("qhaigc").addSerializer(Part.class, new PartSerializer()))
		.build();

	private WireJson() {
	}

	/**
	 * Writes a body as UTF-8 JSON.
	 * @param body the body
	 * @param patch a JSON Merge Patch (RFC 7396) that is laid over the body; empty for
	 * none
	 * @param out where to write; neither flushed nor closed
	 * @throws JacksonException if a value cannot be written, as with a list that holds
	 * itself
	 */
	public static void write(RequestBody body, Map<String, ?> patch, OutputStream out) {
		if (patch.isEmpty()) {
			MAPPER.writeValue(out, body);
		}
		else {
			Object tree = readValue(MAPPER.writeValueAsString(body));
			MAPPER.writeValue(out, mergePatch(tree, patch));
		}
	}

	/**
	 * Reads an answer or one event of a stream. Unknown fields are kept, and fields of
	 * the wrong type count as absent.
	 * @param json UTF-8 JSON
	 * @param offset where it begins
	 * @param length how many bytes it has
	 * @return the answer
	 * @throws JacksonException if this is no JSON object
	 */
	public static GenerateContentResponse readResponse(byte[] json, int offset, int length) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json, offset, length)) {
			parser.nextToken();
			return new ResponseReader(parser, new JsonBytes(json, offset)).read();
		}
	}

	/**
	 * Reads a part as it stands in a turn.
	 * @param json a JSON object
	 * @return the part
	 * @throws JacksonException if this is no JSON object
	 */
	public static Part readPart(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
			parser.nextToken();
			return PartReader.read(parser, new JsonBytes(bytes, 0));
		}
	}

	/**
	 * Writes any of the records here, or free-form JSON.
	 * @param value the value; null is JSON's null
	 * @return JSON
	 */
	public static String write(@Nullable Object value) {
		return MAPPER.writeValueAsString(value);
	}

	/**
	 * Reads free-form JSON into maps, lists, strings, numbers, booleans and nulls.
	 * @param json one JSON value and nothing behind it
	 * @return the value; null for JSON's null
	 * @throws JacksonException if it is anything else
	 */
	public static @Nullable Object readValue(String json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			return readWhole(parser);
		}
	}

	/**
	 * Reads free-form JSON from UTF-8 bytes.
	 * @param json one JSON value and nothing behind it
	 * @return the value; null for JSON's null
	 * @throws JacksonException if it is anything else
	 */
	public static @Nullable Object readValue(byte[] json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			return readWhole(parser);
		}
	}

	private static @Nullable Object readWhole(JsonParser parser) {
		if (parser.nextToken() == null) {
			throw new StreamReadException(parser, "There is no JSON in an empty text");
		}
		Object value = FreeFormReader.read(parser);
		if (parser.nextToken() != null) {
			throw new StreamReadException(parser, "More follows after the JSON value");
		}
		return value;
	}

	private static @Nullable Object mergePatch(@Nullable Object target, @Nullable Object patch) {
		if (!(patch instanceof Map<?, ?> changes)) {
			return patch;
		}
		Map<String, @Nullable Object> merged = new LinkedHashMap<>();
		if (target instanceof Map<?, ?> fields) {
			fields.forEach((name, value) -> merged.put(String.valueOf(name), value));
		}
		changes.forEach((key, value) -> {
			String name = String.valueOf(key);
			if (value == null) {
				merged.remove(name);
			}
			else {
				merged.put(name, mergePatch(merged.get(name), value));
			}
		});
		return merged;
	}

	/** Writes a part the way that {@link PartReader} reads it. */
	private static final class PartSerializer extends ValueSerializer<Part> {

		@Override
		public void serialize(Part part, JsonGenerator json, SerializationContext context) {
			json.writeStartObject();
			writeData(part, json);
			SideFields side = part.side();
			if (side.thought() != null) {
				json.writeBooleanProperty("thought", side.thought());
			}
			string(json, "thoughtSignature", side.thoughtSignature());
			side.extra().forEach(json::writePOJOProperty);
			json.writeEndObject();
		}

		private static void writeData(Part part, JsonGenerator json) {
			if (part instanceof Part.Text text) {
				json.writeStringProperty("text", text.text());
			}
			else if (!(part instanceof Part.Unknown)) {
				json.writeObjectPropertyStart(PartReader.dataField(part));
				writeFields(part, json);
				part.side().inner().forEach(json::writePOJOProperty);
				json.writeEndObject();
			}
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
		 * The JDK's encoder straight into the stream takes half the time of the
		 * generator's own for an image.
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

}
