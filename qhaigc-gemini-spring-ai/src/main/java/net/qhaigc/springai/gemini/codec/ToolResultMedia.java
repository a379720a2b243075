package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.qhaigc.springai.gemini.codec.media.MediaEncoder;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.PartAttributes;
import net.qhaigc.springai.gemini.wire.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the media of one tool result: an object with MIME type and base64, as Spring
 * AI converts images and as MCP servers send content, or a list with such objects.
 */
final class ToolResultMedia {

	/** The key with which a result refers to its media. */
	static final String REFERENCE = "$ref";

	/** What MCP content may have beside its data. */
	private static final Set<String> CONTENT_KEYS = Set.of("type", "mimeType", "data", "annotations", "_meta", "meta");

	private static final Set<String> RESOURCE_KEYS = Set.of("type", "resource", "annotations", "_meta", "meta");

	private final boolean named;

	private final List<Part> parts = new ArrayList<>();

	/**
	 * Create an extractor for one result.
	 * @param named whether the result refers to its media by name
	 */
	ToolResultMedia(boolean named) {
		this.named = named;
	}

	/**
	 * Extract the media.
	 * @param result a JSON value
	 * @return the value with references to the media, or with texts in place of them
	 */
	@Nullable Object extract(@Nullable Object result) {
		if (!(result instanceof List<?> list)) {
			return extractElement(result);
		}
		List<@Nullable Object> elements = new ArrayList<>(list.size());
		list.forEach((element) -> elements.add(extractElement(element)));
		return this.parts.isEmpty() ? result : elements;
	}

	/**
	 * Return the media that were extracted, in their order.
	 * @return the parts
	 */
	List<Part> parts() {
		return List.copyOf(this.parts);
	}

	private @Nullable Object extractElement(@Nullable Object element) {
		Part.InlineData data = (element instanceof Map<?, ?> map) ? data(map) : null;
		if (data == null) {
			return ToolResultEncoder.isSafe(element) ? element : ToolResultEncoder.wellFormed(WireJson.write(element));
		}
		String kind = kind(data.mimeType());
		if (!this.named) {
			this.parts.add(data);
			return "The %s follows.".formatted(kind);
		}
		String name = this.parts.isEmpty() ? kind : kind + "_" + (this.parts.size() + 1);
		this.parts.add(new Part.InlineData(data.mimeType(), data.data(), name, PartAttributes.NONE));
		return JsonObject.of(REFERENCE, name);
	}

	private static Part.@Nullable InlineData data(Map<?, ?> content) {
		if (RESOURCE_KEYS.containsAll(content.keySet()) && content.get("resource") instanceof Map<?, ?> resource) {
			return data(resource.get("mimeType"), resource.get("blob"));
		}
		return CONTENT_KEYS.containsAll(content.keySet()) ? data(content.get("mimeType"), content.get("data")) : null;
	}

	private static Part.@Nullable InlineData data(@Nullable Object mimeType, @Nullable Object base64) {
		if (mimeType instanceof String type && kind(type) != null && base64 instanceof String text) {
			byte[] bytes = MediaEncoder.decodeBase64(text);
			return (bytes != null && bytes.length > 0) ? new Part.InlineData(type, bytes) : null;
		}
		return null;
	}

	/** The kind of media that Gemini reads; null for any other type. */
	private static @Nullable String kind(@Nullable String mimeType) {
		if ("application/pdf".equals(mimeType)) {
			return "document";
		}
		String type = (mimeType != null) ? mimeType.split("/", 2)[0] : "";
		return Set.of("image", "audio", "video").contains(type) ? type : null;
	}

}
