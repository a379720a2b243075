package net.qhaigc.springai.gemini.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A passage of the answer and the sources that bear it out.
 *
 * @param range where the passage stands in {@link QhaigcGeminiMetadata#text()}
 * @param text the passage as Google quotes it; null where it does not
 * @param sources the sources; one that the answer does not list is left out
 * @param sourceIndices which of {@link Grounding#sources()} these are, from 0, as sent
 * @param confidenceScores for each index how sure Google is, from 0 to 1; empty with
 * newer models
 */
public record GroundingSupport(TextRange range, @Nullable String text, List<GroundingSource> sources,
		List<Integer> sourceIndices, List<Double> confidenceScores) {

}
