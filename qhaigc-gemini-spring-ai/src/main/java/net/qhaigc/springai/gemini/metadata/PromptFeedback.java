package net.qhaigc.springai.gemini.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The result of checking the prompt: Google's {@code promptFeedback}.
 *
 * @param blockReason reason why the prompt was blocked, such as {@code SAFETY}; null if
 * it was not blocked
 * @param blockReasonMessage description of the reason (Vertex AI); null if the response
 * has none
 * @param safetyRatings safety ratings of the prompt
 */
public record PromptFeedback(@Nullable String blockReason, @Nullable String blockReasonMessage,
		List<SafetyRating> safetyRatings) {

	public PromptFeedback {
		safetyRatings = List.copyOf(safetyRatings);
	}

	static PromptFeedback of(JsonView feedback) {
		return new PromptFeedback(feedback.text("blockReason"), feedback.text("blockReasonMessage"),
				SafetyRating.listOf(feedback));
	}

	/**
	 * Return whether the prompt was blocked, in which case there are no candidates.
	 * @return true if there is a block reason
	 */
	public boolean isBlocked() {
		return this.blockReason != null;
	}

}
