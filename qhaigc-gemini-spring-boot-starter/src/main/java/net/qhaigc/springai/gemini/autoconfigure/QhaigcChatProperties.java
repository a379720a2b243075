package net.qhaigc.springai.gemini.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import net.qhaigc.springai.gemini.options.FunctionCallIds;
import net.qhaigc.springai.gemini.options.ImageConfig;
import net.qhaigc.springai.gemini.options.IncompleteStream;
import net.qhaigc.springai.gemini.options.LeadingModelTurn;
import net.qhaigc.springai.gemini.options.MarkdownImages;
import net.qhaigc.springai.gemini.options.MediaInMetadata;
import net.qhaigc.springai.gemini.options.MediaResolution;
import net.qhaigc.springai.gemini.options.MissingSignature;
import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.RetrievalConfig;
import net.qhaigc.springai.gemini.options.SafetySetting;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.ServiceTier;
import net.qhaigc.springai.gemini.options.Speech;
import net.qhaigc.springai.gemini.options.ThinkTags;
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.options.ToolChoice;

/**
 * Default options of the chat model, which the options of a prompt override. Options that
 * are not set are not sent.
 */
@ConfigurationProperties("qhaigc.chat")
public class QhaigcChatProperties {

	/**
	 * Alias for 'qhaigc.model', with the name that Spring AI's own starters use.
	 */
	private @Nullable String model;

	/**
	 * Sampling temperature, 0 to 2.
	 */
	private @Nullable Double temperature;

	/**
	 * Cumulative probability of the tokens to sample from (nucleus sampling), 0 to 1.
	 */
	private @Nullable Double topP;

	/**
	 * Sample from the k most probable tokens.
	 */
	private @Nullable Integer topK;

	/**
	 * Maximum number of output tokens, including thinking tokens.
	 */
	private @Nullable Integer maxTokens;

	/**
	 * Alias for 'qhaigc.chat.max-tokens', with Google's name.
	 */
	private @Nullable Integer maxOutputTokens;

	/**
	 * Strings that stop the generation, at most 5.
	 */
	private @Nullable List<String> stopSequences;

	/**
	 * Penalty for tokens that have already occurred in the response.
	 */
	private @Nullable Double presencePenalty;

	/**
	 * Penalty for tokens in proportion to their occurrences in the response.
	 */
	private @Nullable Double frequencyPenalty;

	/**
	 * Number of candidates to generate. Defaults to 1.
	 */
	private @Nullable Integer candidateCount;

	/**
	 * Seed for sampling. With the same seed and prompt, the model tends to return the
	 * same response.
	 */
	private @Nullable Integer seed;

	/**
	 * Whether to return the log probabilities of the tokens.
	 */
	private @Nullable Boolean responseLogprobs;

	/**
	 * Number of alternatives to return for each token, 0 to 20.
	 */
	private @Nullable Integer logprobs;

	/**
	 * MIME type of the response.
	 */
	private @Nullable String responseMimeType;

	/**
	 * Google's 'responseFormat', sent unchanged.
	 */
	private @Nullable Map<String, Object> responseFormat;

	/**
	 * Response modalities. The model must support the combination.
	 */
	private @Nullable List<Modality> responseModalities;

	/**
	 * Voices of spoken responses.
	 */
	@NestedConfigurationProperty
	private @Nullable Speech speech;

	/**
	 * Settings for image generation.
	 */
	@NestedConfigurationProperty
	private @Nullable ImageConfig imageConfig;

	/**
	 * Resolution at which images and videos are processed. A higher resolution uses more
	 * tokens.
	 */
	private @Nullable MediaResolution mediaResolution;

	/**
	 * Maximum number of thinking tokens (Gemini 2.5): 0 disables thinking, -1 lets the
	 * model decide. Mutually exclusive with 'qhaigc.chat.thinking-level'.
	 */
	private @Nullable Integer thinkingBudget;

	/**
	 * Thinking level (Gemini 3 and newer). Mutually exclusive with
	 * 'qhaigc.chat.thinking-budget'.
	 */
	private Thinking.@Nullable Level thinkingLevel;

	/**
	 * Whether to return summaries of the thoughts in the metadata of the response.
	 */
	private @Nullable Boolean includeThoughts;

	/**
	 * Google's 'audioTranscriptionConfig', sent unchanged.
	 */
	private @Nullable Map<String, Object> audioTranscriptionConfig;

