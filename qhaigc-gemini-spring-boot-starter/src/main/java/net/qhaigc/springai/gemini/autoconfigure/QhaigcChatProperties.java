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
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.options.ToolChoice;

/**
 * The options of every request that sets none of its own. What is not set is not sent.
 *
 * @param temperature Randomness of the answer, 0 to 2.
 * @param topP Nucleus sampling: the probability mass that tokens are taken from, 0 to 1.
 * @param topK Number of most probable tokens that are taken from.
 * @param maxTokens Most tokens of an answer, thinking included.
 * @param maxOutputTokens Same as 'qhaigc.chat.max-tokens', by Google's name.
 * @param stopSequences Up to 5 texts that end the answer where they would appear.
 * @param presencePenalty Penalty for tokens that have appeared.
 * @param frequencyPenalty Penalty for tokens by how often they have appeared.
 * @param candidateCount Number of answers to a request.
 * @param seed Seed: the same seed and prompt tend to give the same answer.
 * @param responseLogprobs Whether answers come with log probabilities.
 * @param logprobs Number of alternatives shown for each token, 0 to 20.
 * @param responseMimeType MIME type of the answer.
 * @param responseFormat Google's 'responseFormat', passed on as it is.
 * @param responseModalities What answers are made of.
 * @param speech How spoken answers sound.
 * @param imageConfig How images are made.
 * @param mediaResolution How closely the model looks at images and videos.
 * @param thinkingBudget Most tokens for thinking (Gemini 2.5): 0 is off, -1 leaves it to
 * the model. Not together with 'qhaigc.chat.thinking-level'.
 * @param thinkingLevel How much to think (Gemini 3 and newer). Not together with
 * 'qhaigc.chat.thinking-budget'.
 * @param includeThoughts Whether summaries of the thoughts come with the answer, in its
 * metadata.
 * @param audioTranscriptionConfig Google's 'audioTranscriptionConfig', passed on as it
 * is.
 * @param translationConfig Google's 'translationConfig', passed on as it is.
 * @param enableEnhancedCivicAnswers Whether answers on civic matters are enhanced, for
 * models that know it.
 * @param enableAffectiveDialog Whether the model answers to the speaker's mood, for
 * models that know it.
 * @param safetySettings What is blocked as harmful, one setting for each category.
 * @param cachedContent Name of content cached at Google: 'cachedContents/' and its id.
 * @param serviceTier How requests are served and charged.
 * @param store Whether the provider may log requests.
 * @param toolChoice Whether the model may, must or must not call functions.
 * @param resetToolChoice Whether a forced call is forced for the first round only, so
 * that it cannot go on for ever. True unless set.
 * @param serverTools Tools that the server runs by itself.
 * @param includeServerSideToolInvocations Whether answers show what server tools did.
 * Only where functions and server tools are mixed unless set.
 * @param retrievalConfig Place and language that server tools assume.
 * @param schemaMode Form in which schemas of tools and of structured output are sent.
 * @param functionCallIds Whether the ids of function calls go back to the model.
 * @param missingSignature What happens to an unsigned function call in the history. The
 * model's id decides unless set.
 * @param leadingModelTurn What happens to a text of the model before the user's first
 * message.
 * @param keepMediaInHistory Whether a message's metadata keeps the media that the model
 * made, so that they survive where Spring AI drops them. Makes memories large.
 * @param onIncompleteStream How a stream ends that was cut.
 * @param extraBody JSON Merge Patch (RFC 7396) that is laid over the request's body last.
 * Nulls, empty lists and empty objects need QhaigcGeminiChatOptions.
 */
@ConfigurationProperties("qhaigc.chat")
public record QhaigcChatProperties(@Nullable Double temperature, @Nullable Double topP, @Nullable Integer topK,
		@Nullable Integer maxTokens, @Nullable Integer maxOutputTokens, @Nullable List<String> stopSequences,
		@Nullable Double presencePenalty, @Nullable Double frequencyPenalty, @Nullable Integer candidateCount,
		@Nullable Integer seed, @Nullable Boolean responseLogprobs, @Nullable Integer logprobs,
		@Nullable String responseMimeType, @Nullable Map<String, Object> responseFormat,
		@Nullable List<Modality> responseModalities, @NestedConfigurationProperty @Nullable Speech speech,
		@NestedConfigurationProperty @Nullable ImageConfig imageConfig, @Nullable MediaResolution mediaResolution,
		@Nullable Integer thinkingBudget, Thinking.@Nullable Level thinkingLevel, @Nullable Boolean includeThoughts,
		@Nullable Map<String, Object> audioTranscriptionConfig, @Nullable Map<String, Object> translationConfig,
		@Nullable Boolean enableEnhancedCivicAnswers, @Nullable Boolean enableAffectiveDialog,
		@Nullable List<SafetySetting> safetySettings, @Nullable String cachedContent, @Nullable ServiceTier serviceTier,
		@Nullable Boolean store, @NestedConfigurationProperty @Nullable ToolChoice toolChoice,
		@Nullable Boolean resetToolChoice, @Nullable ServerTools serverTools,
		@Nullable Boolean includeServerSideToolInvocations,
		@NestedConfigurationProperty @Nullable RetrievalConfig retrievalConfig, @Nullable SchemaMode schemaMode,
		@Nullable FunctionCallIds functionCallIds, @Nullable MissingSignature missingSignature,
		@Nullable LeadingModelTurn leadingModelTurn, @Nullable Boolean keepMediaInHistory,
		@Nullable IncompleteStream onIncompleteStream, @Nullable Map<String, Object> extraBody) {

	/**
	 * These properties as the options of a model.
	 * @param connection names the model and the endpoint
	 * @return the options
	 * @throws ConfigurationException if a property has a value that cannot be used
	 */
	QhaigcGeminiChatOptions toOptions(QhaigcProperties connection) {
		if (connection.getModel().isBlank()) {
			throw new ConfigurationException("The property 'qhaigc.model' is empty.",
					"Set it to a model of the gateway, such as gemini-2.5-flash, or leave it out.");
		}
		try {
			return builder().model(connection.getModel()).endpoint(connection.getEndpoint()).build();
		}
		catch (IllegalArgumentException ex) {
			throw ConfigurationException.of(ex);
		}
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
			.toolChoice(this.toolChoice)
			.resetToolChoice(this.resetToolChoice)
			.serverTools((this.serverTools != null) ? this.serverTools.toOptions() : null)
			.includeServerSideToolInvocations(this.includeServerSideToolInvocations)
			.retrievalConfig(this.retrievalConfig)
			.schemaMode(this.schemaMode)
			.functionCallIds(this.functionCallIds)
			.missingSignature(this.missingSignature)
			.leadingModelTurn(this.leadingModelTurn)
			.keepMediaInHistory(this.keepMediaInHistory)
			.onIncompleteStream(this.onIncompleteStream)
			.extraBody(PropertyLists.restore(this.extraBody));
	}

	/**
	 * Tools that the server runs by itself.
	 *
	 * @param googleSearch Whether answers are grounded with Google Search.
	 * @param urlContext Whether the addresses that stand in a prompt are read.
	 * @param codeExecution Whether the model may write Python that the server runs.
	 * @param googleMaps Whether answers are grounded with Google Maps.
	 * @param fileSearch File search stores that are searched.
	 * @param computerUse What the model controls, by function calls that the application
	 * carries out.
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
