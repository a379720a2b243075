package net.qhaigc.springai.gemini.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A passage of the response with its sources: Google's {@code GroundingSupport}.
 *
 * @param range range of the passage in {@link QhaigcGeminiMetadata#text()}
 * @param text text of the passage as Google quotes it; null if the response has none
 * @param sources sources of the passage
 * @param sourceIndices indices of these sources in {@link Grounding#sources()}, starting
 * from 0. Indices that do not refer to a source are dropped.
 * @param confidenceScores confidence of each source, from 0 to 1; empty for Gemini 2.5
 * and newer
 */
public record GroundingSupport(TextRange range, @Nullable String text, List<GroundingSource> sources,
		List<Integer> sourceIndices, List<Double> confidenceScores) {

	public GroundingSupport {
		sources = List.copyOf(sources);
		sourceIndices = List.copyOf(sourceIndices);
		confidenceScores = List.copyOf(confidenceScores);
	}

}
