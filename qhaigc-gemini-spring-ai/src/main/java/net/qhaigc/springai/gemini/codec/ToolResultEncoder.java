package net.qhaigc.springai.gemini.codec;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import net.qhaigc.springai.gemini.codec.media.MediaEncoder;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

/**
 * The text that a tool gave to the object that Gemini wants. Takes any text.
 */
final class ToolResultEncoder {

	private static final String RESULT = "result";

	/** The key by which Gemini refers to media of a result. */
	private static final String REFERENCE = "$ref";

	private static final String IMAGE = "image";

	/**
	 * Encodes one result.
	 * @param mediaInside whether the model takes media inside of the response; if not,
	 * they stand in {@link Encoded#media()}, to be sent right after
	 */
	Encoded encode(ToolResponse result, String wireName, @Nullable String wireId, boolean mediaInside) {
		String text = wellFormed(result.responseData());
		Object value = parse(text);
		Part.InlineData image = image(value);
		if (image != null && mediaInside) {
			Part named = new Part.InlineData(image.mimeType(), image.data(), IMAGE, PartAttributes.NONE);
			return new Encoded(response(wireId, wireName, Map.of(RESULT, Map.of(REFERENCE, IMAGE)), List.of(named)),
					List.of());
		}
		return (image != null) ? followed(image, wireName, wireId)
				: new Encoded(response(wireId, wireName, object(value), null), List.of());
	}

	/**
	 * Encodes one result as the text that it is, under {@code result}; media stands in
	 * {@link Encoded#media()}.
	 */
	Encoded encodeText(ToolResponse result, String wireName, @Nullable String wireId) {
		String text = wellFormed(result.responseData());
		Part.InlineData image = image(parse(text));
		return (image != null) ? followed(image, wireName, wireId)
				: new Encoded(response(wireId, wireName, Map.of(RESULT, text), null), List.of());
	}

	private static Encoded followed(Part.InlineData image, String name, @Nullable String id) {
		return new Encoded(response(id, name, Map.of(RESULT, "The image follows."), null), List.of(image));
	}

	private static Part.FunctionResponse response(@Nullable String id, String name, Map<String, Object> response,
			@Nullable List<Part> parts) {
		return new Part.FunctionResponse(id, name, response, parts, PartAttributes.NONE);
	}

	/** The JSON value that the text is, or else the text itself. */
	private static @Nullable Object parse(String text) {
		try {
			Object value = WireJson.readValue(text);
			return isSafe(value) ? value : text;
		}
		catch (JacksonException ex) {
			return text;
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> object(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? (Map<String, Object>) map : Collections.singletonMap(RESULT, value);
	}

	/**
	 * Whether the value means on the wire what it means here: a key {@code $ref} of an
	 * ordinary result would be taken as a reference to media, and half of a surrogate
	 * pair cannot be written.
	 */
	private static boolean isSafe(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return !map.containsKey(REFERENCE) && isSafe(map.keySet()) && isSafe(map.values());
		}
		if (value instanceof Collection<?> values) {
			return values.stream().allMatch(ToolResultEncoder::isSafe);
		}
		return !(value instanceof String text) || StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	private static String wellFormed(@Nullable String text) {
		return (text != null) ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) : "";
	}

	/** The form in which Spring AI renders an image that a tool returns. */
	private static Part.@Nullable InlineData image(@Nullable Object value) {
		if (value instanceof Map<?, ?> map && map.size() == 2 && map.get("mimeType") instanceof String mimeType
				&& mimeType.startsWith("image/") && map.get("data") instanceof String data) {
			byte[] bytes = MediaEncoder.decodeBase64(data);
			return (bytes != null && bytes.length > 0) ? new Part.InlineData(mimeType, bytes) : null;
		}
		return null;
	}

	/**
	 * A result in the gateway's form.
	 *
	 * @param response the response
	 * @param media media that go into a content of their own right after the responses
	 */
	record Encoded(Part.FunctionResponse response, List<Part> media) {

	}

}
