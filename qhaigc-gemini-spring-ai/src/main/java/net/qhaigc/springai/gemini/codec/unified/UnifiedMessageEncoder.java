package net.qhaigc.springai.gemini.codec.unified;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.ChatCompletionRequest.Message;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.Part;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * A conversation in Gemini's form to the messages of the unified endpoint, which are in
 * OpenAI's. So both endpoints keep to the same rules on turns, calls and results.
 */
final class UnifiedMessageEncoder {

	private final WarnOnce notices;

	UnifiedMessageEncoder(WarnOnce notices) {
		this.notices = notices;
	}

	List<Message> encode(@Nullable Content systemInstruction, List<Content> contents) {
		List<Message> messages = new ArrayList<>();
		if (systemInstruction != null) {
			systemInstruction.parts().forEach((part) -> messages.add(Message.of("system", ((Part.Text) part).text())));
		}
		for (Content content : contents) {
			if (Content.MODEL.equals(content.role())) {
				addModelTurn(content.parts(), messages);
			}
			else {
				addUserTurn(content.parts(), messages);
			}
		}
		return messages;
	}

	private void addUserTurn(List<Part> parts, List<Message> messages) {
		List<Object> contentParts = new ArrayList<>();
		for (Part part : parts) {
			if (part instanceof Part.FunctionResponse result) {
				messages.add(Message.toolResult(resultText(result), result.id()));
			}
			else {
				contentParts.add(contentPart(part));
			}
		}
		if (parts.size() == 1 && parts.get(0) instanceof Part.Text text) {
			messages.add(Message.of("user", text.text()));
		}
		else if (!contentParts.isEmpty()) {
			messages.add(Message.of("user", contentParts));
		}
	}

	/**
	 * Beside text and calls there is nothing in OpenAI's form for a turn of the model.
	 */
	private void addModelTurn(List<Part> parts, List<Message> messages) {
		StringBuilder text = new StringBuilder();
		List<Map<String, Object>> calls = new ArrayList<>();
		for (Part part : parts) {
			if (part instanceof Part.FunctionCall call) {
				calls.add(call(call));
			}
			else if (part instanceof Part.Text piece) {
				text.append(piece.isThought() ? "" : piece.text());
			}
			else {
				String kind = part.getClass().getSimpleName();
				this.notices.warn("unified", kind,
						"The unified endpoint takes no %s in a turn of the model: it is left out of the history"
							.formatted(kind));
			}
		}
		if (!text.isEmpty() || !calls.isEmpty()) {
			messages.add(Message.assistant(text.isEmpty() ? null : text.toString(), calls.isEmpty() ? null : calls));
		}
	}

	private static String resultText(Part.FunctionResponse result) {
		Map<String, Object> response = Objects.requireNonNull(result.response());
		return (response.get("result") instanceof String text) ? text : WireJson.write(response);
	}

	private static Map<String, Object> call(Part.FunctionCall call) {
		String arguments = WireJson.write((call.args() != null) ? call.args() : Map.of());
		String signature = call.thoughtSignature();
		return JsonObject.of("id", call.id(), "type", "function", "function",
				JsonObject.of("name", call.name(), "arguments", arguments), "extra_content",
				(signature != null) ? Map.of("google", Map.of("thought_signature", signature)) : null);
	}

	private static Map<String, Object> contentPart(Part part) {
		if (part instanceof Part.Text text) {
			return typed("text", text.text());
		}
		if (part instanceof Part.FileData file) {
			return media(file.mimeType(), Objects.requireNonNull(file.fileUri()), null);
		}
		Part.InlineData data = (Part.InlineData) part;
		String base64 = Base64.getEncoder().encodeToString(data.data());
		return media(data.mimeType(), "data:%s;base64,%s".formatted(data.mimeType(), base64), base64);
	}

	private static Map<String, Object> media(@Nullable String mimeType, String address, @Nullable String base64) {
		String type = (mimeType != null) ? mimeType : "";
		if (type.startsWith("image/")) {
			return typed("image_url", JsonObject.of("url", address));
		}
		if (type.startsWith("audio/") && base64 != null) {
			String format = type.matches("audio/(mpeg|mp3)") ? "mp3" : type.replaceFirst("audio/(x-)?", "");
			return typed("input_audio", JsonObject.of("data", base64, "format", format));
		}
		return typed("file", JsonObject.of("filename", type.replace('/', '.'), "file_data", address));
	}

	private static Map<String, Object> typed(String type, Object value) {
		return JsonObject.of("type", type, type, value);
	}

}
