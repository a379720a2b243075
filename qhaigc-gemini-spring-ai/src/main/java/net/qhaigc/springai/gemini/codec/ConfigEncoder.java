package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.codec.schema.EmbeddedJson;
import net.qhaigc.springai.gemini.codec.schema.SchemaEncoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.ImageConfig;
import net.qhaigc.springai.gemini.options.MediaResolution;
import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.Speech;
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.wire.GenerationConfig;
import net.qhaigc.springai.gemini.wire.GenerationConfig.ThinkingConfig;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.SafetySetting;

/**
 * Encodes options as {@code generationConfig} and {@code safetySettings}. Options that
 * are not set are not sent.
 */
final class ConfigEncoder {

	private static final GenerationConfig EMPTY = GenerationConfig.builder().build();

	private final SchemaEncoder schemaEncoder;

	ConfigEncoder(WarnOnce warnings) {
		this.schemaEncoder = new SchemaEncoder(warnings);
	}

	/**
	 * Encode the configuration.
	 * @param options the options of the prompt
	 * @param model the model
	 * @return the configuration; null if none of its options is set
	 * @throws IllegalArgumentException if the output schema is not a JSON Schema
	 */
	@Nullable GenerationConfig encode(QhaigcGeminiChatOptions options, ModelId model) {
		SchemaEncoder.EncodedSchema schema = outputSchema(options, model);
		GenerationConfig config = GenerationConfig.builder()
			.temperature(options.getTemperature())
			.topP(options.getTopP())
			.topK(options.getTopK())
			.candidateCount(options.getCandidateCount())
			.maxOutputTokens(options.getMaxTokens())
			.stopSequences(options.getStopSequences())
			.presencePenalty(options.getPresencePenalty())
			.frequencyPenalty(options.getFrequencyPenalty())
			.seed(options.getSeed())
			.responseLogprobs(options.getResponseLogprobs())
			.logprobs(options.getLogprobs())
			.responseMimeType(responseMimeType(options))
			.responseSchema(schema.schema())
			.responseJsonSchema(schema.jsonSchema())
			.responseFormat(options.getResponseFormat())
			.responseModalities(modalities(options.getResponseModalities()))
			.speechConfig(speechConfig(options.getSpeech()))
			.imageConfig(imageConfig(options.getImageConfig()))
			.mediaResolution(mediaResolution(options.getMediaResolution()))
			.thinkingConfig(thinkingConfig(options))
			.enableEnhancedCivicAnswers(options.getEnableEnhancedCivicAnswers())
			.enableAffectiveDialog(options.getEnableAffectiveDialog())
			.audioTranscriptionConfig(options.getAudioTranscriptionConfig())
			.translationConfig(options.getTranslationConfig())
			.build();
		return config.equals(EMPTY) ? null : config;
	}

	/**
	 * Return where structured output contains JSON objects in strings.
	 * @param options the options of the prompt
	 * @param model the model
	 * @return the locations of these strings
	 */
	EmbeddedJson embeddedJsonLocations(QhaigcGeminiChatOptions options, ModelId model) {
		return outputSchema(options, model).embeddedJson();
	}

	private SchemaEncoder.EncodedSchema outputSchema(QhaigcGeminiChatOptions options, ModelId model) {
		String outputSchema = options.getOutputSchema();
		boolean hasSchema = outputSchema != null && StringUtils.hasText(outputSchema);
		return (outputSchema != null && hasSchema)
				? this.schemaEncoder.encodeOutput(outputSchema, options.getSchemaMode(), model.isGemini25OrNewer())
				: SchemaEncoder.EncodedSchema.NONE;
	}

	/**
	 * Encode the safety settings.
	 * @param options the options of the prompt
	 * @return the settings; null if there are none
	 */
	@Nullable List<SafetySetting> encodeSafety(QhaigcGeminiChatOptions options) {
		if (options.getSafetySettings() == null || options.getSafetySettings().isEmpty()) {
			return null;
		}
		return options.getSafetySettings()
			.stream()
			.map((setting) -> new SafetySetting("HARM_CATEGORY_" + setting.category(), setting.threshold().name()))
			.toList();
	}

	private static @Nullable String responseMimeType(QhaigcGeminiChatOptions options) {
		boolean impliesJson = StringUtils.hasText(options.getOutputSchema()) && options.getResponseMimeType() == null;
		return impliesJson ? "application/json" : options.getResponseMimeType();
	}

	private static @Nullable List<String> modalities(@Nullable List<Modality> modalities) {
		return (modalities != null) ? modalities.stream().map(Modality::name).toList() : null;
	}

	private static GenerationConfig.@Nullable ImageConfig imageConfig(@Nullable ImageConfig config) {
		return (config != null) ? new GenerationConfig.ImageConfig(config.aspectRatio(), config.imageSize()) : null;
	}

	private static @Nullable String mediaResolution(@Nullable MediaResolution resolution) {
		return (resolution != null) ? "MEDIA_RESOLUTION_" + resolution : null;
	}

	private static @Nullable ThinkingConfig thinkingConfig(QhaigcGeminiChatOptions options) {
		Thinking thinking = options.getThinking();
		if (thinking == null && options.getIncludeThoughts() == null) {
			return null;
		}
		return new ThinkingConfig(options.getIncludeThoughts(),
				(thinking instanceof Thinking.Budget budget) ? budget.tokens() : null,
				(thinking instanceof Thinking.Level level) ? level.name() : null);
	}

	private static @Nullable Map<String, Object> speechConfig(@Nullable Speech speech) {
		if (speech == null) {
			return null;
		}
		List<Object> speakers = new ArrayList<>();
		speech.speakers()
			.forEach((name, voice) -> speakers.add(JsonObject.of("speaker", name, "voiceConfig", voiceConfig(voice))));
		return JsonObject.of("languageCode", speech.languageCode(), "voiceConfig", voiceConfig(speech.voice()),
				"multiSpeakerVoiceConfig",
				speakers.isEmpty() ? null : JsonObject.of("speakerVoiceConfigs", List.copyOf(speakers)));
	}

	private static @Nullable Map<String, Object> voiceConfig(@Nullable String voice) {
		return (voice != null) ? JsonObject.of("prebuiltVoiceConfig", JsonObject.of("voiceName", voice)) : null;
	}

}
