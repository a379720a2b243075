package net.qhaigc.springai.gemini.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What was found of the prompt before a model saw it.
 *
 * @param blockReason why the prompt was refused, such as {@code SAFETY}; null if it was
 * not
 * @param blockReasonMessage a sentence on it, from Vertex; or null
 * @param safetyRatings how harmful the prompt may be
 */
public record PromptFeedback(@Nullable String blockReason, @Nullable String blockReasonMessage,
		List<SafetyRating> safetyRatings) {

	static PromptFeedback of(JsonView feedback) {
		return new PromptFeedback(feedback.text("blockReason"), feedback.text("blockReasonMessage"),
				SafetyRating.listOf(feedback));
	}

	/**
	 * Whether the prompt was refused, so that there is no answer.
	 * @return true if there is a reason for it
	 */
	public boolean isBlocked() {
		return this.blockReason != null;
	}

}
