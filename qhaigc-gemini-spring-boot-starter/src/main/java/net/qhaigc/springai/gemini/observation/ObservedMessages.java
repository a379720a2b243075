package net.qhaigc.springai.gemini.observation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.content.MediaContent;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;

/**
 * Converts messages to the JSON of OpenTelemetry's semantic conventions for generative
 * AI. Media is reported with its type and its size or URI, without its bytes. The size of
 * media in a {@code data:} URI is the length of the URI.
 */
final class ObservedMessages {

	private ObservedMessages() {
	}

	static void addRequest(Prompt prompt, AttributeCollector attributes) {
		List<Object> instructions = new ArrayList<>();
		List<Object> messages = new ArrayList<>();
		for (Message message : prompt.getInstructions()) {
			if (message instanceof SystemMessage) {
				addText("text", message.getText(), instructions);
			}
			else {
				messages.add(message(message, null));
			}
		}
		attributes.add(GenAiAttribute.SYSTEM_INSTRUCTIONS, instructions).add(GenAiAttribute.INPUT_MESSAGES, messages);
	}

	static void addResponse(ChatResponse response, AttributeCollector attributes) {
		List<Object> messages = new ArrayList<>();
		for (Generation generation : response.getResults()) {
			String reason = generation.getMetadata().getFinishReason();
			messages
				.add(message(generation.getOutput(), (reason != null) ? reason.toLowerCase(Locale.ROOT) : "unknown"));
		}
		attributes.add(GenAiAttribute.OUTPUT_MESSAGES, messages);
	}

	private static Map<String, Object> message(Message message, @Nullable String finishReason) {
		List<Object> parts = new ArrayList<>();
		if (message instanceof AssistantMessage assistant) {
			addText("reasoning", assistant.getMetadata().get(QhaigcGeminiMetadata.THOUGHTS), parts);
		}
		addText("text", message.getText(), parts);
		if (message instanceof MediaContent content) {
			content.getMedia().forEach((media) -> parts.add(media(media)));
		}
		if (message instanceof AssistantMessage assistant) {
			assistant.getToolCalls().forEach((call) -> parts.add(toolCall(call)));
		}
		if (message instanceof ToolResponseMessage results) {
			results.getResponses().forEach((result) -> parts.add(toolResult(result)));
		}
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("role", message.getMessageType().getValue());
		json.put("parts", parts);
		if (finishReason != null) {
			json.put("finish_reason", finishReason);
		}
		return json;
	}

	private static void addText(String type, @Nullable Object text, List<Object> parts) {
		if (text instanceof String content && !content.isEmpty()) {
			parts.add(part("type", type, "content", content));
		}
	}

	private static Map<String, Object> toolCall(AssistantMessage.ToolCall call) {
		return part("type", "tool_call", "id", call.id(), "name", call.name(), "arguments",
				jsonOrText(call.arguments()));
	}

	private static Map<String, Object> toolResult(ToolResponseMessage.ToolResponse result) {
		return part("type", "tool_call_response", "id", result.id(), "response", jsonOrText(result.responseData()));
	}

	/**
	 * The conventions define a part for inline data and one for a URI. Since inline data
	 * is omitted, media with inline data becomes a part of the type {@code media}, which
	 * the conventions do not define.
	 */
	private static Map<String, Object> media(Media media) {
		String mimeType = media.getMimeType().toString();
		String modality = media.getMimeType().getType();
		if (media.getData() instanceof byte[] bytes) {
			return part("type", "media", "modality", modality, "mime_type", mimeType, "size", bytes.length);
		}
		String uri = media.getData().toString();
		boolean hasData = uri.regionMatches(true, 0, "data:", 0, "data:".length());
		return hasData ? part("type", "media", "modality", modality, "mime_type", mimeType, "size", uri.length())
				: part("type", "uri", "modality", modality, "mime_type", mimeType, "uri", uri);
	}

	private static Object jsonOrText(@Nullable String text) {
		String value = (text != null) ? text : "";
		try {
			return value.isBlank() ? value : JsonMapper.shared().readTree(value);
		}
		catch (JacksonException ex) {
			return value;
		}
	}

	private static Map<String, Object> part(Object... keysAndValues) {
		Map<String, Object> part = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			if (keysAndValues[i + 1] != null) {
				part.put((String) keysAndValues[i], keysAndValues[i + 1]);
			}
		}
		return part;
	}

}
