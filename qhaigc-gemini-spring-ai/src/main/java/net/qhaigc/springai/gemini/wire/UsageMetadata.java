package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code UsageMetadata}. Counts of zero are mostly left out on the wire.
 *
 * @param promptTokenCount tokens of the prompt, cached ones included
 * @param cachedContentTokenCount tokens of the prompt that came from a cache
 * @param candidatesTokenCount tokens of the answers, thoughts not included
 * @param thoughtsTokenCount tokens of the thoughts
 * @param toolUsePromptTokenCount tokens that server tools added to the prompt
 * @param totalTokenCount all of them, as the server counts
 * @param promptTokensDetails the prompt by modality
 * @param cacheTokensDetails the cached tokens by modality
 * @param candidatesTokensDetails the answers by modality
 * @param toolUsePromptTokensDetails the server tools' tokens by modality
 * @param serviceTier the tier that served the request
 * @param trafficType the kind of traffic, from Vertex
 * @param extra further fields, by wire name
 */
public record UsageMetadata(@Nullable Integer promptTokenCount, @Nullable Integer cachedContentTokenCount,
		@Nullable Integer candidatesTokenCount, @Nullable Integer thoughtsTokenCount,
		@Nullable Integer toolUsePromptTokenCount, @Nullable Integer totalTokenCount,
		List<ModalityTokenCount> promptTokensDetails, List<ModalityTokenCount> cacheTokensDetails,
		List<ModalityTokenCount> candidatesTokensDetails, List<ModalityTokenCount> toolUsePromptTokensDetails,
		@Nullable String serviceTier, @Nullable String trafficType, @JsonAnyGetter Map<String, Object> extra) {

	/**
	 * Tokens of one modality.
	 *
	 * @param modality TEXT, IMAGE, VIDEO, AUDIO or DOCUMENT
	 * @param tokenCount the tokens; 0 where the wire leaves it out
	 */
	public record ModalityTokenCount(@Nullable String modality, int tokenCount) {

	}

}
