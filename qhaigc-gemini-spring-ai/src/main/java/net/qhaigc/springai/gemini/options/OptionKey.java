package net.qhaigc.springai.gemini.options;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.ApiKey;

/**
 * The key of an option that this library declares. Contains the name of the option, the
 * range of its values, and a function that combines two values.
 *
 * @param <T> the type of the option's value
 */
final class OptionKey<T> {

	static final OptionKey<Integer> CANDIDATE_COUNT = new OptionKey<>("candidateCount", Range.atLeast(1));

	static final OptionKey<Integer> SEED = new OptionKey<>("seed");

	static final OptionKey<Boolean> RESPONSE_LOGPROBS = new OptionKey<>("responseLogprobs");

	static final OptionKey<Integer> LOGPROBS = new OptionKey<>("logprobs", new Range(0, 20));

	static final OptionKey<String> RESPONSE_MIME_TYPE = new OptionKey<>("responseMimeType");

	static final OptionKey<String> OUTPUT_SCHEMA = new OptionKey<>("outputSchema");

	static final OptionKey<Map<String, Object>> RESPONSE_FORMAT = new OptionKey<>("responseFormat");

	static final OptionKey<List<Modality>> RESPONSE_MODALITIES = new OptionKey<>("responseModalities");

	static final OptionKey<Speech> SPEECH = new OptionKey<>("speech");

	static final OptionKey<ImageConfig> IMAGE_CONFIG = new OptionKey<>("imageConfig");

	static final OptionKey<MediaResolution> MEDIA_RESOLUTION = new OptionKey<>("mediaResolution");

	static final OptionKey<Thinking> THINKING = new OptionKey<>("thinking");

	static final OptionKey<Boolean> INCLUDE_THOUGHTS = new OptionKey<>("includeThoughts");

	static final OptionKey<Map<String, Object>> AUDIO_TRANSCRIPTION_CONFIG = new OptionKey<>(
			"audioTranscriptionConfig");

	static final OptionKey<Map<String, Object>> TRANSLATION_CONFIG = new OptionKey<>("translationConfig");

	static final OptionKey<Boolean> ENABLE_ENHANCED_CIVIC_ANSWERS = new OptionKey<>("enableEnhancedCivicAnswers");

	static final OptionKey<Boolean> ENABLE_AFFECTIVE_DIALOG = new OptionKey<>("enableAffectiveDialog");

	static final OptionKey<List<SafetySetting>> SAFETY_SETTINGS = new OptionKey<>("safetySettings",
			SafetySetting::combine);

	static final OptionKey<String> CACHED_CONTENT = new OptionKey<>("cachedContent");

	static final OptionKey<ServiceTier> SERVICE_TIER = new OptionKey<>("serviceTier");

	static final OptionKey<Boolean> STORE = new OptionKey<>("store");

	static final OptionKey<Map<String, String>> LABELS = new OptionKey<>("labels", OptionKey::merge);

	static final OptionKey<String> USER = new OptionKey<>("user");

	static final OptionKey<Map<String, Integer>> LOGIT_BIAS = new OptionKey<>("logitBias", new Range(-100, 100),
			OptionKey::merge);

	static final OptionKey<ToolChoice> TOOL_CHOICE = new OptionKey<>("toolChoice");

	static final OptionKey<Boolean> PARALLEL_TOOL_CALLS = new OptionKey<>("parallelToolCalls");

	static final OptionKey<Boolean> RESET_TOOL_CHOICE = new OptionKey<>("resetToolChoice");

	static final OptionKey<List<ServerTool>> SERVER_TOOLS = new OptionKey<>("serverTools");

	static final OptionKey<List<Map<String, Object>>> EXTRA_TOOLS = new OptionKey<>("extraTools");

	static final OptionKey<Boolean> INCLUDE_SERVER_SIDE_TOOL_INVOCATIONS = new OptionKey<>(
			"includeServerSideToolInvocations");