	/**
	 * Google's 'translationConfig', sent unchanged.
	 */
	private @Nullable Map<String, Object> translationConfig;

	/**
	 * Whether to enable enhanced civic answers, for models that support them.
	 */
	private @Nullable Boolean enableEnhancedCivicAnswers;

	/**
	 * Whether to adapt to the emotions of the speaker, for models that support it.
	 */
	private @Nullable Boolean enableAffectiveDialog;

	/**
	 * Thresholds for harmful content, at most one for each category.
	 */
	private @Nullable List<SafetySetting> safetySettings;

	/**
	 * Name of the cached content to use, in the form 'cachedContents/{id}'.
	 */
	private @Nullable String cachedContent;

	/**
	 * Service tier, by which requests are prioritized and billed.
	 */
	private @Nullable ServiceTier serviceTier;

	/**
	 * Whether to allow the provider to store requests.
	 */
	private @Nullable Boolean store;

	/**
	 * Labels by which requests can be grouped, for example in billing reports. Supported
	 * only by gateways for Vertex AI and by the unified endpoint.
	 */
	private @Nullable Map<String, String> labels;

	/**
	 * Identifier of the end user, which lets providers detect abuse. Supported only by
	 * the unified endpoint.
	 */
	private @Nullable String user;

	/**
	 * Logit biases by token ID, -100 to 100. Supported only by the unified endpoint.
	 */
	private @Nullable Map<String, Integer> logitBias;

	/**
	 * Tool choice: whether the model may, must or must not call functions.
	 */
	@NestedConfigurationProperty
	private @Nullable ToolChoice toolChoice;

	/**
	 * Whether to allow the model to call several tools in one response. Supported only by
	 * the unified endpoint.
	 */
	private @Nullable Boolean parallelToolCalls;

	/**
	 * Whether to apply the tool choice 'any' only to the first round of a tool loop, so
	 * that the loop terminates.
	 */
	private @Nullable Boolean resetToolChoice;

	/**
	 * Tools that Google's servers run.
	 */
	private @Nullable ServerTools serverTools;

	/**
	 * Tools, and fields of tools, for which there is no property, in the format of the
	 * endpoint. To send null, an empty list or an empty object, use
	 * QhaigcGeminiChatOptions.
	 */
	private @Nullable List<Map<String, Object>> extraTools;

	/**
	 * Whether to return the calls and results of server tools. Defaults to true if
	 * functions and server tools are combined.
	 */
	private @Nullable Boolean includeServerSideToolInvocations;

	/**
	 * Location and language of the user for server tools.
	 */
	@NestedConfigurationProperty
	private @Nullable RetrievalConfig retrievalConfig;

	/**
	 * Format in which the schemas of tools and of structured output are sent.
	 */
	private @Nullable SchemaMode schemaMode;

	/**
	 * Whether to send the IDs of the function calls in the history.
	 */
	private @Nullable FunctionCallIds functionCallIds;

	/**
	 * Handling of function calls in the history that have no thought signature. Defaults
	 * to 'skip-validation' for Gemini 3 and newer, otherwise to 'send-unsigned'.
	 */
	private @Nullable MissingSignature missingSignature;

	/**
	 * Handling of model text that precedes the first user message.
	 */
	private @Nullable LeadingModelTurn leadingModelTurn;

	/**
	 * Form in which the message metadata contains generated media: a reference to media
	 * in the media store, or a copy, which increases the size of stored conversations.
	 * With 'none', only the message contains the media, and Spring AI may drop the media
	 * from the message.
	 */
	private @Nullable MediaInMetadata mediaInMetadata;

	/**
	 * Number of earlier turns whose media (images, audio, video and documents) is sent
	 * again. Turns with images and turns with other media are counted separately; turns
	 * without media are not counted. Defaults to 3 for media that the model generated and
	 * media of tool results, and to no limit for media of the user.
	 */
	private @Nullable Integer keepMedia;

	/**
	 * Number of earlier turns whose images are sent again. Defaults to
	 * 'qhaigc.chat.keep-media'.
	 */
	private @Nullable Integer keepImages;

	/**
	 * Handling of streams that end before the model returns a finish reason.
	 */
	private @Nullable IncompleteStream onIncompleteStream;

	/**
	 * Maximum number of requests that continue one response, for models that return a
	 * long response in sections. With 0, such a response ends with the finish reason
	 * CONTINUATION.
	 */
	private @Nullable Integer maxContinuations;

