package net.qhaigc.springai.gemini.codec;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Encodes tool results, which can be any text, as the objects that Gemini requires.
 */
final class ToolResultEncoder {

	private static final String RESULT = "result";

	private final boolean asText;

	private final MediaPlacement placement;

	private ToolResultEncoder(boolean asText, MediaPlacement placement) {
		this.asText = asText;
		this.placement = placement;
	}

	/**
	 * Create an encoder that sends a JSON result as JSON, and any other result as text.
	 * @param model the model, which determines where media of a result is sent
	 * @return the encoder
	 */
	static ToolResultEncoder forModel(ModelId model) {
		return new ToolResultEncoder(false, MediaPlacement.of(model));
	}

	/**
	 * Create an encoder that sends each result as text, as the unified endpoint requires.
	 * @return the encoder
	 */
	static ToolResultEncoder forText() {
		return new ToolResultEncoder(true, MediaPlacement.AFTER_RESULTS);
	}

	/**
	 * Encode one result.
	 * @param result the result
	 * @param name the name of the tool in the request
	 * @param id the ID of the tool call in the request; null if the call is sent without
	 * an ID
	 * @param mediaEncoder determines which media is omitted
	 * @return the encoded result
	 */
	EncodedResult encode(ToolResponse result, String name, @Nullable String id, HistoryMediaEncoder mediaEncoder) {
		String text = replaceIncompleteSurrogates(result.responseData());
		Object value = parse(text);
		ToolResultMediaExtractor extractor = new ToolResultMediaExtractor(this.placement, mediaEncoder);
		Object withoutMedia = ToolResultMediaExtractor.canContainMedia(text) ? extractor.extract(value) : value;
		if (extractor.hasMedia()) {
			Map<String, Object> response = this.asText ? Map.of(RESULT, text(withoutMedia))
					: objectWithoutMedia(withoutMedia);
			boolean inResult = this.placement != MediaPlacement.AFTER_RESULTS && !extractor.parts().isEmpty();
			return inResult ? EncodedResult.of(response(id, name, response, extractor.parts()))
					: new EncodedResult(response(id, name, response, null), extractor.parts());
		}
		Object sent = canBeSentAsJson(value) ? value : text;
		return EncodedResult.of(response(id, name, this.asText ? Map.of(RESULT, text) : object(sent), null));
	}

	private static Part.FunctionResponse response(@Nullable String id, String name, Map<String, Object> response,
			@Nullable List<Part> parts) {
		return new Part.FunctionResponse(id, name, response, parts, PartAttributes.NONE);
	}

	/** Return the JSON value if the text is JSON, else the text itself. */
	static @Nullable Object parse(String text) {
		try {
			return WireJson.readValue(text);
		}
		catch (JacksonException ex) {
			return text;
		}
	}

	/**
	 * Return the response for a result whose media has been extracted. If the whole
	 * result was media, a reference to the media (an object with the key {@code $ref})
	 * can have replaced the result. This object cannot be the response itself.
	 */
	private static Map<String, Object> objectWithoutMedia(@Nullable Object withoutMedia) {
		boolean reference = withoutMedia instanceof Map<?, ?> map
				&& map.containsKey(ToolResultMediaExtractor.REFERENCE);
		return reference ? Collections.singletonMap(RESULT, withoutMedia) : object(withoutMedia);
	}

	private static String text(@Nullable Object value) {
		return (value instanceof String text) ? text : WireJson.write(value);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> object(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? (Map<String, Object>) map : Collections.singletonMap(RESULT, value);
	}

	/**
	 * Whether the value can be sent as JSON. Gemini would read a key {@code $ref} as a
	 * reference to media, and an incomplete surrogate pair cannot be encoded.
	 */
	static boolean canBeSentAsJson(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return !map.containsKey(ToolResultMediaExtractor.REFERENCE) && canBeSentAsJson(map.keySet())
					&& canBeSentAsJson(map.values());
		}
		if (value instanceof Collection<?> values) {
			return values.stream().allMatch(ToolResultEncoder::canBeSentAsJson);
		}
		return !(value instanceof String text) || StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	/** Replace each incomplete surrogate pair with a question mark. */
	static String replaceIncompleteSurrogates(@Nullable String text) {
		return (text != null) ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) : "";
	}

	/**
	 * An encoded result.
	 *
	 * @param response the part for the result
	 * @param media media that the part cannot contain, which is sent in a separate
	 * content after all results
	 */
	record EncodedResult(Part.FunctionResponse response, List<Part> media) {

		private static EncodedResult of(Part.FunctionResponse response) {
			return new EncodedResult(response, List.of());
		}

	}

}
