package net.qhaigc.springai.gemini.wire;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import org.jspecify.annotations.Nullable;

/**
 * One of the answers, or in a stream a piece of it.
 *
 * @param content what the model said; null where the wire has none
 * @param finishReason why it ended; null while it goes on
 * @param finishMessage a sentence on the reason; no sign of an error
 * @param index which of the answers this is; null stands for the first
 * @param details {@code safetyRatings}, {@code citationMetadata},
 * {@code groundingMetadata}, {@code urlContextMetadata}, {@code logprobsResult},
 * {@code avgLogprobs} and whatever else there is, by wire name and as it came
 */
public record Candidate(@Nullable Content content, @Nullable String finishReason, @Nullable String finishMessage,
		@Nullable Integer index, @JsonAnyGetter Map<String, Object> details) {

}