	/**
	 * Handling of thoughts that a gateway returns inside the text, in 'think' or
	 * 'thought' tags.
	 */
	private @Nullable ThinkTags thinkTags;

	/**
	 * Handling of images that a gateway returns inside the text, as Markdown with a data
	 * URI.
	 */
	private @Nullable MarkdownImages markdownImages;

	/**
	 * JSON Merge Patch (RFC 7396) that is applied to the request body last. To send null,
	 * an empty list or an empty object, use QhaigcGeminiChatOptions.
	 */
	private @Nullable Map<String, Object> extraBody;

	/**
	 * Convert these properties to the default options of a chat model.
	 * @param connection properties with the model and the endpoint
	 * @return the options
	 * @throws ConfigurationException if a property has an invalid value
	 */
	QhaigcGeminiChatOptions toOptions(QhaigcProperties connection) {
		try {
			return builder().model(modelId(connection)).endpoint(connection.getEndpoint()).build();
		}
		catch (IllegalArgumentException ex) {
			throw ConfigurationException.of(ex);
		}
	}

	private String modelId(QhaigcProperties connection) {
		String configured = connection.configuredModel();
		if (configured != null && this.model != null && !configured.equals(this.model)) {
			throw new ConfigurationException(
					"The property 'qhaigc.model' is '%s', but its alias 'qhaigc.chat.model' is '%s'."
						.formatted(configured, this.model),
					"Remove one of them.");
		}
		String modelId = (this.model != null) ? this.model : connection.getModel();
		if (modelId.isBlank()) {
			throw new ConfigurationException(
					"The property '%s' is empty."
						.formatted((configured != null) ? "qhaigc.model" : "qhaigc.chat.model"),
					"Set it to a model of the gateway, such as " + QhaigcGeminiChatOptions.DEFAULT_MODEL
							+ ", or leave it out.");
		}
		return modelId;
	}

	private QhaigcGeminiChatOptions.Builder builder() {
		return QhaigcGeminiChatOptions.builder()
			.temperature(this.temperature)
			.topP(this.topP)
			.topK(this.topK)
			.maxTokens((this.maxTokens != null) ? this.maxTokens : this.maxOutputTokens)
			.stopSequences(this.stopSequences)
			.presencePenalty(this.presencePenalty)
			.frequencyPenalty(this.frequencyPenalty)
			.candidateCount(this.candidateCount)
			.seed(this.seed)
			.responseLogprobs(this.responseLogprobs)
			.logprobs(this.logprobs)
			.responseMimeType(this.responseMimeType)
			.responseFormat(PropertyLists.restore(this.responseFormat))
			.responseModalities(this.responseModalities)
			.speech(this.speech)
			.imageConfig(this.imageConfig)
			.mediaResolution(this.mediaResolution)
			.thinkingBudget(this.thinkingBudget)
			.thinkingLevel(this.thinkingLevel)
			.includeThoughts(this.includeThoughts)
			.audioTranscriptionConfig(PropertyLists.restore(this.audioTranscriptionConfig))
			.translationConfig(PropertyLists.restore(this.translationConfig))
			.enableEnhancedCivicAnswers(this.enableEnhancedCivicAnswers)
			.enableAffectiveDialog(this.enableAffectiveDialog)
			.safetySettings(this.safetySettings)
			.cachedContent(this.cachedContent)
			.serviceTier(this.serviceTier)
			.store(this.store)
			.labels(this.labels)
			.user(this.user)
			.logitBias(this.logitBias)
			.toolChoice(this.toolChoice)
			.parallelToolCalls(this.parallelToolCalls)
			.resetToolChoice(this.resetToolChoice)
			.serverTools((this.serverTools != null) ? this.serverTools.toOptions() : null)
			.extraTools(PropertyLists.restore(this.extraTools))
			.includeServerSideToolInvocations(this.includeServerSideToolInvocations)
			.retrievalConfig(this.retrievalConfig)
			.schemaMode(this.schemaMode)
			.functionCallIds(this.functionCallIds)
			.missingSignature(this.missingSignature)
			.leadingModelTurn(this.leadingModelTurn)
			.mediaInMetadata(this.mediaInMetadata)
			.keepMedia(this.keepMedia)
			.keepImages(this.keepImages)
			.onIncompleteStream(this.onIncompleteStream)
			.maxContinuations(this.maxContinuations)
			.thinkTags(this.thinkTags)
			.markdownImages(this.markdownImages)
			.extraBody(PropertyLists.restore(this.extraBody));
	}

