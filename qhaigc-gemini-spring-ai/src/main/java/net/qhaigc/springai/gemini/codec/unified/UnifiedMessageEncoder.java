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
 * Converts a conversation from Gemini's format to messages in OpenAI's format.
 */
final class UnifiedMessageEncoder {

	private final WarnOnce warnings;

	UnifiedMessageEncoder(WarnOnce warnings) {
		this.warnings = warnings;
	}

	/**
	 * Convert a conversation.
	 * @param systemInstruction the system messages; null if there are none
	 * @param contents the conversation
	 * @return the messages
	 */
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
				messages.add(Message.toolResult(resultText(result), result.id(), result.name()));
			}
			else {
				warnAboutMediaOptions(part);
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

	private void warnAboutMediaOptions(Part part) {
		for (String option : part.attributes().extra().keySet()) {
			this.warnings.warn("media options", option,
					"The media option '%s' is ignored: the unified endpoint does not support it. Set qhaigc.endpoint=native to send it"
						.formatted(option));
		}
	}

	/**
	 * Add an assistant message. In OpenAI's format, this message can contain only text
	 * and tool calls.
	 */
	private void addModelTurn(List<Part> parts, List<Message> messages) {
		StringBuilder text = new StringBuilder();
		List<Map<String, Object>> calls = new ArrayList<>();
		for (Part part : parts) {
			if (part instanceof Part.FunctionCall call) {
				calls.add(toolCall(call));
			}
			else if (part instanceof Part.Text textPart) {
				text.append(textPart.isThought() ? "" : textPart.text());
			}
			else {
				String type = part.getClass().getSimpleName();
				this.warnings.warn("unified", type,
						"The unified endpoint does not support parts of type %s in a turn of the model. The part was dropped from the conversation"
							.formatted(type));
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

	private static Map<String, Object> toolCall(Part.FunctionCall call) {
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
			return media(file.mimeType(), file.displayName(), Objects.requireNonNull(file.fileUri()), null);
		}
		Part.InlineData data = (Part.InlineData) part;
		String base64 = Base64.getEncoder().encodeToString(data.data());
		return media(data.mimeType(), data.displayName(), "data:%s;base64,%s".formatted(data.mimeType(), base64),
				base64);
	}

	private static Map<String, Object> media(@Nullable String mimeType, @Nullable String name, String uri,
			@Nullable String base64) {
		String type = (mimeType != null) ? mimeType : "";
		if (type.startsWith("image/")) {
			return typed("image_url", JsonObject.of("url", uri));
		}
		if (type.startsWith("audio/") && base64 != null) {
			String format = type.matches("audio/(mpeg|mp3)") ? "mp3" : type.replaceFirst("audio/(x-)?", "");
			return typed("input_audio", JsonObject.of("data", base64, "format", format));
		}
		return typed("file", JsonObject.of("filename", fileName(name, type), "file_data", uri));
	}

	/**
	 * Return a file name with an extension, since OpenAI recognizes some types only by
	 * the extension.
	 */
	private static String fileName(@Nullable String name, String type) {
		if (name == null || name.isBlank()) {
			return type.replace('/', '.');
		}
		return name.contains(".") ? name : name + type.replaceFirst(".*/", ".");
	}

	private static Map<String, Object> typed(String type, Object value) {
		return JsonObject.of("type", type, type, value);
	}

}
