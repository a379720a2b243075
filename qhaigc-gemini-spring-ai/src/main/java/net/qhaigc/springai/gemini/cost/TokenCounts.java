package net.qhaigc.springai.gemini.cost;

import org.jspecify.annotations.Nullable;

/**
 * The token counts of a response, grouped by the price that applies to the tokens.
 *
 * @param input the tokens of the prompt and of server tools, including cached tokens
 * @param cachedInput the tokens of the prompt that were read from a cache
 * @param output the tokens of the candidates, including thinking tokens
 * @param total the total number of tokens according to the gateway, or else the sum of
 * input and output
 */
public record TokenCounts(long input, long cachedInput, long output, long total) {

	/** No tokens, for example for a request that the gateway rejected. */
	public static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0);

	/**
	 * Create token counts from Google's counts, where null means 0. If the total is
	 * known, but neither the tokens of the candidates nor the thinking tokens are, the
	 * difference between the total and the input counts as output.
	 * @param prompt the tokens of the prompt, including cached tokens
	 * @param cached the tokens that were read from a cache
	 * @param toolUse the tokens that server tools added to the prompt
	 * @param candidates the tokens of the candidates, without thinking tokens
	 * @param thoughts the thinking tokens
	 * @param total the total
	 * @return the token counts
	 */
	public static TokenCounts of(@Nullable Integer prompt, @Nullable Integer cached, @Nullable Integer toolUse,
			@Nullable Integer candidates, @Nullable Integer thoughts, @Nullable Integer total) {
		long input = count(prompt) + count(toolUse);
		boolean onlyTotalKnown = total != null && candidates == null && thoughts == null;
		long output = onlyTotalKnown ? Math.max(0, count(total) - input) : count(candidates) + count(thoughts);
		return new TokenCounts(input, Math.min(count(cached), input), output,
				(total != null) ? count(total) : input + output);
	}

	private static long count(@Nullable Integer count) {
		return (count != null) ? Math.max(0, count) : 0;
	}

}