	public @Nullable String getModel() {
		return this.model;
	}

	public void setModel(@Nullable String model) {
		this.model = model;
	}

	public @Nullable Double getTemperature() {
		return this.temperature;
	}

	public void setTemperature(@Nullable Double temperature) {
		this.temperature = temperature;
	}

	public @Nullable Double getTopP() {
		return this.topP;
	}

	public void setTopP(@Nullable Double topP) {
		this.topP = topP;
	}

	public @Nullable Integer getTopK() {
		return this.topK;
	}

	public void setTopK(@Nullable Integer topK) {
		this.topK = topK;
	}

	public @Nullable Integer getMaxTokens() {
		return this.maxTokens;
	}

	public void setMaxTokens(@Nullable Integer maxTokens) {
		this.maxTokens = maxTokens;
	}

	public @Nullable Integer getMaxOutputTokens() {
		return this.maxOutputTokens;
	}

	public void setMaxOutputTokens(@Nullable Integer maxOutputTokens) {
		this.maxOutputTokens = maxOutputTokens;
	}

	public @Nullable List<String> getStopSequences() {
		return this.stopSequences;
	}

	public void setStopSequences(@Nullable List<String> stopSequences) {
		this.stopSequences = stopSequences;
	}

	public @Nullable Double getPresencePenalty() {
		return this.presencePenalty;
	}

	public void setPresencePenalty(@Nullable Double presencePenalty) {
		this.presencePenalty = presencePenalty;
	}

	public @Nullable Double getFrequencyPenalty() {
		return this.frequencyPenalty;
	}

	public void setFrequencyPenalty(@Nullable Double frequencyPenalty) {
		this.frequencyPenalty = frequencyPenalty;
	}

	public @Nullable Integer getCandidateCount() {
		return this.candidateCount;
	}

	public void setCandidateCount(@Nullable Integer candidateCount) {
		this.candidateCount = candidateCount;
	}

	public @Nullable Integer getSeed() {
		return this.seed;
	}

	public void setSeed(@Nullable Integer seed) {
		this.seed = seed;
	}

	public @Nullable Boolean getResponseLogprobs() {
		return this.responseLogprobs;
	}

	public void setResponseLogprobs(@Nullable Boolean responseLogprobs) {
		this.responseLogprobs = responseLogprobs;
	}

	public @Nullable Integer getLogprobs() {
		return this.logprobs;
	}

	public void setLogprobs(@Nullable Integer logprobs) {
		this.logprobs = logprobs;
	}

	public @Nullable String getResponseMimeType() {
		return this.responseMimeType;
	}

	public void setResponseMimeType(@Nullable String responseMimeType) {
		this.responseMimeType = responseMimeType;
	}

	public @Nullable Map<String, Object> getResponseFormat() {
		return this.responseFormat;
	}

	public void setResponseFormat(@Nullable Map<String, Object> responseFormat) {
		this.responseFormat = responseFormat;
	}

	public @Nullable List<Modality> getResponseModalities() {
		return this.responseModalities;
	}

	public void setResponseModalities(@Nullable List<Modality> responseModalities) {
		this.responseModalities = responseModalities;
	}

	public @Nullable Speech getSpeech() {
		return this.speech;
	}

	public void setSpeech(@Nullable Speech speech) {
		this.speech = speech;
	}

	public @Nullable ImageConfig getImageConfig() {
		return this.imageConfig;
	}

	public void setImageConfig(@Nullable ImageConfig imageConfig) {
		this.imageConfig = imageConfig;
	}

	public @Nullable MediaResolution getMediaResolution() {
		return this.mediaResolution;
	}

	public void setMediaResolution(@Nullable MediaResolution mediaResolution) {
		this.mediaResolution = mediaResolution;
	}

	public @Nullable Integer getThinkingBudget() {
		return this.thinkingBudget;
	}

	public void setThinkingBudget(@Nullable Integer thinkingBudget) {
		this.thinkingBudget = thinkingBudget;
	}

	public Thinking.@Nullable Level getThinkingLevel() {
		return this.thinkingLevel;
	}

	public void setThinkingLevel(Thinking.@Nullable Level thinkingLevel) {
		this.thinkingLevel = thinkingLevel;
	}

