package net.qhaigc.springai.gemini.metadata;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Token counts of a response: Google's {@code usageMetadata}. Spring AI's {@code Usage}
 * returns them as its native usage. Google omits most counts of zero, which are then
 * null.
 *
 * @param promptTokenCount tokens of the prompt, including cached tokens
 * @param cachedContentTokenCount tokens of the prompt that came from a cache
 * @param candidatesTokenCount tokens of the candidates, without thinking tokens
 * @param thoughtsTokenCount thinking tokens
 * @param toolUsePromptTokenCount tokens that server tools added to the prompt
 * @param totalTokenCount total number of tokens, as the server calculates it
 * @param promptTokensDetails tokens of the prompt by modality
 * @param cacheTokensDetails cached tokens by modality
 * @param candidatesTokensDetails tokens of the candidates by modality
 * @param toolUsePromptTokensDetails tokens that server tools added to the prompt, by
 * modality
 * @param serviceTier service tier that processed the request; null if the response has
 * none
 * @param trafficType type of the traffic, such as {@code ON_DEMAND} (Vertex AI); null if
 * the response has none
 * @param extra fields that this library does not support, keyed by their names in the
 * response
 * @param cost estimated cost of the response; null if its model has no price
 */
public record TokenUsage(@Nullable Integer promptTokenCount, @Nullable Integer cachedContentTokenCount,
		@Nullable Integer candidatesTokenCount, @Nullable Integer thoughtsTokenCount,
		@Nullable Integer toolUsePromptTokenCount, @Nullable Integer totalTokenCount,
		List<ModalityTokenCount> promptTokensDetails, List<ModalityTokenCount> cacheTokensDetails,
		List<ModalityTokenCount> candidatesTokensDetails, List<ModalityTokenCount> toolUsePromptTokensDetails,
		@Nullable String serviceTier, @Nullable String trafficType, Map<String, Object> extra, @Nullable Cost cost) {

	public TokenUsage {
		promptTokensDetails = List.copyOf(promptTokensDetails);
		cacheTokensDetails = List.copyOf(cacheTokensDetails);
		candidatesTokensDetails = List.copyOf(candidatesTokensDetails);
		toolUsePromptTokensDetails = List.copyOf(toolUsePromptTokensDetails);
		extra = JsonView.immutableCopy(extra);
	}

	/**
	 * Create token counts without a cost.
	 */
	public TokenUsage(@Nullable Integer promptTokenCount, @Nullable Integer cachedContentTokenCount,
			@Nullable Integer candidatesTokenCount, @Nullable Integer thoughtsTokenCount,
			@Nullable Integer toolUsePromptTokenCount, @Nullable Integer totalTokenCount,
			List<ModalityTokenCount> promptTokensDetails, List<ModalityTokenCount> cacheTokensDetails,
			List<ModalityTokenCount> candidatesTokensDetails, List<ModalityTokenCount> toolUsePromptTokensDetails,
			@Nullable String serviceTier, @Nullable String trafficType, Map<String, Object> extra) {
		this(promptTokenCount, cachedContentTokenCount, candidatesTokenCount, thoughtsTokenCount,
				toolUsePromptTokenCount, totalTokenCount, promptTokensDetails, cacheTokensDetails,
				candidatesTokensDetails, toolUsePromptTokensDetails, serviceTier, trafficType, extra, null);
	}

	/**
	 * Return these token counts with a cost.
	 * @param cost the estimated cost
	 * @return the token counts
	 */
	public TokenUsage withCost(Cost cost) {
		return new TokenUsage(this.promptTokenCount, this.cachedContentTokenCount, this.candidatesTokenCount,
				this.thoughtsTokenCount, this.toolUsePromptTokenCount, this.totalTokenCount, this.promptTokensDetails,
				this.cacheTokensDetails, this.candidatesTokensDetails, this.toolUsePromptTokensDetails,
				this.serviceTier, this.trafficType, this.extra, cost);
	}

	/**
	 * Add the usage of another response, such as that of a later round of a tool loop or
	 * of a later turn of a conversation.
	 * @param other the other usage
	 * @return the sums of the token counts, and the sum of the costs if both costs are
	 * known and have the same currency; the remaining fields are those of {@code other}
	 */
	public TokenUsage plus(TokenUsage other) {
		return new TokenUsage(sum(this.promptTokenCount, other.promptTokenCount),
				sum(this.cachedContentTokenCount, other.cachedContentTokenCount),
				sum(this.candidatesTokenCount, other.candidatesTokenCount),
				sum(this.thoughtsTokenCount, other.thoughtsTokenCount),
				sum(this.toolUsePromptTokenCount, other.toolUsePromptTokenCount),
				sum(this.totalTokenCount, other.totalTokenCount),
				sum(this.promptTokensDetails, other.promptTokensDetails),
				sum(this.cacheTokensDetails, other.cacheTokensDetails),
				sum(this.candidatesTokensDetails, other.candidatesTokensDetails),
				sum(this.toolUsePromptTokensDetails, other.toolUsePromptTokensDetails), other.serviceTier,
				other.trafficType, other.extra, sum(this.cost, other.cost));
	}

	/** Return null if either cost is unknown, since the sum would be too low. */
	private static @Nullable Cost sum(@Nullable Cost first, @Nullable Cost second) {
		return (first != null && second != null) ? first.plus(second) : null;
	}

	private static @Nullable Integer sum(@Nullable Integer first, @Nullable Integer second) {
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return first + second;
	}

	private static List<ModalityTokenCount> sum(List<ModalityTokenCount> first, List<ModalityTokenCount> second) {
		Map<@Nullable String, Integer> counts = new LinkedHashMap<>();
		first.forEach((count) -> counts.merge(count.modality(), count.tokenCount(), Integer::sum));
		second.forEach((count) -> counts.merge(count.modality(), count.tokenCount(), Integer::sum));
		return counts.entrySet()
			.stream()
			.map((entry) -> new ModalityTokenCount(entry.getKey(), entry.getValue()))
			.toList();
	}

	/**
	 * Return the usage that a value of the metadata represents: the value is a
	 * {@code TokenUsage}, or a map if the metadata was stored as JSON.
	 */
	static @Nullable TokenUsage from(@Nullable Object value) {
		if (value instanceof TokenUsage usage) {
			return usage;
		}
		return (value instanceof Map<?, ?>) ? of(JsonView.of(value)) : null;
	}

	private static TokenUsage of(JsonView usage) {
		return new TokenUsage(usage.integer("promptTokenCount"), usage.integer("cachedContentTokenCount"),
				usage.integer("candidatesTokenCount"), usage.integer("thoughtsTokenCount"),
				usage.integer("toolUsePromptTokenCount"), usage.integer("totalTokenCount"),
				details(usage, "promptTokensDetails"), details(usage, "cacheTokensDetails"),
				details(usage, "candidatesTokensDetails"), details(usage, "toolUsePromptTokensDetails"),
				usage.text("serviceTier"), usage.text("trafficType"), usage.object("extra").asMap(), cost(usage));
	}

	private static @Nullable Cost cost(JsonView usage) {
		JsonView cost = usage.object("cost");
		String currency = cost.text("currency");
		BigDecimal amount = cost.decimal("amount");
		return (amount != null && currency != null) ? new Cost(amount, currency) : null;
	}

	private static List<ModalityTokenCount> details(JsonView usage, String name) {
		return usage.objects(name,
				(count) -> new ModalityTokenCount(count.text("modality"), count.count("tokenCount")));
	}

	/**
	 * Token count of a modality.
	 *
	 * @param modality {@code TEXT}, {@code IMAGE}, {@code VIDEO}, {@code AUDIO} or
	 * {@code DOCUMENT}; null if the response has none
	 * @param tokenCount number of tokens
	 */
	public record ModalityTokenCount(@Nullable String modality, int tokenCount) {

	}

}
