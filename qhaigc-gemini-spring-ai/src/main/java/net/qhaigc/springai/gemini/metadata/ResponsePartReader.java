package net.qhaigc.springai.gemini.metadata;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Reads the parts of a response.
 */
final class ResponsePartReader {

	private ResponsePartReader() {
	}

	/**
	 * Return the parts. Adjacent texts, which are common in a stream, are joined into one
	 * part.
	 */
	static List<ResponsePart> read(List<JsonView> parts) {
		List<ResponsePart> merged = new ArrayList<>();
		for (JsonView entry : parts) {
			ResponsePart part = read(entry);
			int last = merged.size() - 1;
			if (part instanceof ResponsePart.Text text && last >= 0
					&& merged.get(last) instanceof ResponsePart.Text before) {
				merged.set(last, new ResponsePart.Text(before.text() + text.text()));
			}
			else if (part != null) {
				merged.add(part);
			}
		}
		return List.copyOf(merged);
	}

	private static @Nullable ResponsePart read(JsonView part) {
		String text = part.text("text");
		if (text != null) {
			return new ResponsePart.Text(text);
		}
		if (part.has("executableCode")) {
			JsonView code = part.object("executableCode");
			return new ResponsePart.Code(code.text("language"), code.text("code"));
		}
		if (part.has("codeExecutionResult")) {
			JsonView result = part.object("codeExecutionResult");
			return new ResponsePart.CodeResult(result.text("outcome"), result.text("output"));
		}
		Media media = media(part);
		return (media != null) ? new ResponsePart.GeneratedMedia(media) : null;
	}

	/** Return the media of a part; null if it has none. */
	static @Nullable Media media(JsonView part) {
		JsonView file = part.object("fileData");
		String uri = file.text("fileUri");
		if (uri != null) {
			return new Media(mimeType(file), URI.create(uri));
		}
		JsonView inline = part.object("inlineData");
		byte[] bytes = bytes(inline.value("data"));
		return (bytes != null) ? new Media(mimeType(inline), new ByteArrayResource(bytes)) : null;
	}

	/** Metadata that was stored as JSON has Base64 text in place of the bytes. */
	private static byte @Nullable [] bytes(@Nullable Object data) {
		if (data instanceof String base64) {
			return Base64.getDecoder().decode(base64);
		}
		return (data instanceof byte[] bytes) ? bytes : null;
	}

	private static MimeType mimeType(JsonView media) {
		String type = media.text("mimeType");
		return (type != null) ? MimeTypeUtils.parseMimeType(type) : MimeTypeUtils.APPLICATION_OCTET_STREAM;
	}

}
