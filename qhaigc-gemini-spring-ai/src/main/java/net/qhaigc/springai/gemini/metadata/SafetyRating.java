package net.qhaigc.springai.gemini.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The rating of a response or prompt for a harm category: Google's {@code SafetyRating}.
 *
 * @param category harm category, such as {@code HARM_CATEGORY_HARASSMENT}
 * @param probability probability of harm, such as {@code NEGLIGIBLE}; null if the
 * response has none
 * @param probabilityScore probability of harm from 0 to 1 (Vertex AI); null if the
 * response has none
 * @param severity severity of harm, such as {@code HARM_SEVERITY_LOW} (Vertex AI); null
 * if the response has none
 * @param severityScore severity of harm from 0 to 1 (Vertex AI); null if the response has
 * none
 * @param blocked whether the content was blocked because of this rating
 */
public record SafetyRating(String category, @Nullable String probability, @Nullable Double probabilityScore,
		@Nullable String severity, @Nullable Double severityScore, boolean blocked) {

	/**
	 * Return the ratings of a candidate or prompt, without those that lack a category.
	 */
	static List<SafetyRating> listOf(JsonView rated) {
		return rated.objects("safetyRatings", SafetyRating::of);
	}

	private static @Nullable SafetyRating of(JsonView rating) {
		String category = rating.text("category");
		return (category != null)
				? new SafetyRating(category, rating.text("probability"), rating.number("probabilityScore"),
						rating.text("severity"), rating.number("severityScore"), rating.flag("blocked"))
				: null;
	}

}
