package net.qhaigc.springai.gemini.observation;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Attributes of OpenTelemetry's semantic conventions, with the types of their values.
 */
enum GenAiAttribute {

	OPERATION_NAME("gen_ai.operation.name", Type.STRING),

	PROVIDER_NAME("gen_ai.provider.name", Type.STRING),

	REQUEST_MODEL("gen_ai.request.model", Type.STRING),

	RESPONSE_MODEL("gen_ai.response.model", Type.STRING),

	SERVER_ADDRESS("server.address", Type.STRING),

	SERVER_PORT("server.port", Type.INT),

	ERROR_TYPE("error.type", Type.STRING),

	CONVERSATION_ID("gen_ai.conversation.id", Type.STRING),

	/** Not part of the conventions for generative AI; backends use it to group traces. */
	SESSION_ID("session.id", Type.STRING),

	OUTPUT_TYPE("gen_ai.output.type", Type.STRING),

	CHOICE_COUNT("gen_ai.request.choice.count", Type.INT),

	SEED("gen_ai.request.seed", Type.INT),

	STREAM("gen_ai.request.stream", Type.BOOLEAN),

	TOP_K("gen_ai.request.top_k", Type.DOUBLE),

	TOP_P("gen_ai.request.top_p", Type.DOUBLE),

	TEMPERATURE("gen_ai.request.temperature", Type.DOUBLE),

	FREQUENCY_PENALTY("gen_ai.request.frequency_penalty", Type.DOUBLE),

	PRESENCE_PENALTY("gen_ai.request.presence_penalty", Type.DOUBLE),

	MAX_TOKENS("gen_ai.request.max_tokens", Type.INT),

	STOP_SEQUENCES("gen_ai.request.stop_sequences", Type.STRINGS),

	FINISH_REASONS("gen_ai.response.finish_reasons", Type.STRINGS),

	RESPONSE_ID("gen_ai.response.id", Type.STRING),

	INPUT_TOKENS("gen_ai.usage.input_tokens", Type.INT),

	OUTPUT_TOKENS("gen_ai.usage.output_tokens", Type.INT),

	CACHE_READ_TOKENS("gen_ai.usage.cache_read.input_tokens", Type.INT),

	REASONING_TOKENS("gen_ai.usage.reasoning.output_tokens", Type.INT),

	TEXT_INPUT_TOKENS("gen_ai.usage.text.input_tokens", Type.INT),

	AUDIO_INPUT_TOKENS("gen_ai.usage.audio.input_tokens", Type.INT),

	IMAGE_INPUT_TOKENS("gen_ai.usage.image.input_tokens", Type.INT),

	VIDEO_INPUT_TOKENS("gen_ai.usage.video.input_tokens", Type.INT),

	TEXT_OUTPUT_TOKENS("gen_ai.usage.text.output_tokens", Type.INT),

	AUDIO_OUTPUT_TOKENS("gen_ai.usage.audio.output_tokens", Type.INT),

	SYSTEM_INSTRUCTIONS("gen_ai.system_instructions", Type.STRING),

	INPUT_MESSAGES("gen_ai.input.messages", Type.STRING),

	OUTPUT_MESSAGES("gen_ai.output.messages", Type.STRING);

	private static final Map<String, GenAiAttribute> BY_KEY = new HashMap<>();

	static {
		for (GenAiAttribute attribute : values()) {
			BY_KEY.put(attribute.key, attribute);
		}
	}

	private final String key;

	private final Type type;

	GenAiAttribute(String key, Type type) {
		this.key = key;
		this.type = type;
	}

	String key() {
		return this.key;
	}

	Type type() {
		return this.type;
	}

	static @Nullable GenAiAttribute of(String key) {
		return BY_KEY.get(key);
	}

	/**
	 * Return the attribute for the tokens of a modality.
	 * @param modality Google's name of the modality
	 * @param direction {@code input} or {@code output}
	 * @return the attribute; null if the conventions have none
	 */
	static @Nullable GenAiAttribute tokens(@Nullable String modality, String direction) {
		return (modality != null)
				? of("gen_ai.usage.%s.%s_tokens".formatted(modality.toLowerCase(Locale.ROOT), direction)) : null;
	}

	enum Type {

		STRING, STRINGS, INT, DOUBLE, BOOLEAN

	}

}
