package net.qhaigc.springai.gemini.client;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * The token counts of a response, grouped by the price that applies to the tokens.
 *
 * @param input the tokens of the prompt and of server tools, including cached tokens
 * @param cachedInput the tokens of the prompt that were read from a cache
 * @param output the tokens of the candidates, including thinking tokens
 * @param total the total number of tokens that the gateway reported; if it reported none,
 * the sum of input and output
 */
public record TokenCounts(long input, long cachedInput, long output, long total) {

	/** No tokens, for example for a request that the gateway rejected. */
	public static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0);

	/**
	 * Return the token counts of a response.
	 * @param usage the usage; null if the gateway has not reported it
	 * @return the token counts; null if the usage is null
	 */
	static @Nullable TokenCounts of(@Nullable UsageMetadata usage) {
		if (usage == null) {
			return null;
		}
		long input = usage.inputTokens();
		long output = usage.outputTokens();
		return new TokenCounts(input, usage.cachedInputTokens(), output,
				(usage.totalTokenCount() != null) ? Math.max(0, usage.totalTokenCount()) : input + output);
	}

}
