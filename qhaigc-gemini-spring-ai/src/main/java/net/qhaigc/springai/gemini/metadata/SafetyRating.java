package net.qhaigc.springai.gemini.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How harmful a text may be, in one respect.
 *
 * @param category such as {@code HARM_CATEGORY_HARASSMENT}
 * @param probability such as {@code NEGLIGIBLE}; or null
 * @param probabilityScore the probability as a number from 0 to 1, from Vertex; or null
 * @param severity such as {@code HARM_SEVERITY_LOW}, from Vertex; or null
 * @param severityScore the severity as a number from 0 to 1, from Vertex; or null
 * @param blocked whether the text was held back for it
 */
public record SafetyRating(String category, @Nullable String probability, @Nullable Double probabilityScore,
		@Nullable String severity, @Nullable Double severityScore, boolean blocked) {

	/** The ratings of an answer or a prompt; an entry without category says nothing. */
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
