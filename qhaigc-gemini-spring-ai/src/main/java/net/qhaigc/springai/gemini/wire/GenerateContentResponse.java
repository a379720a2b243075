package net.qhaigc.springai.gemini.wire;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code GenerateContentResponse}: a whole response, or one event of a stream.
 * Each field can be absent.
 *
 * @param candidates the candidates; empty if absent
 * @param promptFeedback the result of checking the prompt; empty if absent
 * @param usageMetadata the token counts; null if absent
 * @param modelVersion the model that responded, which may differ from the requested one
 * @param responseId the ID of the response
 * @param error an error in place of a response: a JSON object or a string
 * @param extra all other fields, keyed by their names in the JSON
 */
public record GenerateContentResponse(List<Candidate> candidates, Map<String, Object> promptFeedback,
		@Nullable UsageMetadata usageMetadata, @Nullable String modelVersion, @Nullable String responseId,
		@Nullable Object error, @JsonAnyGetter Map<String, Object> extra) {

	public GenerateContentResponse {
		candidates = List.copyOf(candidates);
	}

}
