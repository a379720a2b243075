package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.codec.media.MediaDecoder;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.Part;

/**
 * The parts of a response in their order, for the metadata of the generation. A message
 * does not keep the order: its text and its media are in separate fields, and it contains
 * no code.
 */
final class ResponseParts {

	private ResponseParts() {
	}

	/**
	 * Return the parts that are text, code or media, without thoughts.
	 * @param parts the parts of the response
	 * @return values that any JSON mapper can write and that share the byte arrays of the
	 * parts; null if there is neither media nor code
	 */
	static @Nullable List<Object> of(List<Part> parts) {
		if (parts.stream().noneMatch((part) -> ServerParts.isCode(part) || isMedia(part))) {
			return null;
		}
		List<Object> values = new ArrayList<>();
		for (Part part : parts) {
			Object value = part.isThought() ? null : value(part);
			if (value != null) {
				values.add(value);
			}
		}
		return values;
	}

	private static @Nullable Object value(Part part) {
		if (part instanceof Part.Text text) {
			return text.text().isEmpty() ? null : Map.of("text", text.text());
		}
		if (ServerParts.isCode(part)) {
			return ServerParts.json(part);
		}
		if (!isMedia(part)) {
			return null;
		}
		if (part instanceof Part.FileData file) {
			return Map.of("fileData", JsonObject.of("mimeType", type(file.mimeType()), "fileUri", file.fileUri()));
		}
		Part.InlineData data = (Part.InlineData) part;
		return Map.of("inlineData", JsonObject.of("mimeType", type(data.mimeType()), "data", data.data()));
	}

	private static String type(@Nullable String mimeType) {
		return MediaDecoder.mimeType(mimeType).toString();
	}

	/** Whether a part is media, by the same rule as for the media of the message. */
	private static boolean isMedia(Part part) {
		return (part instanceof Part.InlineData || part instanceof Part.FileData) && MediaDecoder.decode(part) != null;
	}

}