	static final OptionKey<RetrievalConfig> RETRIEVAL_CONFIG = new OptionKey<>("retrievalConfig");

	static final OptionKey<SchemaMode> SCHEMA_MODE = new OptionKey<>("schemaMode");

	static final OptionKey<FunctionCallIds> FUNCTION_CALL_IDS = new OptionKey<>("functionCallIds");

	static final OptionKey<MissingSignature> MISSING_SIGNATURE = new OptionKey<>("missingSignature");

	static final OptionKey<LeadingModelTurn> LEADING_MODEL_TURN = new OptionKey<>("leadingModelTurn");

	static final OptionKey<MediaInMetadata> MEDIA_IN_METADATA = new OptionKey<>("mediaInMetadata");

	static final OptionKey<Integer> KEEP_MEDIA = new OptionKey<>("keepMedia", Range.atLeast(0));

	static final OptionKey<Integer> KEEP_IMAGES = new OptionKey<>("keepImages", Range.atLeast(0));

	static final OptionKey<IncompleteStream> ON_INCOMPLETE_STREAM = new OptionKey<>("onIncompleteStream");

	static final OptionKey<Integer> MAX_CONTINUATIONS = new OptionKey<>("maxContinuations", Range.atLeast(0));

	static final OptionKey<ThinkTags> THINK_TAGS = new OptionKey<>("thinkTags");

	static final OptionKey<MarkdownImages> MARKDOWN_IMAGES = new OptionKey<>("markdownImages");

	static final OptionKey<Endpoint> ENDPOINT = new OptionKey<>("endpoint");

	static final OptionKey<ApiKey> API_KEY = new OptionKey<>("apiKey");

	static final OptionKey<Map<String, Object>> EXTRA_BODY = new OptionKey<>("extraBody", OptionKey::merge);

	static final OptionKey<Map<String, String>> HEADERS = new OptionKey<>("headers", OptionKey::merge);

	private final String name;

	private final @Nullable Range range;

	private final BinaryOperator<T> combine;

	private OptionKey(String name) {
		this(name, null, (current, other) -> other);
	}

	private OptionKey(String name, Range range) {
		this(name, range, (current, other) -> other);
	}

	private OptionKey(String name, BinaryOperator<T> combine) {
		this(name, null, combine);
	}

	private OptionKey(String name, @Nullable Range range, BinaryOperator<T> combine) {
		this.name = name;
		this.range = range;
		this.combine = combine;
	}

	/**
	 * Combine two values: the other value replaces the current value, unless the option
	 * merges values.
	 */
	@SuppressWarnings("unchecked")
	Object combine(Object current, Object other) {
		return this.combine.apply((T) current, (T) other);
	}

	void check(Object value) {
		if (this.range != null) {
			Collection<?> numbers = (value instanceof Map<?, ?> map) ? map.values() : List.of(value);
			for (Object number : numbers) {
				this.range.check(this.name, (Number) number);
			}
		}
	}

	/**
	 * Return a value without secrets: for headers, the extra body and extra tools, only
	 * the names of their fields; for an API key, asterisks.
	 */
	Object printable(Object value) {
		if (this == API_KEY) {
			return "***";
		}
		if (this == EXTRA_TOOLS) {
			return ((List<?>) value).stream().map((tool) -> ((Map<?, ?>) tool).keySet()).toList();
		}
		return (this == HEADERS || this == EXTRA_BODY) ? ((Map<?, ?>) value).keySet() : value;
	}

	@Override
	public String toString() {
		return this.name;
	}

	@SuppressWarnings("unchecked")
	private static <V> Map<String, V> merge(Map<String, V> current, Map<String, V> other) {
		Map<String, V> merged = new LinkedHashMap<>(current);
		other.forEach((key, value) -> merged.put(key,
				(current.get(key) instanceof Map<?, ?> currentMap && value instanceof Map<?, ?> otherMap)
						? (V) merge((Map<String, Object>) currentMap, (Map<String, Object>) otherMap) : value));
		return merged;
	}

}
