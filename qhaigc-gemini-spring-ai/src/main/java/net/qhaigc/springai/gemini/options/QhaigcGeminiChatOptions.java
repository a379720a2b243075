package net.qhaigc.springai.gemini.options;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.util.Assert;

/**
 * What may be set for a request to the Qhaigc gateway. An option that is null is not
 * sent, and the model's own default holds. Immutable, and equal by value.
 * <p>
 * The options that every chat model has are Spring AI's; those declared here are Gemini's
 * and this module's. A builder's method unsets its option if it is given null. What has
 * no option yet can be sent with {@code extraBody}.
 */
public final class QhaigcGeminiChatOptions extends DefaultToolCallingChatOptions
		implements StructuredOutputChatOptions {

	private static final int MAX_STOP_SEQUENCES = 5;

	private final Settings settings;

	private QhaigcGeminiChatOptions(ToolCallingChatOptions portable, Settings settings) {
		super(portable.getToolCallbacks(), portable.getToolContext(), portable.getModel(),
				portable.getFrequencyPenalty(), portable.getMaxTokens(), portable.getPresencePenalty(),
				portable.getStopSequences(), portable.getTemperature(), portable.getTopK(), portable.getTopP());
		this.settings = settings;
	}

	/**
	 * A builder with nothing set.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * A builder in which everything is set as it is here.
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
		builder.settings = this.settings.copy();
		return builder;
	}

	/** How many answers to give; null for one. */
	public @Nullable Integer getCandidateCount() {
		return this.settings.get(Setting.CANDIDATE_COUNT);
	}

	/** The seed for repeatable answers. */
	public @Nullable Integer getSeed() {
		return this.settings.get(Setting.SEED);
	}

	/** Whether log probabilities are wanted. */
	public @Nullable Boolean getResponseLogprobs() {
		return this.settings.get(Setting.RESPONSE_LOGPROBS);
	}

	/** How many alternatives are wanted for each token. */
	public @Nullable Integer getLogprobs() {
		return this.settings.get(Setting.LOGPROBS);
	}

	/** The MIME type of the answer. */
	public @Nullable String getResponseMimeType() {
		return this.settings.get(Setting.RESPONSE_MIME_TYPE);
	}

	@Override
	public @Nullable String getOutputSchema() {
		return this.settings.get(Setting.OUTPUT_SCHEMA);
	}

	/** Google's {@code responseFormat}. */
	public @Nullable Map<String, Object> getResponseFormat() {
		return this.settings.get(Setting.RESPONSE_FORMAT);
	}

	/** What the answer is made of. */
	public @Nullable List<Modality> getResponseModalities() {
		return this.settings.get(Setting.RESPONSE_MODALITIES);
	}

	/** How a spoken answer sounds. */
	public @Nullable Speech getSpeech() {
		return this.settings.get(Setting.SPEECH);
	}

	/** How images are made. */
	public @Nullable ImageConfig getImageConfig() {
		return this.settings.get(Setting.IMAGE_CONFIG);
	}

	/** How closely the model looks at media. */
	public @Nullable MediaResolution getMediaResolution() {
		return this.settings.get(Setting.MEDIA_RESOLUTION);
	}

	/** How much the model thinks. */
	public @Nullable Thinking getThinking() {
		return this.settings.get(Setting.THINKING);
	}

	/** Whether summaries of the thoughts are wanted. */
	public @Nullable Boolean getIncludeThoughts() {
		return this.settings.get(Setting.INCLUDE_THOUGHTS);
	}

	/** Google's {@code audioTranscriptionConfig}. */
	public @Nullable Map<String, Object> getAudioTranscriptionConfig() {
		return this.settings.get(Setting.AUDIO_TRANSCRIPTION_CONFIG);
	}

	/** Google's {@code translationConfig}. */
	public @Nullable Map<String, Object> getTranslationConfig() {
		return this.settings.get(Setting.TRANSLATION_CONFIG);
	}

	/** Whether answers on civic matters are enhanced. */
	public @Nullable Boolean getEnableEnhancedCivicAnswers() {
		return this.settings.get(Setting.ENABLE_ENHANCED_CIVIC_ANSWERS);
	}

	/** Whether the model answers to the speaker's mood. */
	public @Nullable Boolean getEnableAffectiveDialog() {
		return this.settings.get(Setting.ENABLE_AFFECTIVE_DIALOG);
	}

	/** What is blocked as harmful. */
	public @Nullable List<SafetySetting> getSafetySettings() {
		return this.settings.get(Setting.SAFETY_SETTINGS);
	}

	/** The name of cached content. */
	public @Nullable String getCachedContent() {
		return this.settings.get(Setting.CACHED_CONTENT);
	}

	/** How the request is served and charged. */
	public @Nullable ServiceTier getServiceTier() {
		return this.settings.get(Setting.SERVICE_TIER);
	}

	/** Whether the provider may log the request. */
	public @Nullable Boolean getStore() {
		return this.settings.get(Setting.STORE);
	}

	/** Whether the model may, must or must not call functions. */
	public @Nullable ToolChoice getToolChoice() {
		return this.settings.get(Setting.TOOL_CHOICE);
	}

	/** Whether a forced call is forced once only; null means yes. */
	public @Nullable Boolean getResetToolChoice() {
		return this.settings.get(Setting.RESET_TOOL_CHOICE);
	}

	/** The tools that the server runs by itself. */
	public @Nullable List<ServerTool> getServerTools() {
		return this.settings.get(Setting.SERVER_TOOLS);
	}

	/** Whether the answer shows what server tools did. */
	public @Nullable Boolean getIncludeServerSideToolInvocations() {
		return this.settings.get(Setting.INCLUDE_SERVER_SIDE_TOOL_INVOCATIONS);
	}

	/** The place and language that server tools assume. */
	public @Nullable RetrievalConfig getRetrievalConfig() {
		return this.settings.get(Setting.RETRIEVAL_CONFIG);
	}

	/** The form of schemas; null means {@link SchemaMode#AUTO}. */
	public @Nullable SchemaMode getSchemaMode() {
		return this.settings.get(Setting.SCHEMA_MODE);
	}

	/** Whether ids of calls go back; null means {@link FunctionCallIds#ECHO}. */
	public @Nullable FunctionCallIds getFunctionCallIds() {
		return this.settings.get(Setting.FUNCTION_CALL_IDS);
	}

	/** What happens to unsigned calls; null leaves it to the model's id. */
	public @Nullable MissingSignature getMissingSignature() {
		return this.settings.get(Setting.MISSING_SIGNATURE);
	}

	/**
	 * What happens to a leading text of the model; null means
	 * {@link LeadingModelTurn#KEEP}.
	 */
	public @Nullable LeadingModelTurn getLeadingModelTurn() {
		return this.settings.get(Setting.LEADING_MODEL_TURN);
	}

	/** Whether metadata keeps media that the model made; null means no. */
	public @Nullable Boolean getKeepMediaInHistory() {
		return this.settings.get(Setting.KEEP_MEDIA_IN_HISTORY);
	}

	/** How a cut stream ends; null means {@link IncompleteStream#ERROR}. */
	public @Nullable IncompleteStream getOnIncompleteStream() {
		return this.settings.get(Setting.ON_INCOMPLETE_STREAM);
	}

	/** The endpoint; null means {@link Endpoint#NATIVE}. */
	public @Nullable Endpoint getEndpoint() {
		return this.settings.get(Setting.ENDPOINT);
	}

	/** What is laid over the request's body last. */
	public @Nullable Map<String, Object> getExtraBody() {
		return this.settings.get(Setting.EXTRA_BODY);
	}

	/** Further headers of the request. */
	public @Nullable Map<String, String> getHeaders() {
		return this.settings.get(Setting.HEADERS);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof QhaigcGeminiChatOptions that
				&& this.settings.equals(that.settings);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.settings);
	}

	/**
	 * What is set, without anything that may be secret: of headers, the extra body and
	 * the tool context only the names are shown.
	 */
	@Override
	public String toString() {
		Map<String, Object> shown = this.settings.shown();
		show(shown, "model", getModel());
		show(shown, "temperature", getTemperature());
		show(shown, "topP", getTopP());
		show(shown, "topK", getTopK());
		show(shown, "maxTokens", getMaxTokens());
		show(shown, "stopSequences", getStopSequences());
		show(shown, "presencePenalty", getPresencePenalty());
		show(shown, "frequencyPenalty", getFrequencyPenalty());
		if (getToolCallbacks() != null) {
			show(shown, "toolCallbacks",
					getToolCallbacks().stream().map((tool) -> tool.getToolDefinition().name()).toList());
		}
		if (getToolContext() != null) {
			show(shown, "toolContext", getToolContext().keySet());
		}
		return "QhaigcGeminiChatOptions" + shown;
	}

	private static void show(Map<String, Object> shown, String name, @Nullable Object value) {
		if (value != null) {
			shown.put(name, value);
		}
	}

	/**
	 * Builds {@link QhaigcGeminiChatOptions}.
	 */
	public static final class Builder extends DefaultToolCallingChatOptions.Builder<Builder>
			implements StructuredOutputChatOptions.Builder<Builder> {

		private Settings settings = new Settings();

		private Thinking.@Nullable Budget budgetHere;

		private Thinking.@Nullable Level levelHere;

		private Builder() {
		}

		/** Sets the same option as {@code maxTokens}, by Google's name for it. */
		public Builder maxOutputTokens(@Nullable Integer maxOutputTokens) {
			return maxTokens(maxOutputTokens);
		}

		/**
		 * Sets how many answers the model gives, at least 1; each is a generation of the
		 * response.
		 */
		public Builder candidateCount(@Nullable Integer candidateCount) {
			return set(Setting.CANDIDATE_COUNT, candidateCount);
		}

		/** Sets a seed: the same seed and prompt tend to give the same answer. */
		public Builder seed(@Nullable Integer seed) {
			return set(Setting.SEED, seed);
		}

		/** Sets whether the answer comes with log probabilities. */
		public Builder responseLogprobs(@Nullable Boolean responseLogprobs) {
			return set(Setting.RESPONSE_LOGPROBS, responseLogprobs);
		}

		/**
		 * Sets how many alternatives to show for each token, 0 to 20; asks for log
		 * probabilities too.
		 */
		public Builder logprobs(@Nullable Integer logprobs) {
			return set(Setting.LOGPROBS, logprobs);
		}

		/**
		 * Sets the MIME type of the answer: {@code text/plain}, {@code application/json}
		 * or {@code text/x.enum}; wins over what {@code outputSchema} implies.
		 */
		public Builder responseMimeType(@Nullable String responseMimeType) {
			return set(Setting.RESPONSE_MIME_TYPE, responseMimeType);
		}

		/** Sets the JSON Schema that the answer keeps to; the answer is then JSON. */
		@Override
		public Builder outputSchema(@Nullable String outputSchema) {
			return set(Setting.OUTPUT_SCHEMA, outputSchema);
		}

		/** Sets Google's {@code responseFormat}, passed on as it is. */
		public Builder responseFormat(@Nullable Map<String, Object> responseFormat) {
			return set(Setting.RESPONSE_FORMAT, responseFormat);
		}

		/** Sets what the answer is made of; the model has to know the combination. */
		public Builder responseModalities(@Nullable List<Modality> responseModalities) {
			return set(Setting.RESPONSE_MODALITIES, responseModalities);
		}

		/** Sets how a spoken answer sounds. */
		public Builder speech(@Nullable Speech speech) {
			return set(Setting.SPEECH, speech);
		}

		/** Sets how images are made. */
		public Builder imageConfig(@Nullable ImageConfig imageConfig) {
			return set(Setting.IMAGE_CONFIG, imageConfig);
		}

		/** Sets how closely the model looks at images and videos. */
		public Builder mediaResolution(@Nullable MediaResolution mediaResolution) {
			return set(Setting.MEDIA_RESOLUTION, mediaResolution);
		}

		/** Sets how much the model thinks, as a budget or a level. */
		public Builder thinking(@Nullable Thinking thinking) {
			this.budgetHere = (thinking instanceof Thinking.Budget budget) ? budget : null;
			this.levelHere = (thinking instanceof Thinking.Level level) ? level : null;
			return set(Setting.THINKING, thinking);
		}

		/**
		 * Sets how much the model thinks as a budget, in place of a level that stood
		 * there before. Null changes nothing.
		 * @param tokens the most tokens; 0 is off and -1 leaves it to the model
		 */
		public Builder thinkingBudget(@Nullable Integer tokens) {
			this.budgetHere = (tokens != null) ? new Thinking.Budget(tokens) : null;
			return (tokens != null) ? set(Setting.THINKING, this.budgetHere) : this;
		}

		/**
		 * Sets how much the model thinks as a level, in place of a budget that stood
		 * there before. Null changes nothing.
		 */
		public Builder thinkingLevel(Thinking.@Nullable Level level) {
			this.levelHere = level;
			return (level != null) ? set(Setting.THINKING, level) : this;
		}

		/**
		 * Sets whether summaries of the thoughts come with the answer, in its metadata.
		 */
		public Builder includeThoughts(@Nullable Boolean includeThoughts) {
			return set(Setting.INCLUDE_THOUGHTS, includeThoughts);
		}

		/** Sets Google's {@code audioTranscriptionConfig}, passed on as it is. */
		public Builder audioTranscriptionConfig(@Nullable Map<String, Object> audioTranscriptionConfig) {
			return set(Setting.AUDIO_TRANSCRIPTION_CONFIG, audioTranscriptionConfig);
		}

		/** Sets Google's {@code translationConfig}, passed on as it is. */
		public Builder translationConfig(@Nullable Map<String, Object> translationConfig) {
			return set(Setting.TRANSLATION_CONFIG, translationConfig);
		}

		/**
		 * Sets whether answers on civic matters are enhanced, for models that know it.
		 */
		public Builder enableEnhancedCivicAnswers(@Nullable Boolean enableEnhancedCivicAnswers) {
			return set(Setting.ENABLE_ENHANCED_CIVIC_ANSWERS, enableEnhancedCivicAnswers);
		}

		/**
		 * Sets whether the model answers to the speaker's mood, for models that know it.
		 */
		public Builder enableAffectiveDialog(@Nullable Boolean enableAffectiveDialog) {
			return set(Setting.ENABLE_AFFECTIVE_DIALOG, enableAffectiveDialog);
		}

		/** Sets what is blocked as harmful, at most one setting for each category. */
		public Builder safetySettings(@Nullable List<SafetySetting> safetySettings) {
			return set(Setting.SAFETY_SETTINGS, safetySettings);
		}

		/**
		 * Sets the name of content cached at Google, of the form
		 * {@code cachedContents/{id}}.
		 */
		public Builder cachedContent(@Nullable String cachedContent) {
			return set(Setting.CACHED_CONTENT, cachedContent);
		}

		/** Sets how the request is served and charged. */
		public Builder serviceTier(@Nullable ServiceTier serviceTier) {
			return set(Setting.SERVICE_TIER, serviceTier);
		}

		/** Sets whether the provider may log the request. */
		public Builder store(@Nullable Boolean store) {
			return set(Setting.STORE, store);
		}

		/** Sets whether the model may, must or must not call functions. */
		public Builder toolChoice(@Nullable ToolChoice toolChoice) {
			return set(Setting.TOOL_CHOICE, toolChoice);
		}

		/**
		 * Sets whether {@link ToolChoice#any} holds for the first round only, so that a
		 * forced call cannot go on for ever; null means yes.
		 */
		public Builder resetToolChoice(@Nullable Boolean resetToolChoice) {
			return set(Setting.RESET_TOOL_CHOICE, resetToolChoice);
		}

		/** Sets the tools that the server runs by itself; replaces those of before. */
		public Builder serverTools(@Nullable List<ServerTool> serverTools) {
			return set(Setting.SERVER_TOOLS, serverTools);
		}

		/**
		 * Sets whether the answer shows what server tools did; null means only where
		 * functions and server tools are mixed.
		 */
		public Builder includeServerSideToolInvocations(@Nullable Boolean includeServerSideToolInvocations) {
			return set(Setting.INCLUDE_SERVER_SIDE_TOOL_INVOCATIONS, includeServerSideToolInvocations);
		}

		/** Sets the place and language that server tools assume. */
		public Builder retrievalConfig(@Nullable RetrievalConfig retrievalConfig) {
			return set(Setting.RETRIEVAL_CONFIG, retrievalConfig);
		}

		/**
		 * Sets the form in which schemas are sent; null means {@link SchemaMode#AUTO}.
		 */
		public Builder schemaMode(@Nullable SchemaMode schemaMode) {
			return set(Setting.SCHEMA_MODE, schemaMode);
		}

		/**
		 * Sets whether the ids of function calls go back to the model; null means
		 * {@link FunctionCallIds#ECHO}.
		 */
		public Builder functionCallIds(@Nullable FunctionCallIds functionCallIds) {
			return set(Setting.FUNCTION_CALL_IDS, functionCallIds);
		}

		/**
		 * Sets what happens to an unsigned function call in the history; null means
		 * {@link MissingSignature#SKIP_VALIDATION} for Gemini 3 and newer, else
		 * {@link MissingSignature#SEND_UNSIGNED}.
		 */
		public Builder missingSignature(@Nullable MissingSignature missingSignature) {
			return set(Setting.MISSING_SIGNATURE, missingSignature);
		}

		/**
		 * Sets what happens to a text of the model before the user's first message; null
		 * means {@link LeadingModelTurn#KEEP}.
		 */
		public Builder leadingModelTurn(@Nullable LeadingModelTurn leadingModelTurn) {
			return set(Setting.LEADING_MODEL_TURN, leadingModelTurn);
		}

		/**
		 * Sets whether a message's metadata keeps the media that the model made, so that
		 * it survives where Spring AI drops it; makes memories large; null means no.
		 */
		public Builder keepMediaInHistory(@Nullable Boolean keepMediaInHistory) {
			return set(Setting.KEEP_MEDIA_IN_HISTORY, keepMediaInHistory);
		}

		/**
		 * Sets how a stream ends that was cut; null means {@link IncompleteStream#ERROR}.
		 */
		public Builder onIncompleteStream(@Nullable IncompleteStream onIncompleteStream) {
			return set(Setting.ON_INCOMPLETE_STREAM, onIncompleteStream);
		}

		/** Sets the endpoint of the gateway; null means {@link Endpoint#NATIVE}. */
		public Builder endpoint(@Nullable Endpoint endpoint) {
			return set(Setting.ENDPOINT, endpoint);
		}

		/**
		 * Sets a JSON Merge Patch (RFC 7396) that is laid over the request's body last:
		 * what is here wins, and null removes a field.
		 */
		public Builder extraBody(@Nullable Map<String, Object> extraBody) {
			return set(Setting.EXTRA_BODY, extraBody);
		}

		/** Sets further headers of the request. */
		public Builder headers(@Nullable Map<String, String> headers) {
			return set(Setting.HEADERS, headers);
		}

		private <T> Builder set(Setting<T> setting, @Nullable T value) {
			this.settings.set(setting, value);
			return this;
		}

		@Override
		public Builder clone() {
			Builder copy = super.clone();
			copy.settings = this.settings.copy();
			return copy;
		}

		/**
		 * Lays what is set in the other over what is set here. The other wins, but tools
		 * and stop sequences add up, and so do the entries of the tool context, of
		 * headers, of the extra body and of safety settings.
		 */
		@Override
		public Builder combineWith(ChatOptions.Builder<?> other) {
			super.combineWith(other);
			this.toolCallbacks = distinct(this.toolCallbacks);
			this.stopSequences = distinct(this.stopSequences);
			if (other instanceof Builder that) {
				this.settings.combineWith(that.settings);
				if (that.settings.get(Setting.THINKING) != null) {
					this.budgetHere = that.budgetHere;
					this.levelHere = that.levelHere;
				}
			}
			else if (other.build() instanceof StructuredOutputChatOptions structured
					&& structured.getOutputSchema() != null) {
				outputSchema(structured.getOutputSchema());
			}
			return this;
		}

		/** Options made from the model's own bring the model's tools a second time. */
		private static <T> @Nullable List<T> distinct(@Nullable List<T> list) {
			return (list != null) ? new ArrayList<>(new LinkedHashSet<>(list)) : null;
		}

		/**
		 * Builds the options.
		 * @return the options
		 * @throws IllegalArgumentException if a value is out of its range, or if this
		 * builder was given both a thinking budget and a thinking level
		 */
		@Override
		public QhaigcGeminiChatOptions build() {
			new Range(0, 2).check("temperature", this.temperature);
			new Range(0, 1).check("topP", this.topP);
			Range.atLeast(1).check("topK", this.topK);
			Range.atLeast(1).check("maxOutputTokens", this.maxTokens);
			Assert.isTrue(this.stopSequences == null || this.stopSequences.size() <= MAX_STOP_SEQUENCES,
					() -> "%s takes at most %d, but has %s".formatted(Settings.named("stopSequences"),
							MAX_STOP_SEQUENCES, this.stopSequences));
			Assert.isTrue(this.budgetHere == null || this.levelHere == null,
					() -> "%s and %s exclude each other: set one of them".formatted(Settings.named("thinkingBudget"),
							Settings.named("thinkingLevel")));
			this.settings.check();
			return new QhaigcGeminiChatOptions(super.build(), this.settings.copy());
		}

	}

}
