package net.qhaigc.springai.gemini.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;

import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Writes Spring AI's user, assistant, system and tool messages as JSON, including their
 * metadata, tool calls and tool results, and reads messages from this JSON. The bytes of
 * media are in a {@link MediaStore}; the JSON contains only references to them, so that
 * it stays small. The JSON also contains the version of its format. Unknown fields are
 * ignored. Thread-safe.
 */
public final class MessageCodec {

	private static final Log logger = LogFactory.getLog("net.qhaigc.springai.gemini");

	private static final int VERSION = 1;

	/** Spring AI adds this key to the metadata of each message. */
	private static final String MESSAGE_TYPE = "messageType";

	private final MediaCodec mediaCodec;

	/**
	 * Create a codec.
	 * @param mediaStore the store for the bytes of media
	 */
	public MessageCodec(MediaStore mediaStore) {
		this.mediaCodec = new MediaCodec(mediaStore);
	}

	/**
	 * Write a message. Bytes of its media that are not in the store are stored there.
	 * @param message a user, assistant, system or tool message. Values of its metadata
	 * that cannot be written as JSON are dropped, with a warning
	 * @return JSON
	 * @throws IllegalArgumentException if the message is of another type
	 */
	public String write(Message message) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("v", VERSION);
		json.put("type", message.getMessageType().getValue());
		json.put("text", message.getText());
		if (message instanceof UserMessage user) {
			json.put("media", this.mediaCodec.write(user.getMedia()));
		}
		else if (message instanceof AssistantMessage assistant) {
			json.put("toolCalls", assistant.getToolCalls().stream().map(MessageCodec::write).toList());
			json.put("media", this.mediaCodec.write(assistant));
		}
		else if (message instanceof ToolResponseMessage tool) {
			json.put("toolResponses", tool.getResponses().stream().map(MessageCodec::write).toList());
		}
		else if (!(message instanceof SystemMessage)) {
			throw new IllegalArgumentException(
					"Messages of type %s cannot be written. Use the message types of Spring AI"
						.formatted(message.getClass().getName()));
		}
		json.put("metadata", metadata(message));
		json.values()
			.removeIf((value) -> value == null || (value instanceof List<?> list && list.isEmpty())
					|| (value instanceof Map<?, ?> map && map.isEmpty()));
		return WireJson.write(json);
	}

	private static Map<String, Object> write(ToolCall call) {
		return fields("id", call.id(), "type", call.type(), "name", call.name(), "arguments", call.arguments());
	}

	private static Map<String, Object> write(ToolResponse response) {
		return fields("id", response.id(), "name", response.name(), "responseData", response.responseData());
	}

	private static Map<String, Object> fields(@Nullable String... keysAndValues) {
		Map<String, Object> fields = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			if (keysAndValues[i + 1] != null) {
				fields.put(Objects.requireNonNull(keysAndValues[i]), keysAndValues[i + 1]);
			}
		}
		return fields;
	}

	private static Map<String, Object> metadata(Message message) {
		Map<String, Object> metadata = new TreeMap<>();
		message.getMetadata().forEach((key, value) -> {
			if (value != null && !key.equals(MESSAGE_TYPE)) {
				addMetadata(key, value, metadata);
			}
		});
		return metadata;
	}

	private static void addMetadata(String key, Object value, Map<String, Object> metadata) {
		try {
			Object json = (value instanceof String) ? value : WireJson.readValue(WireJson.write(value));
			// An empty Optional, for example, is written as null.
			if (json != null) {
				metadata.put(key, json);
			}
		}
		catch (JacksonException | IllegalArgumentException ex) {
			logger
				.warn("The metadata '%s' of a message was dropped, because a value of type %s cannot be written as JSON"
					.formatted(key, value.getClass().getName()));
		}
	}

	/**
	 * Read a message. Bytes of its media are read from the store when they are needed.
	 * @param json JSON that {@link #write(Message)} has returned, possibly with a
	 * different version of this library
	 * @return the message
	 * @throws IllegalArgumentException if the text is not the JSON of a message, or if
	 * this library does not support the version of its format
	 */
	public Message read(String json) {
		JsonFields message = parse(json);
		String text = message.text("text");
		return switch (type(message)) {
			case USER -> UserMessage.builder()
				.text(Objects.requireNonNullElse(text, ""))
				.media(this.mediaCodec.read(message.list("media")))
				.metadata(message.object("metadata"))
				.build();
			case ASSISTANT -> AssistantMessage.builder()
				.content(text)
				.properties(message.object("metadata"))
				.toolCalls(message.list("toolCalls").stream().map(MessageCodec::toolCall).toList())
				.media(this.mediaCodec.read(message.list("media")))
				.build();
			case SYSTEM -> SystemMessage.builder()
				.text(Objects.requireNonNullElse(text, ""))
				.metadata(message.object("metadata"))
				.build();
			case TOOL -> ToolResponseMessage.builder()
				.responses(message.list("toolResponses").stream().map(MessageCodec::toolResponse).toList())
				.metadata(message.object("metadata"))
				.build();
		};
	}

	/**
	 * Return the references to stored media that the JSON of a message contains, for
	 * example to delete the media together with the message.
	 * @param json JSON that {@link #write(Message)} has returned
	 * @return the references
	 * @throws IllegalArgumentException if the text is not the JSON of a message, or if
	 * this library does not support the version of its format
	 */
	public Set<String> mediaReferences(String json) {
		Set<String> references = new LinkedHashSet<>();
		for (JsonFields media : parse(json).list("media")) {
			String reference = media.text(MediaCodec.REFERENCE);
			if (reference != null) {
				references.add(reference);
			}
		}
		return references;
	}

	private static JsonFields parse(String json) {
		JsonFields message;
		try {
			message = JsonFields.of(WireJson.readValue(json));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The text is not the JSON of a message", ex);
		}
		if (message.value("v") == null) {
			throw new IllegalArgumentException("The JSON of a message has no version");
		}
		if (!Integer.valueOf(VERSION).equals(message.value("v"))) {
			throw new IllegalArgumentException(
					"The JSON of a message has version %s, but this version of the library reads version %d"
						.formatted(message.value("v"), VERSION));
		}
		return message;
	}

	private static MessageType type(JsonFields message) {
		String type = Objects.requireNonNullElse(message.text("type"), "");
		try {
			return MessageType.valueOf(type.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The JSON of a message has the unknown type '%s'".formatted(type), ex);
		}
	}

	private static ToolCall toolCall(JsonFields call) {
		return new ToolCall(call.textOrEmpty("id"), call.textOrEmpty("type"), call.textOrEmpty("name"),
				call.textOrEmpty("arguments"));
	}

	private static ToolResponse toolResponse(JsonFields response) {
		return new ToolResponse(response.textOrEmpty("id"), response.textOrEmpty("name"),
				response.textOrEmpty("responseData"));
	}

	/**
	 * The fields of a JSON object: a message, or an object in it. Fields with values of
	 * an unexpected type are treated as absent, but each element of a list must be an
	 * object.
	 *
	 * @param fields the fields
	 */
	record JsonFields(Map<?, ?> fields) {

		static JsonFields of(@Nullable Object value) {
			if (!(value instanceof Map<?, ?> fields)) {
				throw new IllegalArgumentException("The text is not the JSON of a message");
			}
			return new JsonFields(fields);
		}

		@Nullable Object value(String name) {
			return this.fields.get(name);
		}

		@Nullable String text(String name) {
			return (value(name) instanceof String text) ? text : null;
		}

		String textOrEmpty(String name) {
			return Objects.requireNonNullElse(text(name), "");
		}

		@SuppressWarnings("unchecked")
		Map<String, Object> object(String name) {
			return (value(name) instanceof Map<?, ?> map) ? (Map<String, Object>) map : Map.of();
		}

		List<JsonFields> list(String name) {
			List<JsonFields> list = new ArrayList<>();
			if (value(name) instanceof List<?> values) {
				values.forEach((value) -> list.add(of(value)));
			}
			return list;
		}

	}

}
