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
 *
 * @param model Alias for 'qhaigc.model', by the name of Spring AI's own starters.
 * @param temperature Sampling temperature, 0 to 2.
 * @param topP Cumulative probability of the tokens to sample from (nucleus sampling), 0
 * to 1.
 * @param topK Sample from the k most probable tokens.
 * @param maxTokens Maximum number of output tokens, including thinking tokens.
 * @param maxOutputTokens Alias for 'qhaigc.chat.max-tokens', by Google's name.
 * @param stopSequences Strings that stop the generation, at most 5.
 * @param presencePenalty Penalty for tokens that have already occurred in the response.
 * @param frequencyPenalty Penalty for tokens in proportion to their occurrences in the
 * response.
 * @param candidateCount Number of candidates to generate. Defaults to 1.
 * @param seed Seed for sampling. With the same seed and prompt, the model tends to return
 * the same response.
 * @param responseLogprobs Whether to return the log probabilities of the tokens.
 * @param logprobs Number of alternatives to return for each token, 0 to 20.
 * @param responseMimeType MIME type of the response.
 * @param responseFormat Google's 'responseFormat', sent unchanged.
 * @param responseModalities Response modalities. The model must support the combination.
 * @param speech Voices of spoken responses.
 * @param imageConfig Settings for image generation.
 * @param mediaResolution Resolution at which images and videos are processed. A higher
 * resolution uses more tokens.
 * @param thinkingBudget Maximum number of thinking tokens (Gemini 2.5): 0 disables
 * thinking, -1 lets the model decide. Mutually exclusive with
 * 'qhaigc.chat.thinking-level'.
 * @param thinkingLevel Thinking level (Gemini 3 and newer). Mutually exclusive with
 * 'qhaigc.chat.thinking-budget'.
 * @param includeThoughts Whether to return summaries of the thoughts in the metadata of
 * the response.
 * @param audioTranscriptionConfig Google's 'audioTranscriptionConfig', sent unchanged.
 * @param translationConfig Google's 'translationConfig', sent unchanged.
 * @param enableEnhancedCivicAnswers Whether to enable enhanced civic answers, for models
 * that support them.
 * @param enableAffectiveDialog Whether to adapt to the emotions of the speaker, for
 * models that support it.
 * @param safetySettings Thresholds for harmful content, at most one for each category.
 * @param cachedContent Name of the cached content to use, in the form
 * 'cachedContents/{id}'.
 * @param serviceTier Service tier, by which requests are prioritized and billed.
 * @param store Whether to allow the provider to store requests.
 * @param labels Labels by which requests can be attributed, for example in billing
 * reports. Require a gateway for Vertex AI or the unified endpoint.
 * @param user Identifier of the end user, by which providers detect abuse. Requires the
 * unified endpoint.
 * @param logitBias Biases of tokens by token ID, -100 to 100. Require the unified
 * endpoint.
 * @param toolChoice Tool choice: whether the model may, must or must not call functions.
 * @param parallelToolCalls Whether to allow the model to call several tools at once.
 * Requires the unified endpoint.
 * @param resetToolChoice Whether to apply the tool choice 'any' to the first round only,
 * so that a tool loop terminates.
 * @param serverTools Tools that Google's servers run.
 * @param extraTools Tools in the format of the endpoint, sent in addition to the others,
 * for fields without a property. Nulls, empty lists and empty objects require
 * QhaigcGeminiChatOptions.
 * @param includeServerSideToolInvocations Whether to return the calls and results of
 * server tools. Defaults to true if functions and server tools are combined.
 * @param retrievalConfig Location and language of the user for server tools.
 * @param schemaMode Format in which the schemas of tools and of structured output are
 * sent.
 * @param functionCallIds Whether to send the IDs of function calls with the history.
 * @param missingSignature Handling of function calls in the history that have no thought
 * signature. Defaults to 'skip-validation' for Gemini 3 and newer, otherwise to
 * 'send-unsigned'.
 * @param leadingModelTurn Handling of a text of the model that precedes the first user
 * message.
 * @param mediaInMetadata What message metadata contains of generated media: a reference
 * to the media store, or a copy, which increases the size of stored conversations. With
 * 'none', media is in the message only, from which Spring AI may drop it.
 * @param keepMedia Number of earlier turns whose media is sent again: images, audio,
 * video and documents. Images and other media are counted separately, and turns without
 * media do not count. Defaults to 3 for media that the model generated and media of tool
 * results, and to no limit for media of the user.
 * @param keepImages Number of earlier turns whose images are sent again, if it is not
 * that of other media. Defaults to 'qhaigc.chat.keep-media'.
 * @param onIncompleteStream Handling of streams that end before the model returns a
 * finish reason.
 * @param maxContinuations Maximum number of requests that continue one response, for
 * models that return a long response in sections. With 0, such a response ends with the
 * finish reason CONTINUATION.
 * @param thinkTags Handling of thoughts that a gateway returns inside the text, in
 * 'think' or 'thought' tags.
 * @param markdownImages Handling of images that a gateway returns inside the text, as
 * Markdown with a data URI.
 * @param extraBody JSON Merge Patch (RFC 7396) that is applied to the request body last.
 * Nulls, empty lists and empty objects require QhaigcGeminiChatOptions.
 */
