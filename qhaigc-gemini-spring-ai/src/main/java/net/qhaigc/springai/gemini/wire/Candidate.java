package net.qhaigc.springai.gemini.wire;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code Candidate}: one of the alternative responses of a model, or in a stream
 * the next section of one.
 *
 * @param content the content; null if absent
 * @param finishReason why the candidate ended, in upper case; null if it has not ended
 * @param finishMessage a description of the finish reason; not a sign of an error
 * @param index the index of the candidate; null if absent, as it usually is for the first
 * candidate
 * @param details {@code safetyRatings}, {@code citationMetadata},
 * {@code groundingMetadata}, {@code urlContextMetadata}, {@code logprobsResult},
 * {@code avgLogprobs} and all other fields, by their names in the JSON
 */
public record Candidate(@Nullable Content content, @Nullable String finishReason, @Nullable String finishMessage,
		@Nullable Integer index, @JsonAnyGetter Map<String, Object> details) {

}
