package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;

import net.qhaigc.springai.gemini.codec.media.HistoryMediaEncoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Extracts the media of one tool result, at any depth. Media can be an object with a MIME
 * type and base64 (Spring AI converts images to such objects, and MCP servers send them),
 * a {@code data:} URI, or base64 whose beginning identifies the format.
 */
final class ToolResultMediaExtractor {

	/** The key with which a result refers to its media. */
	static final String REFERENCE = "$ref";

	/** The fields that media of an MCP server can have. */
	private static final Set<String> CONTENT_KEYS = Set.of("type", "mimeType", "data", "annotations", "_meta", "meta");

	/** The fields that an embedded resource of an MCP server can have. */
	private static final Set<String> RESOURCE_KEYS = Set.of("type", "resource", "annotations", "_meta", "meta");

	private final MediaPlacement placement;

	private final HistoryMediaEncoder mediaEncoder;

	private final List<Part> parts = new ArrayList<>();

	private final List<String> mimeTypes = new ArrayList<>();

	/**
	 * Return the MIME types of the media in a tool result.
	 * @param result the tool result
	 * @return the MIME types
	 */
	static List<String> mimeTypes(ToolResponse result) {
		String text = result.responseData();
		if (text == null || !canContainMedia(text)) {
			return List.of();
		}
		ToolResultMediaExtractor extractor = new ToolResultMediaExtractor(MediaPlacement.AFTER_RESULTS,
				new HistoryMediaEncoder(null, new WarnOnce()));
		extractor.extract(ToolResultEncoder.parse(text));
		return extractor.mimeTypes;
	}

	/**
	 * Create an extractor for one result.
	 * @param placement where the media is sent
	 * @param mediaEncoder determines which media is omitted
	 */
	ToolResultMediaExtractor(MediaPlacement placement, HistoryMediaEncoder mediaEncoder) {
		this.placement = placement;
		this.mediaEncoder = mediaEncoder;
	}

	/**
	 * Return whether a result can contain media. Only such a result has to be copied.
	 * @param json the text of the result
	 * @return false if the result certainly contains no media
	 */
	static boolean canContainMedia(String json) {
		return Base64Media.MIME_TYPE_KEYS.stream().anyMatch(json::contains) || Base64Media.mayBeIn(json);
	}

	/**
	 * Extract the media.
	 * @param result a JSON value
	 * @return the value with references or placeholder texts in place of the media. A key
	 * is omitted if its value is media that is sent with {@link MediaPlacement#ATTACHED}.
	 * An object that cannot be sent as JSON is replaced by its JSON text.
	 */
	@Nullable Object extract(@Nullable Object result) {
		if (result instanceof Map<?, ?> object) {
			return extractObject(object);
		}
		if (result instanceof List<?> list) {
			List<@Nullable Object> elements = new ArrayList<>(list.size());
			list.forEach((element) -> elements.add(extract(element)));
			return elements;
		}
		if (result instanceof String text) {
			Part.InlineData data = Base64Media.decode(text);
			return (data != null) ? replace(data) : ToolResultEncoder.replaceIncompleteSurrogates(text);
		}
		return result;
	}

	/**
	 * Return the media that was extracted, in its order in the result.
	 * @return the parts
	 */
	List<Part> parts() {
		return List.copyOf(this.parts);
	}

	/**
	 * Return whether the result contains media, even if the media is omitted.
	 * @return whether media was found
	 */
	boolean hasMedia() {
		return !this.mimeTypes.isEmpty();
	}

	private Object extractObject(Map<?, ?> object) {
		Part.InlineData media = asMedia(object);
		if (media != null) {
			return replace(media);
		}
		if (object.containsKey(REFERENCE) || !ToolResultEncoder.canBeSentAsJson(object.keySet())) {
			return ToolResultEncoder.replaceIncompleteSurrogates(WireJson.write(object));
		}
		Map<Object, @Nullable Object> withoutMedia = new LinkedHashMap<>();
		object.forEach((key, value) -> {
			int partsBefore = this.parts.size();
			Part.InlineData data = Base64Media.decode(object, key);
			Object replaced = (data != null) ? replace(data) : extract(value);
			// A placeholder such as "The image follows." is omitted if the image is
			// attached.
			if (this.placement != MediaPlacement.ATTACHED || this.parts.size() == partsBefore
					|| !(replaced instanceof String)) {
				withoutMedia.put(key, replaced);
			}
		});
		return withoutMedia;
	}

	private Object replace(Part.InlineData data) {
		this.mimeTypes.add(String.valueOf(data.mimeType()));
		if (this.mediaEncoder.omits(data.mimeType())) {
			return HistoryMediaEncoder.placeholder(data.mimeType());
		}
		String kind = Base64Media.kind(data.mimeType());
		if (this.placement != MediaPlacement.REFERENCED) {
			this.parts.add(data);
			return "The %s follows.".formatted(kind);
		}
		String name = this.parts.isEmpty() ? String.valueOf(kind) : kind + "_" + (this.parts.size() + 1);
		this.parts.add(new Part.InlineData(data.mimeType(), data.data(), name, PartAttributes.NONE));
		return JsonObject.of(REFERENCE, name);
	}

	/**
	 * Return the media that the whole object represents, in the format of an MCP server
	 * or of Spring AI; null if there is none.
	 */
	private static Part.@Nullable InlineData asMedia(Map<?, ?> object) {
		if (RESOURCE_KEYS.containsAll(object.keySet()) && object.get("resource") instanceof Map<?, ?> resource) {
			return Base64Media.decode(Base64Media.type(resource), resource.get("blob"));
		}
		boolean isMedia = CONTENT_KEYS.containsAll(object.keySet())
				|| Stream.of("mimeType", "data", "dataAsByteArray").allMatch(object::containsKey);
		return isMedia ? Base64Media.decode(Base64Media.type(object), object.get("data")) : null;
	}

}
