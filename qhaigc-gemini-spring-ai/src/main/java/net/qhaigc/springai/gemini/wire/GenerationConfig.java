package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Google's {@code GenerationConfig}. A component that is null is not sent, and the
 * default of the model applies.
 *
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param topK an integer
 * @param candidateCount the number of candidates
 * @param maxOutputTokens the maximum number of output tokens, including thinking tokens
 * @param stopSequences up to five sequences that end the response
 * @param presencePenalty a penalty for tokens that the response already contains
 * @param frequencyPenalty a penalty that increases with the frequency of a token in the
 * response
 * @param seed a seed for reproducible responses
 * @param responseLogprobs whether the response contains log probabilities
 * @param logprobs the number of alternatives for each token, 0 to 20
 * @param responseMimeType {@code text/plain}, {@code application/json} or
 * {@code text/x.enum}
 * @param responseSchema the schema of a JSON response
 * @param responseJsonSchema the schema as JSON Schema; cannot be combined with
 * {@code responseSchema}
 * @param responseFormat the newer alternative to MIME type and schema
 * @param responseModalities TEXT, IMAGE, AUDIO, VIDEO
 * @param speechConfig voices and language
 * @param imageConfig aspect ratio and size of images
 * @param mediaResolution MEDIA_RESOLUTION_LOW, _MEDIUM or _HIGH
 * @param thinkingConfig how much the model thinks, and whether to include thoughts
 * @param enableEnhancedCivicAnswers only for models that support it
 * @param enableAffectiveDialog only for models that support it
 * @param audioTranscriptionConfig only for models that support it
 * @param translationConfig only for models that support it
 */
