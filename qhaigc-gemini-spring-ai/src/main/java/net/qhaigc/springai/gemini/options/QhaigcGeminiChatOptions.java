package net.qhaigc.springai.gemini.options;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.util.Assert;

/**
 * The options of a request to the Qhaigc gateway. An option that is not set is null, so
 * that the default of this library, the model or the gateway applies. Instances are
 * immutable and compared by value.
 * <p>
 * Spring AI declares the options that all chat models share; this class declares those of
 * Gemini and of this library. Fields of the API that have no option can be sent with
 * {@code extraBody}.
 */
public final class QhaigcGeminiChatOptions extends DefaultToolCallingChatOptions
		implements StructuredOutputChatOptions {

	/**
	 * The model that the starter uses if none is set.
	 */
	public static final String DEFAULT_MODEL = "gemini-3.5-flash";

	private static final int MAX_STOP_SEQUENCES = 5;

	private final OptionValues values;

	private QhaigcGeminiChatOptions(ToolCallingChatOptions portable, OptionValues values) {
		super(portable.getToolCallbacks(), portable.getToolContext(), strip(portable.getModel()),
				portable.getFrequencyPenalty(), portable.getMaxTokens(), portable.getPresencePenalty(),
				portable.getStopSequences(), portable.getTemperature(), portable.getTopK(), portable.getTopP());
		this.values = values;
	}

	private static @Nullable String strip(@Nullable String model) {
		return (model != null) ? model.strip() : null;
	}

	/**
	 * Create a builder in which no option is set.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return a builder that is initialized with these options.
	 */
	@Override
	public Builder mutate() {
		Builder builder = builder().model(getModel())
			.frequencyPenalty(getFrequencyPenalty())
			.maxTokens(getMaxTokens())
			.presencePenalty(getPresencePenalty())
			.stopSequences(getStopSequences())
			.temperature(getTemperature())
			.topK(getTopK())
			.topP(getTopP())
			.toolCallbacks(getToolCallbacks())
			.toolContext(getToolContext());
		builder.values = this.values.copy();
		return builder;
	}

	/**
	 * Return only those options whose values differ from the defaults. An option that is
	 * not set here is not set in the result either, even if the defaults contain it.
	 * @param defaults the options to compare with
	 * @return the options that differ; tool callbacks and the tool context are kept
	 */
	public QhaigcGeminiChatOptions differencesFrom(QhaigcGeminiChatOptions defaults) {
		Builder builder = builder().model(unlessEqual(getModel(), defaults.getModel()))
			.frequencyPenalty(unlessEqual(getFrequencyPenalty(), defaults.getFrequencyPenalty()))
			.maxTokens(unlessEqual(getMaxTokens(), defaults.getMaxTokens()))
			.presencePenalty(unlessEqual(getPresencePenalty(), defaults.getPresencePenalty()))
			.stopSequences(unlessEqual(getStopSequences(), defaults.getStopSequences()))
			.temperature(unlessEqual(getTemperature(), defaults.getTemperature()))
			.topK(unlessEqual(getTopK(), defaults.getTopK()))
			.topP(unlessEqual(getTopP(), defaults.getTopP()))
			.toolCallbacks(getToolCallbacks())
			.toolContext(getToolContext());
		builder.values = this.values.differencesFrom(defaults.values);
		return builder.build();
	}

	private static <T> @Nullable T unlessEqual(@Nullable T value, @Nullable T other) {
		return Objects.equals(value, other) ? null : value;
	}

	/** Return the same value as {@link #getMaxTokens()}, under Google's name. */
	public @Nullable Integer getMaxOutputTokens() {
		return getMaxTokens();
	}

	/** Return the number of candidates to generate; null means 1. */
	public @Nullable Integer getCandidateCount() {
		return this.values.get(OptionKey.CANDIDATE_COUNT);
	}

	/** Return the seed for reproducible responses. */
	public @Nullable Integer getSeed() {
		return this.values.get(OptionKey.SEED);
	}

	/**
	 * Return whether to return log probabilities. The value is true if this option is not
	 * set, but {@code logprobs} is, because {@code logprobs} requires log probabilities.
	 */
	public @Nullable Boolean getResponseLogprobs() {
		Boolean set = this.values.get(OptionKey.RESPONSE_LOGPROBS);
		return (set == null && getLogprobs() != null) ? Boolean.TRUE : set;
	}

	/** Return the number of alternatives to return for each token, 0 to 20. */
	public @Nullable Integer getLogprobs() {
		return this.values.get(OptionKey.LOGPROBS);
	}

	/** Return the MIME type of the response. */
	public @Nullable String getResponseMimeType() {
		return this.values.get(OptionKey.RESPONSE_MIME_TYPE);
	}

	/** Return the JSON Schema of the response. */
	@Override
	public @Nullable String getOutputSchema() {
		return this.values.get(OptionKey.OUTPUT_SCHEMA);
	}

	/** Return the same value as {@link #getOutputSchema()}, under Google's name. */
	public @Nullable String getResponseSchema() {
		return getOutputSchema();
	}

	/** Return Google's {@code responseFormat}. */
	public @Nullable Map<String, Object> getResponseFormat() {
		return this.values.get(OptionKey.RESPONSE_FORMAT);
	}

	/** Return the kinds of content that the response may contain. */
	public @Nullable List<Modality> getResponseModalities() {
		return this.values.get(OptionKey.RESPONSE_MODALITIES);
	}

	/** Return the voices of spoken responses. */
	public @Nullable Speech getSpeech() {
		return this.values.get(OptionKey.SPEECH);
	}

	/** Return the settings for image generation. */
	public @Nullable ImageConfig getImageConfig() {
		return this.values.get(OptionKey.IMAGE_CONFIG);
	}

	/** Return the resolution at which images and videos are processed. */
	public @Nullable MediaResolution getMediaResolution() {
		return this.values.get(OptionKey.MEDIA_RESOLUTION);
	}

	/** Return how much the model thinks, as a budget or a level. */
	public @Nullable Thinking getThinking() {
		return this.values.get(OptionKey.THINKING);
	}

	/** Return the maximum number of thinking tokens; null if a level is set. */
	public @Nullable Integer getThinkingBudget() {
		return (getThinking() instanceof Thinking.Budget budget) ? budget.tokens() : null;
	}

	/** Return the thinking level; null if a budget is set. */
	public Thinking.@Nullable Level getThinkingLevel() {
		return (getThinking() instanceof Thinking.Level level) ? level : null;
	}

	/** Return whether to return summaries of the thoughts. */
	public @Nullable Boolean getIncludeThoughts() {
		return this.values.get(OptionKey.INCLUDE_THOUGHTS);
	}

	/** Return Google's {@code audioTranscriptionConfig}. */
	public @Nullable Map<String, Object> getAudioTranscriptionConfig() {
		return this.values.get(OptionKey.AUDIO_TRANSCRIPTION_CONFIG);
	}

	/** Return Google's {@code translationConfig}. */
	public @Nullable Map<String, Object> getTranslationConfig() {
		return this.values.get(OptionKey.TRANSLATION_CONFIG);
	}

	/** Return whether to enable enhanced civic answers. */
	public @Nullable Boolean getEnableEnhancedCivicAnswers() {
		return this.values.get(OptionKey.ENABLE_ENHANCED_CIVIC_ANSWERS);
	}

	/** Return whether the model adapts to the emotions of the speaker. */
	public @Nullable Boolean getEnableAffectiveDialog() {
		return this.values.get(OptionKey.ENABLE_AFFECTIVE_DIALOG);
	}

	/** Return the thresholds for harmful content. */
	public @Nullable List<SafetySetting> getSafetySettings() {
		return this.values.get(OptionKey.SAFETY_SETTINGS);
	}

	/** Return the name of the cached content. */
	public @Nullable String getCachedContent() {
		return this.values.get(OptionKey.CACHED_CONTENT);
	}

	/**
	 * Return the same value as {@link #getCachedContent()}, under the name that Spring
	 * AI's Google GenAI module uses.
	 */
	public @Nullable String getCachedContentName() {
		return getCachedContent();
	}

	/** Return the service tier. */
	public @Nullable ServiceTier getServiceTier() {
		return this.values.get(OptionKey.SERVICE_TIER);
	}

	/** Return whether the provider may store the request. */
	public @Nullable Boolean getStore() {
		return this.values.get(OptionKey.STORE);
	}

	/** Return the labels of the request. */
	public @Nullable Map<String, String> getLabels() {
		return this.values.get(OptionKey.LABELS);
	}

	/** Return the identifier of the end user. */
	public @Nullable String getUser() {
		return this.values.get(OptionKey.USER);
	}

	/** Return the biases of tokens, from -100 to 100, by token ID. */
	public @Nullable Map<String, Integer> getLogitBias() {
		return this.values.get(OptionKey.LOGIT_BIAS);
	}

	/** Return whether the model may, must or must not call functions. */
	public @Nullable ToolChoice getToolChoice() {
		return this.values.get(OptionKey.TOOL_CHOICE);
	}

	/** Return whether the model may call several tools in one response. */
	public @Nullable Boolean getParallelToolCalls() {
		return this.values.get(OptionKey.PARALLEL_TOOL_CALLS);
	}

	/**
	 * Return whether {@link ToolChoice#any} applies only to the first round of a tool
	 * loop; null means true.
	 */
	public @Nullable Boolean getResetToolChoice() {
		return this.values.get(OptionKey.RESET_TOOL_CHOICE);
	}

	/** Return the server tools, which Google provides. */
	public @Nullable List<ServerTool> getServerTools() {
		return this.values.get(OptionKey.SERVER_TOOLS);
	}

	/**
	 * Return the additional tools, in the JSON format of the endpoint.
	 */
	public @Nullable List<Map<String, Object>> getExtraTools() {
		return this.values.get(OptionKey.EXTRA_TOOLS);
	}

	/**
	 * Return whether the response contains the calls and results of server tools; null
	 * means true if functions and server tools are combined, otherwise false.
	 */
	public @Nullable Boolean getIncludeServerSideToolInvocations() {
		return this.values.get(OptionKey.INCLUDE_SERVER_SIDE_TOOL_INVOCATIONS);
	}

	/** Return the location and language for server tools. */
	public @Nullable RetrievalConfig getRetrievalConfig() {
		return this.values.get(OptionKey.RETRIEVAL_CONFIG);
	}

	/** Return the format of schemas; null means {@link SchemaMode#AUTO}. */
	public @Nullable SchemaMode getSchemaMode() {
		return this.values.get(OptionKey.SCHEMA_MODE);
	}

	/**
	 * Return whether IDs of function calls are sent; null means
	 * {@link FunctionCallIds#ECHO}.
	 */
	public @Nullable FunctionCallIds getFunctionCallIds() {
		return this.values.get(OptionKey.FUNCTION_CALL_IDS);
	}

	/**
	 * Return how unsigned function calls are sent; null means a default that depends on
	 * the model.
	 */
	public @Nullable MissingSignature getMissingSignature() {
		return this.values.get(OptionKey.MISSING_SIGNATURE);
	}

	/**
	 * Return how text of the model before the first user message is handled; null means
	 * {@link LeadingModelTurn#KEEP}.
	 */
	public @Nullable LeadingModelTurn getLeadingModelTurn() {
		return this.values.get(OptionKey.LEADING_MODEL_TURN);
	}

	/**
	 * Return what the metadata of a message contains for generated media; null means
	 * {@link MediaInMetadata#REFERENCE}.
	 */
	public @Nullable MediaInMetadata getMediaInMetadata() {
		return this.values.get(OptionKey.MEDIA_IN_METADATA);
	}

	/**
	 * Return the number of earlier turns whose media is sent again; null means 3 for
	 * generated media and media of tool results, and no limit for media of the user.
	 */
	public @Nullable Integer getKeepMedia() {
		return this.values.get(OptionKey.KEEP_MEDIA);
	}

	/**
	 * Return the number of earlier turns whose images are sent again; null means the
	 * number of {@link #getKeepMedia()}.
	 */
	public @Nullable Integer getKeepImages() {
		return this.values.get(OptionKey.KEEP_IMAGES);
	}

	/**
	 * Return how an incomplete stream terminates; null means
	 * {@link IncompleteStream#ERROR}.
	 */
	public @Nullable IncompleteStream getOnIncompleteStream() {
		return this.values.get(OptionKey.ON_INCOMPLETE_STREAM);
	}

	/**
	 * Return the maximum number of requests that continue one response; null means 16.
	 */
	public @Nullable Integer getMaxContinuations() {
		return this.values.get(OptionKey.MAX_CONTINUATIONS);
	}

	/**
	 * Return what is done with thoughts in tags inside the text; null means
	 * {@link ThinkTags#KEEP}.
	 */
	public @Nullable ThinkTags getThinkTags() {
		return this.values.get(OptionKey.THINK_TAGS);
	}

	/**
	 * Return what is done with Markdown images inside the text; null means
	 * {@link MarkdownImages#KEEP}.
	 */
	public @Nullable MarkdownImages getMarkdownImages() {
		return this.values.get(OptionKey.MARKDOWN_IMAGES);
	}

	/** Return the endpoint of the gateway; null means {@link Endpoint#NATIVE}. */
	public @Nullable Endpoint getEndpoint() {
		return this.values.get(OptionKey.ENDPOINT);
	}

	/**
	 * Return the source of the API key; null means the API key of the chat model or the
	 * client. The source is not included when these options are written as JSON.
	 */
	@JsonIgnore
	public @Nullable ApiKey getApiKey() {
		return this.values.get(OptionKey.API_KEY);
	}

	/** Return the JSON Merge Patch that is applied to the request body. */
	public @Nullable Map<String, Object> getExtraBody() {
		return this.values.get(OptionKey.EXTRA_BODY);
	}

	/** Return the additional headers of the request. */
	public @Nullable Map<String, String> getHeaders() {
		return this.values.get(OptionKey.HEADERS);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof QhaigcGeminiChatOptions that && this.values.equals(that.values);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.values);
	}

	/**
	 * Return the options that are set, without values that may be secret. The API key is
	 * redacted. Headers, the extra body, extra tools and the tool context are represented
	 * by the names of their fields.
	 */
	@Override
	public String toString() {
		Map<String, Object> printable = this.values.printable();
		putIfSet(printable, "model", getModel());
		putIfSet(printable, "temperature", getTemperature());
		putIfSet(printable, "topP", getTopP());
		putIfSet(printable, "topK", getTopK());
		putIfSet(printable, "maxTokens", getMaxTokens());
		putIfSet(printable, "stopSequences", getStopSequences());
		putIfSet(printable, "presencePenalty", getPresencePenalty());
		putIfSet(printable, "frequencyPenalty", getFrequencyPenalty());
		if (getToolCallbacks() != null) {
			putIfSet(printable, "toolCallbacks",
					getToolCallbacks().stream().map((tool) -> tool.getToolDefinition().name()).toList());
		}
		if (getToolContext() != null) {
			putIfSet(printable, "toolContext", getToolContext().keySet());
		}
		return "QhaigcGeminiChatOptions" + printable;
	}

	private static void putIfSet(Map<String, Object> printable, String name, @Nullable Object value) {
		if (value != null) {
			printable.put(name, value);
		}
	}

	/**
	 * Builder for {@link QhaigcGeminiChatOptions}. Every method unsets its option if the
	 * argument is null, so that the default of this library, the model or the gateway
	 * applies.
	 */
	public static final class Builder extends DefaultToolCallingChatOptions.Builder<Builder>
			implements StructuredOutputChatOptions.Builder<Builder> {

		private OptionValues values = new OptionValues();

		private Thinking.@Nullable Budget budget;

		private Thinking.@Nullable Level level;

		private Builder() {
		}

		/**
		 * Set the maximum number of output tokens, including thinking tokens; the same
		 * option as {@code maxTokens}, under Google's name.
		 */
		public Builder maxOutputTokens(@Nullable Integer maxOutputTokens) {
			return maxTokens(maxOutputTokens);
		}

		/**
		 * Set the number of candidates to generate, at least 1 (Google's {@code
		 * candidateCount}). Each candidate is a {@code Generation} of the response.
		 */
		public Builder candidateCount(@Nullable Integer candidateCount) {
			return set(OptionKey.CANDIDATE_COUNT, candidateCount);
		}

		/**
		 * Set the seed for sampling (Google's {@code seed}). With the same seed and
		 * prompt, the model tends to return the same response.
		 */
		public Builder seed(@Nullable Integer seed) {
			return set(OptionKey.SEED, seed);
		}

		/**
		 * Set whether to return the log probabilities of the tokens (Google's {@code
		 * responseLogprobs}).
		 */
		public Builder responseLogprobs(@Nullable Boolean responseLogprobs) {
			return set(OptionKey.RESPONSE_LOGPROBS, responseLogprobs);
		}

		/**
		 * Set the number of alternatives to return for each token, 0 to 20 (Google's
		 * {@code logprobs}). Implies {@code responseLogprobs} unless that is set.
		 */
		public Builder logprobs(@Nullable Integer logprobs) {
			return set(OptionKey.LOGPROBS, logprobs);
		}

		/**
		 * Set the MIME type of the response (Google's {@code responseMimeType}): {@code
		 * text/plain}, {@code application/json} or {@code text/x.enum}. Takes precedence
		 * over the type that {@code outputSchema} implies.
		 */
		public Builder responseMimeType(@Nullable String responseMimeType) {
			return set(OptionKey.RESPONSE_MIME_TYPE, responseMimeType);
		}

		/**
		 * Set the JSON Schema of the response (Google's {@code responseSchema} or {@code
		 * responseJsonSchema}). Implies the MIME type {@code application/json}.
		 */
		@Override
		public Builder outputSchema(@Nullable String outputSchema) {
			return set(OptionKey.OUTPUT_SCHEMA, outputSchema);
		}

		/**
		 * Set the JSON Schema of the response; the same option as {@link #outputSchema},
		 * under Google's name.
		 */
		public Builder responseSchema(@Nullable String responseSchema) {
			return outputSchema(responseSchema);
		}

		/** Set Google's {@code responseFormat}, which is sent unchanged. */
		public Builder responseFormat(@Nullable Map<String, Object> responseFormat) {
			return set(OptionKey.RESPONSE_FORMAT, responseFormat);
		}

		/**
		 * Set the kinds of content that the response may contain (Google's {@code
		 * responseModalities}). The model must support the combination.
		 */
		public Builder responseModalities(@Nullable List<Modality> responseModalities) {
			return set(OptionKey.RESPONSE_MODALITIES, responseModalities);
		}

		/** Set the voices of spoken responses (Google's {@code speechConfig}). */
		public Builder speech(@Nullable Speech speech) {
			return set(OptionKey.SPEECH, speech);
		}

		/** Set the settings for image generation (Google's {@code imageConfig}). */
		public Builder imageConfig(@Nullable ImageConfig imageConfig) {
			return set(OptionKey.IMAGE_CONFIG, imageConfig);
		}

		/**
		 * Set the resolution at which images and videos are processed (Google's {@code
		 * mediaResolution}).
		 */
		public Builder mediaResolution(@Nullable MediaResolution mediaResolution) {
			return set(OptionKey.MEDIA_RESOLUTION, mediaResolution);
		}

		/**
		 * Set how much the model thinks, as a budget or a level (Google's
		 * {@code thinkingConfig}).
		 */
		public Builder thinking(@Nullable Thinking thinking) {
			this.budget = (thinking instanceof Thinking.Budget budget) ? budget : null;
			this.level = (thinking instanceof Thinking.Level level) ? level : null;
			return set(OptionKey.THINKING, thinking);
		}

		/**
		 * Set how much the model thinks, as a budget. The budget replaces a level in the
		 * options that this builder was initialized with. Null unsets a budget and keeps
		 * a level.
		 * @param thinkingBudget maximum number of thinking tokens; 0 disables thinking,
		 * -1 lets the model decide
		 */
		public Builder thinkingBudget(@Nullable Integer thinkingBudget) {
			this.budget = (thinkingBudget != null) ? new Thinking.Budget(thinkingBudget) : null;
			return replaceThinking(this.budget, Thinking.Budget.class, this.level);
		}

		/**
		 * Set how much the model thinks, as a level. The level replaces a budget in the
		 * options that this builder was initialized with. Null unsets a level and keeps a
		 * budget.
		 */
		public Builder thinkingLevel(Thinking.@Nullable Level thinkingLevel) {
			this.level = thinkingLevel;
			return replaceThinking(this.level, Thinking.Level.class, this.budget);
		}

		/**
		 * Set a budget or a level. Null unsets only a value of the given type, and
		 * restores a value of the other type if one was set on this builder.
		 */
		private Builder replaceThinking(@Nullable Thinking thinking, Class<? extends Thinking> type,
				@Nullable Thinking other) {
			boolean unset = thinking == null && type.isInstance(this.values.get(OptionKey.THINKING));
			return (thinking != null || unset) ? set(OptionKey.THINKING, unset ? other : thinking) : this;
		}

		/**
		 * Set whether to return summaries of the thoughts (Google's {@code
		 * includeThoughts}). The summaries are in the metadata of the response, not in
		 * its text.
		 */
		public Builder includeThoughts(@Nullable Boolean includeThoughts) {
			return set(OptionKey.INCLUDE_THOUGHTS, includeThoughts);
		}

		/** Set Google's {@code audioTranscriptionConfig}, which is sent unchanged. */
		public Builder audioTranscriptionConfig(@Nullable Map<String, Object> audioTranscriptionConfig) {
			return set(OptionKey.AUDIO_TRANSCRIPTION_CONFIG, audioTranscriptionConfig);
		}

		/** Set Google's {@code translationConfig}, which is sent unchanged. */
		public Builder translationConfig(@Nullable Map<String, Object> translationConfig) {
			return set(OptionKey.TRANSLATION_CONFIG, translationConfig);
		}

		/**
		 * Set whether to enable enhanced civic answers, for models that support them
		 * (Google's {@code enableEnhancedCivicAnswers}).
		 */
		public Builder enableEnhancedCivicAnswers(@Nullable Boolean enableEnhancedCivicAnswers) {
			return set(OptionKey.ENABLE_ENHANCED_CIVIC_ANSWERS, enableEnhancedCivicAnswers);
		}

		/**
		 * Set whether the model adapts to the emotions of the speaker, for models that
		 * support it (Google's {@code enableAffectiveDialog}).
		 */
		public Builder enableAffectiveDialog(@Nullable Boolean enableAffectiveDialog) {
			return set(OptionKey.ENABLE_AFFECTIVE_DIALOG, enableAffectiveDialog);
		}

		/**
		 * Set the thresholds for harmful content, at most one for each category (Google's
		 * {@code safetySettings}).
		 */
		public Builder safetySettings(@Nullable List<SafetySetting> safetySettings) {
			return set(OptionKey.SAFETY_SETTINGS, safetySettings);
		}

		/**
		 * Set the name of the cached content to use, in the form
		 * {@code cachedContents/{id}} (Google's {@code cachedContent}).
		 */
		public Builder cachedContent(@Nullable String cachedContent) {
			return set(OptionKey.CACHED_CONTENT, cachedContent);
		}

		/**
		 * Set the name of the cached content to use; the same option as
		 * {@link #cachedContent}, under the name that Spring AI's Google GenAI module
		 * uses.
		 */
		public Builder cachedContentName(@Nullable String cachedContentName) {
			return cachedContent(cachedContentName);
		}

		/**
		 * Set how the request is prioritized and billed (Google's {@code serviceTier}).
		 */
		public Builder serviceTier(@Nullable ServiceTier serviceTier) {
			return set(OptionKey.SERVICE_TIER, serviceTier);
		}

		/** Set whether the provider may store the request (Google's {@code store}). */
		public Builder store(@Nullable Boolean store) {
			return set(OptionKey.STORE, store);
		}

		/**
		 * Set labels by which requests can be attributed, for example in billing reports.
		 * Labels are sent to the native endpoint as {@code labels}, a field of Vertex AI
		 * that only gateways for Vertex AI accept, and to the unified endpoint as
		 * {@code metadata}, which OpenAI accepts only if {@code store} is true.
		 */
		public Builder labels(@Nullable Map<String, String> labels) {
			return set(OptionKey.LABELS, labels);
		}

		/**
		 * Set an identifier of the end user, which helps providers to detect abuse
		 * (OpenAI's {@code user}). Only the unified endpoint supports it.
		 */
		public Builder user(@Nullable String user) {
			return set(OptionKey.USER, user);
		}

		/**
		 * Set the biases of tokens, from -100 to 100, by token ID (OpenAI's
		 * {@code logit_bias}). Only the unified endpoint supports them.
		 */
		public Builder logitBias(@Nullable Map<String, Integer> logitBias) {
			return set(OptionKey.LOGIT_BIAS, logitBias);
		}

		/**
		 * Set whether the model may, must or must not call functions (Google's {@code
		 * functionCallingConfig}).
		 */
		public Builder toolChoice(@Nullable ToolChoice toolChoice) {
			return set(OptionKey.TOOL_CHOICE, toolChoice);
		}

		/**
		 * Set whether the model may call several tools in one response (OpenAI's
		 * {@code parallel_tool_calls}). Only the unified endpoint supports it.
		 */
		public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
			return set(OptionKey.PARALLEL_TOOL_CALLS, parallelToolCalls);
		}

		/**
		 * Set whether {@link ToolChoice#any} applies only to the first round of a tool
		 * loop, so that the loop terminates; null means true.
		 */
		public Builder resetToolChoice(@Nullable Boolean resetToolChoice) {
			return set(OptionKey.RESET_TOOL_CHOICE, resetToolChoice);
		}

		/**
		 * Set the server tools, which Google provides. They replace the server tools that
		 * were set before.
		 */
		public Builder serverTools(@Nullable List<ServerTool> serverTools) {
			return set(OptionKey.SERVER_TOOLS, serverTools);
		}

		/**
		 * Set tools, and fields of tools, for which there is no option, in the JSON
		 * format of the endpoint. On the native endpoint, a function declaration is
		 * merged into the prompt's declaration of the same function, and the settings of
		 * a server tool are merged into the prompt's settings of the same server tool.
		 */
		public Builder extraTools(@Nullable List<Map<String, Object>> extraTools) {
			return set(OptionKey.EXTRA_TOOLS, extraTools);
		}

		/**
		 * Set whether the response contains the calls and results of server tools
		 * (Google's {@code includeServerSideToolInvocations}); null means true if
		 * functions and server tools are combined, otherwise false.
		 */
		public Builder includeServerSideToolInvocations(@Nullable Boolean includeServerSideToolInvocations) {
			return set(OptionKey.INCLUDE_SERVER_SIDE_TOOL_INVOCATIONS, includeServerSideToolInvocations);
		}

		/**
		 * Set the location and language of the user for server tools (Google's {@code
		 * retrievalConfig}).
		 */
		public Builder retrievalConfig(@Nullable RetrievalConfig retrievalConfig) {
			return set(OptionKey.RETRIEVAL_CONFIG, retrievalConfig);
		}

		/**
		 * Set the format in which schemas are sent; null means {@link SchemaMode#AUTO}.
		 */
		public Builder schemaMode(@Nullable SchemaMode schemaMode) {
			return set(OptionKey.SCHEMA_MODE, schemaMode);
		}

		/**
		 * Set whether the IDs of function calls are sent with the history; null means
		 * {@link FunctionCallIds#ECHO}.
		 */
		public Builder functionCallIds(@Nullable FunctionCallIds functionCallIds) {
			return set(OptionKey.FUNCTION_CALL_IDS, functionCallIds);
		}

		/**
		 * Set how a function call in the history is sent if it requires a thought
		 * signature but has none; null means {@link MissingSignature#SKIP_VALIDATION} for
		 * Gemini 3 and newer, otherwise {@link MissingSignature#SEND_UNSIGNED}.
		 */
		public Builder missingSignature(@Nullable MissingSignature missingSignature) {
			return set(OptionKey.MISSING_SIGNATURE, missingSignature);
		}

		/**
		 * Set how text of the model that precedes the first user message is handled; null
		 * means {@link LeadingModelTurn#KEEP}.
		 */
		public Builder leadingModelTurn(@Nullable LeadingModelTurn leadingModelTurn) {
			return set(OptionKey.LEADING_MODEL_TURN, leadingModelTurn);
		}

		/**
		 * Set what the metadata of a message contains for generated media, so that the
		 * media is sent back even if Spring AI drops it from the message; null means
		 * {@link MediaInMetadata#REFERENCE}.
		 */
		public Builder mediaInMetadata(@Nullable MediaInMetadata mediaInMetadata) {
			return set(OptionKey.MEDIA_IN_METADATA, mediaInMetadata);
		}

		/**
		 * Set the number of earlier turns whose media (images, audio, video and
		 * documents) is sent again. Turns with images and turns with other media are
		 * counted separately, and turns without media are not counted. A short text
		 * replaces older media. The media of the current turn, and media with a URI, is
		 * always sent. Null means 3 for media that the model generated and media of tool
		 * results, and no limit for media of the user.
		 */
		public Builder keepMedia(@Nullable Integer keepMedia) {
			return set(OptionKey.KEEP_MEDIA, keepMedia);
		}

		/**
		 * Set the number of earlier turns whose images are sent again, if it differs from
		 * the number for other media. Null means the number of
		 * {@link #keepMedia(Integer)}.
		 */
		public Builder keepImages(@Nullable Integer keepImages) {
			return set(OptionKey.KEEP_IMAGES, keepImages);
		}

		/**
		 * Set how a stream terminates if the response ends before the model has returned
		 * a finish reason; null means {@link IncompleteStream#ERROR}.
		 */
		public Builder onIncompleteStream(@Nullable IncompleteStream onIncompleteStream) {
			return set(OptionKey.ON_INCOMPLETE_STREAM, onIncompleteStream);
		}

		/**
		 * Set the maximum number of requests that continue one response. If a response is
		 * too long for one request, the model returns it in sections. Every section
		 * except the last one ends with the finish reason {@code CONTINUATION}. With 0,
		 * the first section is returned with this finish reason. Null means 16.
		 */
		public Builder maxContinuations(@Nullable Integer maxContinuations) {
			return set(OptionKey.MAX_CONTINUATIONS, maxContinuations);
		}

		/**
		 * Set what is done with thoughts that a gateway returns inside the text, in
		 * {@code <think>} or {@code <thought>} tags; null means {@link ThinkTags#KEEP}.
		 */
		public Builder thinkTags(@Nullable ThinkTags thinkTags) {
			return set(OptionKey.THINK_TAGS, thinkTags);
		}

		/**
		 * Set what is done with images that a gateway returns inside the text, as
		 * Markdown with a {@code data:} URI; null means {@link MarkdownImages#KEEP}.
		 */
		public Builder markdownImages(@Nullable MarkdownImages markdownImages) {
			return set(OptionKey.MARKDOWN_IMAGES, markdownImages);
		}

		/** Set the endpoint of the gateway; null means {@link Endpoint#NATIVE}. */
		public Builder endpoint(@Nullable Endpoint endpoint) {
			return set(OptionKey.ENDPOINT, endpoint);
		}

		/**
		 * Set the API key with which the request is sent, for example the key of a
		 * tenant; null means the API key of the chat model or the client.
		 */
		public Builder apiKey(@Nullable String apiKey) {
			return apiKey((apiKey != null) ? new SimpleApiKey(apiKey) : null);
		}

		/**
		 * Set the source of the API key with which the request is sent; null means the
		 * API key of the chat model or the client. The source is called for each attempt,
		 * never on an event loop, and is allowed to block. Requests with equal sources
		 * and the same model share one retry budget.
		 */
		public Builder apiKey(@Nullable ApiKey apiKey) {
			return set(OptionKey.API_KEY, apiKey);
		}

		/**
		 * Set a JSON Merge Patch (RFC 7396) that is applied to the request body last: its
		 * values replace those of other options, and null removes a field.
		 */
		public Builder extraBody(@Nullable Map<String, Object> extraBody) {
			return set(OptionKey.EXTRA_BODY, extraBody);
		}

		/** Set additional headers of the request. */
		public Builder headers(@Nullable Map<String, String> headers) {
			return set(OptionKey.HEADERS, headers);
		}

		private <T> Builder set(OptionKey<T> key, @Nullable T value) {
			this.values.set(key, value);
			return this;
		}

		@Override
		public Builder clone() {
			Builder copy = super.clone();
			copy.values = this.values.copy();
			return copy;
		}

		/**
		 * Combine the options of this builder with the options of another builder.
		 * Options that are set in the other builder replace those of this one, except
		 * that tool callbacks and stop sequences are added, and the tool context,
		 * headers, labels, logit biases, the extra body and safety settings are merged.
		 */
		@Override
		public Builder combineWith(ChatOptions.Builder<?> other) {
			super.combineWith(other);
			this.toolCallbacks = distinct(this.toolCallbacks);
			this.stopSequences = distinct(this.stopSequences);
			if (other instanceof Builder that) {
				this.values.combineWith(that.values);
				if (that.values.get(OptionKey.THINKING) != null) {
					this.budget = that.budget;
					this.level = that.level;
				}
			}
			else if (other.build() instanceof StructuredOutputChatOptions structured
					&& structured.getOutputSchema() != null) {
				outputSchema(structured.getOutputSchema());
			}
			return this;
		}

		/**
		 * Remove duplicates. The builders to combine have the same tools if the options
		 * of one builder were copied from the options of the chat model.
		 */
		private static <T> @Nullable List<T> distinct(@Nullable List<T> list) {
			return (list != null) ? new ArrayList<>(new LinkedHashSet<>(list)) : null;
		}

		/**
		 * Build the options.
		 * @return the options
		 * @throws IllegalArgumentException if a value is out of range, or if both a
		 * thinking budget and a thinking level were set on this builder
		 */
		@Override
		public QhaigcGeminiChatOptions build() {
			new Range(0, 2).check("temperature", this.temperature);
			new Range(0, 1).check("topP", this.topP);
			Range.atLeast(1).check("topK", this.topK);
			Range.atLeast(1).check("maxOutputTokens", this.maxTokens);
			Assert
				.isTrue(this.stopSequences == null || this.stopSequences.size() <= MAX_STOP_SEQUENCES,
						() -> "%s must have at most %d values, but is %s".formatted(
								OptionValues.nameWithProperty("stopSequences"), MAX_STOP_SEQUENCES,
								this.stopSequences));
			Assert.isTrue(this.budget == null || this.level == null,
					"Options 'thinkingBudget' and 'thinkingLevel' (properties 'qhaigc.chat.thinking-budget' and"
							+ " 'qhaigc.chat.thinking-level') are mutually exclusive. Set only one of them.");
			this.values.check();
			return new QhaigcGeminiChatOptions(super.build(), this.values.copy());
		}

	}

}
