package net.qhaigc.springai.gemini.wire;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code Candidate}: one of the alternative responses of a model. In an event of
 * a stream, it contains only what the event adds to that response.
 *
 * @param content the content; null if absent
 * @param finishReason why the candidate ended, in upper case; null if it has not ended
 * @param finishMessage a description of the finish reason; can be present even if there
 * is no error
 * @param index the index of the candidate; null if absent, as it usually is for the first
 * candidate
 * @param details {@code safetyRatings}, {@code citationMetadata},
 * {@code groundingMetadata}, {@code urlContextMetadata}, {@code logprobsResult},
 * {@code avgLogprobs} and all other fields, keyed by their names in the JSON
 */
public record Candidate(@Nullable Content content, @Nullable String finishReason, @Nullable String finishMessage,
		@Nullable Integer index, @JsonAnyGetter Map<String, Object> details) {

}
