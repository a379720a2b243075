package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code UsageMetadata}. Counts of zero are usually absent from the JSON.
 *
 * @param promptTokenCount tokens of the prompt, including cached tokens
 * @param cachedContentTokenCount tokens of the prompt that were read from a cache
 * @param candidatesTokenCount tokens of the candidates, without thinking tokens
 * @param thoughtsTokenCount thinking tokens
 * @param toolUsePromptTokenCount tokens that server tools added to the prompt
 * @param totalTokenCount the total according to the server
 * @param promptTokensDetails tokens of the prompt by modality
 * @param cacheTokensDetails cached tokens by modality
 * @param candidatesTokensDetails tokens of the candidates by modality
 * @param toolUsePromptTokensDetails tokens that server tools added to the prompt, by
 * modality
 * @param serviceTier the service tier that processed the request
 * @param trafficType the type of the traffic, such as {@code ON_DEMAND} (Vertex AI)
 * @param extra all other fields, keyed by their names in the JSON
 */
public record UsageMetadata(@Nullable Integer promptTokenCount, @Nullable Integer cachedContentTokenCount,
		@Nullable Integer candidatesTokenCount, @Nullable Integer thoughtsTokenCount,
		@Nullable Integer toolUsePromptTokenCount, @Nullable Integer totalTokenCount,
		List<ModalityTokenCount> promptTokensDetails, List<ModalityTokenCount> cacheTokensDetails,
		List<ModalityTokenCount> candidatesTokensDetails, List<ModalityTokenCount> toolUsePromptTokensDetails,
		@Nullable String serviceTier, @Nullable String trafficType, @JsonAnyGetter Map<String, Object> extra) {

	public UsageMetadata {
		promptTokensDetails = List.copyOf(promptTokensDetails);
		cacheTokensDetails = List.copyOf(cacheTokensDetails);
		candidatesTokensDetails = List.copyOf(candidatesTokensDetails);
		toolUsePromptTokensDetails = List.copyOf(toolUsePromptTokensDetails);
	}

	/**
	 * Return the tokens of the prompt and of server tools, including cached tokens.
	 * @return the count; 0 if it is unknown
	 */
	public long inputTokens() {
		return count(this.promptTokenCount) + count(this.toolUsePromptTokenCount);
	}

	/**
	 * Return the tokens of the prompt that were read from a cache.
	 * @return the count, which is at most {@link #inputTokens()}; 0 if it is unknown
	 */
	public long cachedInputTokens() {
		return Math.min(count(this.cachedContentTokenCount), inputTokens());
	}

	/**
	 * Return the tokens of the candidates, including thinking tokens. If neither of these
	 * two counts is known, return the difference between the total and
	 * {@link #inputTokens()}.
	 * @return the count; 0 if it is unknown
	 */
	public long outputTokens() {
		boolean onlyTotalKnown = this.totalTokenCount != null && this.candidatesTokenCount == null
				&& this.thoughtsTokenCount == null;
		return onlyTotalKnown ? Math.max(0, count(this.totalTokenCount) - inputTokens())
				: count(this.candidatesTokenCount) + count(this.thoughtsTokenCount);
	}

	private static long count(@Nullable Integer count) {
		return (count != null) ? Math.max(0, count) : 0;
	}

	/**
	 * Google's {@code ModalityTokenCount}.
	 *
	 * @param modality TEXT, IMAGE, VIDEO, AUDIO or DOCUMENT
	 * @param tokenCount the number of tokens; 0 if absent
	 */
	public record ModalityTokenCount(@Nullable String modality, int tokenCount) {

	}

}