	public @Nullable Boolean getIncludeThoughts() {
		return this.includeThoughts;
	}

	public void setIncludeThoughts(@Nullable Boolean includeThoughts) {
		this.includeThoughts = includeThoughts;
	}

	public @Nullable Map<String, Object> getAudioTranscriptionConfig() {
		return this.audioTranscriptionConfig;
	}

	public void setAudioTranscriptionConfig(@Nullable Map<String, Object> audioTranscriptionConfig) {
		this.audioTranscriptionConfig = audioTranscriptionConfig;
	}

	public @Nullable Map<String, Object> getTranslationConfig() {
		return this.translationConfig;
	}

	public void setTranslationConfig(@Nullable Map<String, Object> translationConfig) {
		this.translationConfig = translationConfig;
	}

	public @Nullable Boolean getEnableEnhancedCivicAnswers() {
		return this.enableEnhancedCivicAnswers;
	}

	public void setEnableEnhancedCivicAnswers(@Nullable Boolean enableEnhancedCivicAnswers) {
		this.enableEnhancedCivicAnswers = enableEnhancedCivicAnswers;
	}

	public @Nullable Boolean getEnableAffectiveDialog() {
		return this.enableAffectiveDialog;
	}

	public void setEnableAffectiveDialog(@Nullable Boolean enableAffectiveDialog) {
		this.enableAffectiveDialog = enableAffectiveDialog;
	}

	public @Nullable List<SafetySetting> getSafetySettings() {
		return this.safetySettings;
	}

	public void setSafetySettings(@Nullable List<SafetySetting> safetySettings) {
		this.safetySettings = safetySettings;
	}

	public @Nullable String getCachedContent() {
		return this.cachedContent;
	}

	public void setCachedContent(@Nullable String cachedContent) {
		this.cachedContent = cachedContent;
	}

	public @Nullable ServiceTier getServiceTier() {
		return this.serviceTier;
	}

	public void setServiceTier(@Nullable ServiceTier serviceTier) {
		this.serviceTier = serviceTier;
	}

	public @Nullable Boolean getStore() {
		return this.store;
	}

	public void setStore(@Nullable Boolean store) {
		this.store = store;
	}

	public @Nullable Map<String, String> getLabels() {
		return this.labels;
	}

	public void setLabels(@Nullable Map<String, String> labels) {
		this.labels = labels;
	}

	public @Nullable String getUser() {
		return this.user;
	}

	public void setUser(@Nullable String user) {
		this.user = user;
	}

	public @Nullable Map<String, Integer> getLogitBias() {
		return this.logitBias;
	}

	public void setLogitBias(@Nullable Map<String, Integer> logitBias) {
		this.logitBias = logitBias;
	}

	public @Nullable ToolChoice getToolChoice() {
		return this.toolChoice;
	}

	public void setToolChoice(@Nullable ToolChoice toolChoice) {
		this.toolChoice = toolChoice;
	}

	public @Nullable Boolean getParallelToolCalls() {
		return this.parallelToolCalls;
	}

	public void setParallelToolCalls(@Nullable Boolean parallelToolCalls) {
		this.parallelToolCalls = parallelToolCalls;
	}

	public @Nullable Boolean getResetToolChoice() {
		return this.resetToolChoice;
	}

	public void setResetToolChoice(@Nullable Boolean resetToolChoice) {
		this.resetToolChoice = resetToolChoice;
	}

	public @Nullable ServerTools getServerTools() {
		return this.serverTools;
	}

	public void setServerTools(@Nullable ServerTools serverTools) {
		this.serverTools = serverTools;
	}

	public @Nullable List<Map<String, Object>> getExtraTools() {
		return this.extraTools;
	}

	public void setExtraTools(@Nullable List<Map<String, Object>> extraTools) {
		this.extraTools = extraTools;
	}

	public @Nullable Boolean getIncludeServerSideToolInvocations() {
		return this.includeServerSideToolInvocations;
	}

	public void setIncludeServerSideToolInvocations(@Nullable Boolean includeServerSideToolInvocations) {
		this.includeServerSideToolInvocations = includeServerSideToolInvocations;
	}

	public @Nullable RetrievalConfig getRetrievalConfig() {
		return this.retrievalConfig;
	}

	public void setRetrievalConfig(@Nullable RetrievalConfig retrievalConfig) {
		this.retrievalConfig = retrievalConfig;
	}

