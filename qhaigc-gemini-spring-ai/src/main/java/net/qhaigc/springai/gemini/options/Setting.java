package net.qhaigc.springai.gemini.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The key of one option that is ours: all that has to be known of it stands on its line
 * here.
 *
 * @param <T> the type of the option's value
 */
final class Setting<T> {

	static final Setting<Integer> CANDIDATE_COUNT = new Setting<>("candidateCount", Range.atLeast(1));

	static final Setting<Integer> SEED = new Setting<>("seed");

	static final Setting<Boolean> RESPONSE_LOGPROBS = new Setting<>("responseLogprobs");

	static final Setting<Integer> LOGPROBS = new Setting<>("logprobs", new Range(0, 20));

	static final Setting<String> RESPONSE_MIME_TYPE = new Setting<>("responseMimeType");

	static final Setting<String> OUTPUT_SCHEMA = new Setting<>("outputSchema");

	static final Setting<Map<String, Object>> RESPONSE_FORMAT = new Setting<>("responseFormat");

	static final Setting<List<Modality>> RESPONSE_MODALITIES = new Setting<>("responseModalities");

	static final Setting<Speech> SPEECH = new Setting<>("speech");

	static final Setting<ImageConfig> IMAGE_CONFIG = new Setting<>("imageConfig");

	static final Setting<MediaResolution> MEDIA_RESOLUTION = new Setting<>("mediaResolution");

	static final Setting<Thinking> THINKING = new Setting<>("thinking");

	static final Setting<Boolean> INCLUDE_THOUGHTS = new Setting<>("includeThoughts");

	static final Setting<Map<String, Object>> AUDIO_TRANSCRIPTION_CONFIG = new Setting<>("audioTranscriptionConfig");

	static final Setting<Map<String, Object>> TRANSLATION_CONFIG = new Setting<>("translationConfig");

	static final Setting<Boolean> ENABLE_ENHANCED_CIVIC_ANSWERS = new Setting<>("enableEnhancedCivicAnswers");

	static final Setting<Boolean> ENABLE_AFFECTIVE_DIALOG = new Setting<>("enableAffectiveDialog");

	static final Setting<List<SafetySetting>> SAFETY_SETTINGS = new Setting<>("safetySettings", SafetySetting::combine);

	static final Setting<String> CACHED_CONTENT = new Setting<>("cachedContent");

	static final Setting<ServiceTier> SERVICE_TIER = new Setting<>("serviceTier");

	static final Setting<Boolean> STORE = new Setting<>("store");

	static final Setting<ToolChoice> TOOL_CHOICE = new Setting<>("toolChoice");

	static final Setting<Boolean> RESET_TOOL_CHOICE = new Setting<>("resetToolChoice");

	static final Setting<List<ServerTool>> SERVER_TOOLS = new Setting<>("serverTools");

	static final Setting<Boolean> INCLUDE_SERVER_SIDE_TOOL_INVOCATIONS = new Setting<>(
			"includeServerSideToolInvocations");

	static final Setting<RetrievalConfig> RETRIEVAL_CONFIG = new Setting<>("retrievalConfig");

	static final Setting<SchemaMode> SCHEMA_MODE = new Setting<>("schemaMode");

	static final Setting<FunctionCallIds> FUNCTION_CALL_IDS = new Setting<>("functionCallIds");

	static final Setting<MissingSignature> MISSING_SIGNATURE = new Setting<>("missingSignature");

	static final Setting<LeadingModelTurn> LEADING_MODEL_TURN = new Setting<>("leadingModelTurn");

	static final Setting<Boolean> KEEP_MEDIA_IN_HISTORY = new Setting<>("keepMediaInHistory");

	static final Setting<IncompleteStream> ON_INCOMPLETE_STREAM = new Setting<>("onIncompleteStream");

	static final Setting<Endpoint> ENDPOINT = new Setting<>("endpoint");

	static final Setting<Map<String, Object>> EXTRA_BODY = new Setting<>("extraBody", Setting::merge);

	static final Setting<Map<String, String>> HEADERS = new Setting<>("headers", Setting::merge);

	private final String name;

	private final @Nullable Range range;

	private final BinaryOperator<T> combine;

	private Setting(String name) {
		this(name, null, (mine, theirs) -> theirs);
	}

	private Setting(String name, Range range) {
		this(name, range, (mine, theirs) -> theirs);
	}

	private Setting(String name, BinaryOperator<T> combine) {
		this(name, null, combine);
	}

	private Setting(String name, @Nullable Range range, BinaryOperator<T> combine) {
		this.name = name;
		this.range = range;
		this.combine = combine;
	}

	/** What holds when both have a value: the other's, unless the two add up. */
	@SuppressWarnings("unchecked")
	Object combine(Object mine, Object theirs) {
		return this.combine.apply((T) mine, (T) theirs);
	}

	void check(Object value) {
		if (this.range != null) {
			this.range.check(this.name, (Number) value);
		}
	}

	/**
	 * What may be shown of a value: of free-form maps the keys, since values hold keys.
	 */
	Object shown(Object value) {
		return (this == HEADERS || this == EXTRA_BODY) ? ((Map<?, ?>) value).keySet() : value;
	}

	@Override
	public String toString() {
		return this.name;
	}

	@SuppressWarnings("unchecked")
	private static <V> Map<String, V> merge(Map<String, V> mine, Map<String, V> theirs) {
		Map<String, V> both = new LinkedHashMap<>(mine);
		theirs.forEach((key, value) -> both.put(key,
				(mine.get(key) instanceof Map<?, ?> below && value instanceof Map<?, ?> above)
						? (V) merge((Map<String, Object>) below, (Map<String, Object>) above) : value));
		return both;
	}

}
