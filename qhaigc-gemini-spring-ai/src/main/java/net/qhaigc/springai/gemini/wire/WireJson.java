package net.qhaigc.springai.gemini.wire;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads and writes the JSON of the gateway, with a mapper that is independent of the
 * Jackson settings of the application.
 */
public final class WireJson {

	/**
	 * Enough for the largest base64-encoded image in a response of the default maximum
	 * size.
	 */
	private static final int MAX_STRING_LENGTH = 256 * 1024 * 1024;

	private static final int MAX_NESTING_DEPTH = 200;

	static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxStringLength(MAX_STRING_LENGTH)
			.maxNestingDepth(MAX_NESTING_DEPTH)
			.build())
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.build();

	private static final ObjectWriteContext DATABIND_CONTEXT = new ObjectWriteContext.Base() {

		@Override
		public void writeValue(JsonGenerator json, Object value) {
			Databind.MAPPER.writeValue(json, value);
		}

	};

	private WireJson() {
	}

	/**
	 * Write a body as UTF-8 JSON.
	 * @param body the body
	 * @param patch a JSON Merge Patch (RFC 7396) that is applied to the body; empty for
	 * none
	 * @param out the target, which is closed after writing
	 * @throws JacksonException if a value cannot be written, such as a list that contains
	 * itself
	 */
	public static void write(Object body, Map<String, ?> patch, OutputStream out) {
		if (patch.isEmpty() && body instanceof GenerateContentRequest request) {
			RequestWriter.write(request, DATABIND_CONTEXT, out);
		}
		else if (patch.isEmpty()) {
			Databind.MAPPER.writeValue(out, body);
		}
		else {
			Databind.MAPPER.writeValue(out, patch(body, patch));
		}
	}

	/**
	 * Apply a JSON Merge Patch (RFC 7396).
	 * @param body a value that Jackson serializes to a JSON object
	 * @param patch the patch; null values remove fields
	 * @return the patched object
	 * @throws JacksonException if the body cannot be written
	 */
	public static Map<String, @Nullable Object> patch(Object body, Map<String, ?> patch) {
		return mergePatch(readValue(Databind.MAPPER.writeValueAsString(body)), patch);
	}

	/**
	 * Convert a value to a type by way of its JSON.
	 * @param value a value that Jackson serializes to a JSON object
	 * @param type the type; {@link GenerateContentResponse} is read as leniently as a
	 * response of the gateway
	 * @param <T> the type
	 * @return the converted value
	 * @throws JacksonException if the JSON does not match the type
	 */
	public static <T> T convert(Object value, Class<T> type) {
		byte[] json = Databind.MAPPER.writeValueAsBytes(value);
		return (type == GenerateContentResponse.class) ? type.cast(readResponse(json, 0, json.length))
				: Databind.MAPPER.readValue(json, type);
	}

	/**
	 * Read a response. Unknown fields are kept, and fields of the wrong type count as
	 * absent.
	 * @param json an array with UTF-8 JSON
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @return the response
	 * @throws JacksonException if the JSON is not an object
	 */
	public static GenerateContentResponse readResponse(byte[] json, int offset, int length) {
		return new EventParser().readUnpooled(json, offset, length);
	}

	/**
	 * Read a part.
	 * @param json a JSON object
	 * @return the part
	 * @throws JacksonException if the JSON is not an object
	 */
	public static Part readPart(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
			parser.nextToken();
			return PartReader.read(parser, new JsonBytes(bytes, 0));
		}
	}

	/**
	 * Write a record of this package, or free-form JSON.
	 * @param value the value, or null
	 * @return the JSON
	 */
	public static String write(@Nullable Object value) {
		return Databind.MAPPER.writeValueAsString(value);
	}

	/**
	 * Read free-form JSON into unmodifiable maps and lists, strings, numbers, booleans
	 * and nulls.
	 * @param json a single JSON value
	 * @return the value, or null
	 * @throws JacksonException if the input is not a single JSON value
	 */
	public static @Nullable Object readValue(String json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			return readSingle(parser);
		}
	}

	/**
	 * Read free-form JSON from UTF-8 bytes, as {@link #readValue(String)} does.
	 * @param json a single JSON value
	 * @return the value, or null
	 * @throws JacksonException if the input is not a single JSON value
	 */
	public static @Nullable Object readValue(byte[] json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			return readSingle(parser);
		}
	}

	private static @Nullable Object readSingle(JsonParser parser) {
		if (parser.nextToken() == null) {
			throw new StreamReadException(parser, "Expected a JSON value but the input is empty");
		}
		Object value = JsonValueReader.read(parser);
		if (parser.nextToken() != null) {
			throw new StreamReadException(parser, "Unexpected content after the JSON value");
		}
		return value;
	}

	private static Map<String, @Nullable Object> mergePatch(@Nullable Object target, Map<?, ?> changes) {
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
				merged.put(name, (value instanceof Map<?, ?> nested) ? mergePatch(merged.get(name), nested) : value);
			}
		});
		return merged;
	}

	/** Creates the mapper when it is first needed. */
	private static final class Databind {

		private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
			.disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
			.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
			.addModule(new SimpleModule("qhaigc").addSerializer(Part.class, new PartWriter()))
			.build();

	}

}