@ConfigurationProperties("qhaigc.chat")
public record QhaigcChatProperties(@Nullable String model, @Nullable Double temperature, @Nullable Double topP,
		@Nullable Integer topK, @Nullable Integer maxTokens, @Nullable Integer maxOutputTokens,
		@Nullable List<String> stopSequences, @Nullable Double presencePenalty, @Nullable Double frequencyPenalty,
		@Nullable Integer candidateCount, @Nullable Integer seed, @Nullable Boolean responseLogprobs,
		@Nullable Integer logprobs, @Nullable String responseMimeType, @Nullable Map<String, Object> responseFormat,
		@Nullable List<Modality> responseModalities, @NestedConfigurationProperty @Nullable Speech speech,
		@NestedConfigurationProperty @Nullable ImageConfig imageConfig, @Nullable MediaResolution mediaResolution,
		@Nullable Integer thinkingBudget, Thinking.@Nullable Level thinkingLevel, @Nullable Boolean includeThoughts,
		@Nullable Map<String, Object> audioTranscriptionConfig, @Nullable Map<String, Object> translationConfig,
		@Nullable Boolean enableEnhancedCivicAnswers, @Nullable Boolean enableAffectiveDialog,
		@Nullable List<SafetySetting> safetySettings, @Nullable String cachedContent, @Nullable ServiceTier serviceTier,
		@Nullable Boolean store, @Nullable Map<String, String> labels, @Nullable String user,
		@Nullable Map<String, Integer> logitBias, @NestedConfigurationProperty @Nullable ToolChoice toolChoice,
		@Nullable Boolean parallelToolCalls, @Nullable Boolean resetToolChoice, @Nullable ServerTools serverTools,
		@Nullable List<Map<String, Object>> extraTools, @Nullable Boolean includeServerSideToolInvocations,
		@NestedConfigurationProperty @Nullable RetrievalConfig retrievalConfig, @Nullable SchemaMode schemaMode,
		@Nullable FunctionCallIds functionCallIds, @Nullable MissingSignature missingSignature,
		@Nullable LeadingModelTurn leadingModelTurn, @Nullable MediaInMetadata mediaInMetadata,
		@Nullable Integer keepMedia, @Nullable Integer keepImages, @Nullable IncompleteStream onIncompleteStream,
		@Nullable Integer maxContinuations, @Nullable ThinkTags thinkTags, @Nullable MarkdownImages markdownImages,
		@Nullable Map<String, Object> extraBody) {

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