	public @Nullable SchemaMode getSchemaMode() {
		return this.schemaMode;
	}

	public void setSchemaMode(@Nullable SchemaMode schemaMode) {
		this.schemaMode = schemaMode;
	}

	public @Nullable FunctionCallIds getFunctionCallIds() {
		return this.functionCallIds;
	}

	public void setFunctionCallIds(@Nullable FunctionCallIds functionCallIds) {
		this.functionCallIds = functionCallIds;
	}

	public @Nullable MissingSignature getMissingSignature() {
		return this.missingSignature;
	}

	public void setMissingSignature(@Nullable MissingSignature missingSignature) {
		this.missingSignature = missingSignature;
	}

	public @Nullable LeadingModelTurn getLeadingModelTurn() {
		return this.leadingModelTurn;
	}

	public void setLeadingModelTurn(@Nullable LeadingModelTurn leadingModelTurn) {
		this.leadingModelTurn = leadingModelTurn;
	}

	public @Nullable MediaInMetadata getMediaInMetadata() {
		return this.mediaInMetadata;
	}

	public void setMediaInMetadata(@Nullable MediaInMetadata mediaInMetadata) {
		this.mediaInMetadata = mediaInMetadata;
	}

	public @Nullable Integer getKeepMedia() {
		return this.keepMedia;
	}

	public void setKeepMedia(@Nullable Integer keepMedia) {
		this.keepMedia = keepMedia;
	}

	public @Nullable Integer getKeepImages() {
		return this.keepImages;
	}

	public void setKeepImages(@Nullable Integer keepImages) {
		this.keepImages = keepImages;
	}

	public @Nullable IncompleteStream getOnIncompleteStream() {
		return this.onIncompleteStream;
	}

	public void setOnIncompleteStream(@Nullable IncompleteStream onIncompleteStream) {
		this.onIncompleteStream = onIncompleteStream;
	}

	public @Nullable Integer getMaxContinuations() {
		return this.maxContinuations;
	}

	public void setMaxContinuations(@Nullable Integer maxContinuations) {
		this.maxContinuations = maxContinuations;
	}

	public @Nullable ThinkTags getThinkTags() {
		return this.thinkTags;
	}

	public void setThinkTags(@Nullable ThinkTags thinkTags) {
		this.thinkTags = thinkTags;
	}

	public @Nullable MarkdownImages getMarkdownImages() {
		return this.markdownImages;
	}

	public void setMarkdownImages(@Nullable MarkdownImages markdownImages) {
		this.markdownImages = markdownImages;
	}

	public @Nullable Map<String, Object> getExtraBody() {
		return this.extraBody;
	}

	public void setExtraBody(@Nullable Map<String, Object> extraBody) {
		this.extraBody = extraBody;
	}

	/**
	 * Tools that Google's servers run.
	 *
	 * @param googleSearch Whether to ground responses with Google Search.
	 * @param urlContext Whether to retrieve the URLs in the prompt.
	 * @param codeExecution Whether the model may generate Python code that the server
	 * executes.
	 * @param googleMaps Whether to ground responses with Google Maps.
	 * @param fileSearch Names of the file search stores to search, in the form
	 * 'fileSearchStores/{id}'.
	 * @param computerUse Environment that the model controls by function calls, which the
	 * application executes.
	 */
	public record ServerTools(@DefaultValue("false") boolean googleSearch, @DefaultValue("false") boolean urlContext,
			@DefaultValue("false") boolean codeExecution, @DefaultValue("false") boolean googleMaps,
			@Nullable List<String> fileSearch, ServerTool.ComputerUse.@Nullable Environment computerUse) {

		List<ServerTool> toOptions() {
			List<ServerTool> tools = new ArrayList<>();
			if (this.googleSearch) {
				tools.add(ServerTool.googleSearch());
			}
			if (this.urlContext) {
				tools.add(ServerTool.urlContext());
			}
			if (this.codeExecution) {
				tools.add(ServerTool.codeExecution());
			}
			if (this.googleMaps) {
				tools.add(ServerTool.googleMaps());
			}
			if (this.fileSearch != null) {
				tools.add(ServerTool.fileSearch(this.fileSearch.toArray(String[]::new)));
			}
			if (this.computerUse != null) {
				tools.add(ServerTool.computerUse(this.computerUse));
			}
			return tools;
		}

	}

}