public record GenerationConfig(@Nullable Double temperature, @Nullable Double topP, @Nullable Integer topK,
		@Nullable Integer candidateCount, @Nullable Integer maxOutputTokens, @Nullable List<String> stopSequences,
		@Nullable Double presencePenalty, @Nullable Double frequencyPenalty, @Nullable Integer seed,
		@Nullable Boolean responseLogprobs, @Nullable Integer logprobs, @Nullable String responseMimeType,
		@Nullable Schema responseSchema, @Nullable Map<String, Object> responseJsonSchema,
		@Nullable Map<String, Object> responseFormat, @Nullable List<String> responseModalities,
		@Nullable Map<String, Object> speechConfig, @Nullable ImageConfig imageConfig, @Nullable String mediaResolution,
		@Nullable ThinkingConfig thinkingConfig, @Nullable Boolean enableEnhancedCivicAnswers,
		@Nullable Boolean enableAffectiveDialog, @Nullable Map<String, Object> audioTranscriptionConfig,
		@Nullable Map<String, Object> translationConfig) {

	public GenerationConfig {
		stopSequences = ImmutableCopy.of(stopSequences);
		responseModalities = ImmutableCopy.of(responseModalities);
	}

	/**
	 * Return a builder of a configuration in which nothing is set.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Google's {@code ImageConfig}.
	 *
	 * @param aspectRatio such as {@code 16:9}
	 * @param imageSize {@code 512}, {@code 1K}, {@code 2K} or {@code 4K}
	 */
	public record ImageConfig(@Nullable String aspectRatio, @Nullable String imageSize) {

	}

	/**
	 * Google's {@code ThinkingConfig}, with a budget or a level but not both.
	 *
	 * @param includeThoughts whether the response contains summaries of the thoughts
	 * @param thinkingBudget the number of thinking tokens; 0 disables thinking, and with
	 * -1 the model decides
	 * @param thinkingLevel MINIMAL, LOW, MEDIUM, HIGH or XHIGH
	 */
	public record ThinkingConfig(@Nullable Boolean includeThoughts, @Nullable Integer thinkingBudget,
			@Nullable String thinkingLevel) {

	}

	/**
	 * Builds a configuration. A component that is not set, or is set to null, is absent.
	 */
	public static final class Builder {

		private @Nullable Double temperature;

		private @Nullable Double topP;

		private @Nullable Integer topK;

		private @Nullable Integer candidateCount;

		private @Nullable Integer maxOutputTokens;

		private @Nullable List<String> stopSequences;

		private @Nullable Double presencePenalty;

		private @Nullable Double frequencyPenalty;

		private @Nullable Integer seed;

		private @Nullable Boolean responseLogprobs;

		private @Nullable Integer logprobs;

		private @Nullable String responseMimeType;

		private @Nullable Schema responseSchema;

		private @Nullable Map<String, Object> responseJsonSchema;

		private @Nullable Map<String, Object> responseFormat;

		private @Nullable List<String> responseModalities;

		private @Nullable Map<String, Object> speechConfig;

		private @Nullable ImageConfig imageConfig;

		private @Nullable String mediaResolution;

		private @Nullable ThinkingConfig thinkingConfig;

		private @Nullable Boolean enableEnhancedCivicAnswers;

		private @Nullable Boolean enableAffectiveDialog;

		private @Nullable Map<String, Object> audioTranscriptionConfig;

		private @Nullable Map<String, Object> translationConfig;

		private Builder() {
		}

		public Builder temperature(@Nullable Double temperature) {
			this.temperature = temperature;
			return this;
		}

		public Builder topP(@Nullable Double topP) {
			this.topP = topP;
			return this;
		}

		public Builder topK(@Nullable Integer topK) {
			this.topK = topK;
			return this;
		}

		public Builder candidateCount(@Nullable Integer candidateCount) {
			this.candidateCount = candidateCount;
			return this;
		}

		public Builder maxOutputTokens(@Nullable Integer maxOutputTokens) {
			this.maxOutputTokens = maxOutputTokens;
			return this;
		}

		public Builder stopSequences(@Nullable List<String> stopSequences) {
			this.stopSequences = stopSequences;
			return this;
		}

		public Builder presencePenalty(@Nullable Double presencePenalty) {
			this.presencePenalty = presencePenalty;
			return this;
		}

		public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
			this.frequencyPenalty = frequencyPenalty;
			return this;
		}

		public Builder seed(@Nullable Integer seed) {
			this.seed = seed;
			return this;
		}

		public Builder responseLogprobs(@Nullable Boolean responseLogprobs) {
			this.responseLogprobs = responseLogprobs;
			return this;
		}

		public Builder logprobs(@Nullable Integer logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		public Builder responseMimeType(@Nullable String responseMimeType) {
			this.responseMimeType = responseMimeType;
			return this;
		}

		public Builder responseSchema(@Nullable Schema responseSchema) {
			this.responseSchema = responseSchema;
			return this;
		}

		public Builder responseJsonSchema(@Nullable Map<String, Object> responseJsonSchema) {
			this.responseJsonSchema = responseJsonSchema;
			return this;
		}

		public Builder responseFormat(@Nullable Map<String, Object> responseFormat) {
			this.responseFormat = responseFormat;
			return this;
		}

		public Builder responseModalities(@Nullable List<String> responseModalities) {
			this.responseModalities = responseModalities;
			return this;
		}

		public Builder speechConfig(@Nullable Map<String, Object> speechConfig) {
			this.speechConfig = speechConfig;
			return this;
		}

		public Builder imageConfig(@Nullable ImageConfig imageConfig) {
			this.imageConfig = imageConfig;
			return this;
		}

		public Builder mediaResolution(@Nullable String mediaResolution) {
			this.mediaResolution = mediaResolution;
			return this;
		}

		public Builder thinkingConfig(@Nullable ThinkingConfig thinkingConfig) {
			this.thinkingConfig = thinkingConfig;
			return this;
		}

		public Builder enableEnhancedCivicAnswers(@Nullable Boolean enableEnhancedCivicAnswers) {
			this.enableEnhancedCivicAnswers = enableEnhancedCivicAnswers;
			return this;
		}

		public Builder enableAffectiveDialog(@Nullable Boolean enableAffectiveDialog) {
			this.enableAffectiveDialog = enableAffectiveDialog;
			return this;
		}

		public Builder audioTranscriptionConfig(@Nullable Map<String, Object> audioTranscriptionConfig) {
			this.audioTranscriptionConfig = audioTranscriptionConfig;
			return this;
		}

		public Builder translationConfig(@Nullable Map<String, Object> translationConfig) {
			this.translationConfig = translationConfig;
			return this;
		}

		public GenerationConfig build() {
			return new GenerationConfig(this.temperature, this.topP, this.topK, this.candidateCount,
					this.maxOutputTokens, this.stopSequences, this.presencePenalty, this.frequencyPenalty, this.seed,
					this.responseLogprobs, this.logprobs, this.responseMimeType, this.responseSchema,
					this.responseJsonSchema, this.responseFormat, this.responseModalities, this.speechConfig,
					this.imageConfig, this.mediaResolution, this.thinkingConfig, this.enableEnhancedCivicAnswers,
					this.enableAffectiveDialog, this.audioTranscriptionConfig, this.translationConfig);
		}

	}

}
