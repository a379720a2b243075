package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Google's {@code GenerationConfig}. What is null is not sent, and the model's own
 * default holds.
 *
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param topK a whole number
 * @param candidateCount how many answers to give
 * @param maxOutputTokens the most tokens of the answer, thoughts included
 * @param stopSequences up to five words that end the answer
 * @param presencePenalty a penalty for words that are there already
 * @param frequencyPenalty a penalty that grows with a word's use
 * @param seed a seed for repeatable answers
 * @param responseLogprobs whether log probabilities are wanted
 * @param logprobs how many alternatives for each token, 0 to 20
 * @param responseMimeType {@code text/plain}, {@code application/json} or
 * {@code text/x.enum}
 * @param responseSchema the schema of a JSON answer
 * @param responseJsonSchema the same as JSON Schema; never beside {@code responseSchema}
 * @param responseFormat the newer form of the two
 * @param responseModalities TEXT, IMAGE, AUDIO, VIDEO
 * @param speechConfig voices
 * @param imageConfig aspect ratio and size of images
 * @param mediaResolution MEDIA_RESOLUTION_LOW, _MEDIUM or _HIGH
 * @param thinkingConfig how much to think, and whether to show it
 * @param enableEnhancedCivicAnswers for models that know it
 * @param enableAffectiveDialog for models that know it
 * @param audioTranscriptionConfig for models that know it
 * @param translationConfig for models that know it
 */
public record GenerationConfig(@Nullable Double temperature, @Nullable Double topP, @Nullable Integer topK,
		@Nullable Integer candidateCount, @Nullable Integer maxOutputTokens, @Nullable List<String> stopSequences,
		@Nullable Double presencePenalty, @Nullable Double frequencyPenalty, @Nullable Integer seed,
		@Nullable Boolean responseLogprobs, @Nullable Integer logprobs, @Nullable String responseMimeType,
		@Nullable Schema responseSchema, @Nullable Object responseJsonSchema,
		@Nullable Map<String, Object> responseFormat, @Nullable List<String> responseModalities,
		@Nullable Map<String, Object> speechConfig, @Nullable ImageConfig imageConfig, @Nullable String mediaResolution,
		@Nullable ThinkingConfig thinkingConfig, @Nullable Boolean enableEnhancedCivicAnswers,
		@Nullable Boolean enableAffectiveDialog, @Nullable Map<String, Object> audioTranscriptionConfig,
		@Nullable Map<String, Object> translationConfig) {

	/**
	 * How images are made.
	 *
	 * @param aspectRatio such as {@code 16:9}
	 * @param imageSize {@code 512}, {@code 1K}, {@code 2K} or {@code 4K}
	 */
	public record ImageConfig(@Nullable String aspectRatio, @Nullable String imageSize) {

	}

	/**
	 * How the model thinks; never both a budget and a level.
	 *
	 * @param includeThoughts whether summaries of the thoughts come with the answer
	 * @param thinkingBudget tokens; 0 is off and -1 leaves it to the model
	 * @param thinkingLevel MINIMAL, LOW, MEDIUM, HIGH or XHIGH
	 */
	public record ThinkingConfig(@Nullable Boolean includeThoughts, @Nullable Integer thinkingBudget,
			@Nullable String thinkingLevel) {

	}

}
