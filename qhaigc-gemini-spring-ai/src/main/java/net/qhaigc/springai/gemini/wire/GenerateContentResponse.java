package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code GenerateContentResponse}: a whole answer, or one event of a stream. Any
 * field may be missing.
 *
 * @param candidates the answers, empty where the wire has none
 * @param promptFeedback why a prompt was refused, as it came; empty where the wire has
 * none
 * @param usageMetadata the tokens used
 * @param modelVersion the model that answered, which need not be the one asked for
 * @param responseId the answer's id
 * @param error an error in the place of an answer, as it came: an object or a text
 * @param extra further fields, by wire name
 */
public record GenerateContentResponse(List<Candidate> candidates, Map<String, Object> promptFeedback,
		@Nullable UsageMetadata usageMetadata, @Nullable String modelVersion, @Nullable String responseId,
		@Nullable Object error, @JsonAnyGetter Map<String, Object> extra) {

}
