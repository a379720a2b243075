package net.qhaigc.springai.gemini.metadata;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A passage of the response that is cited from a source: {@code citationSources} of the
 * Gemini API, {@code citations} of Vertex AI.
 *
 * @param range range of the passage in {@link QhaigcGeminiMetadata#text()}; empty if
 * Google's offsets are beyond the end of the text
 * @param uri URI of the source; null if the response has none
 * @param title title of the source (Vertex AI); null if the response has none
 * @param license license of the source, usually present only if the source is code; null
 * if the response has none
 * @param publicationDate date of publication (Vertex AI) in ISO 8601, such as
 * {@code 2014-03-30}, or only the known part, such as {@code 2014}; null if the response
 * has none
 */
public record Citation(TextRange range, @Nullable String uri, @Nullable String title, @Nullable String license,
		@Nullable String publicationDate) {

	static @Nullable Citation of(JsonView source, ResponseText text) {
		return source.isEmpty() ? null : new Citation(text.range(source), source.text("uri"), source.text("title"),
				source.text("license"), date(source.object("publicationDate")));
	}

	private static @Nullable String date(JsonView date) {
		int year = date.count("year");
		int month = date.count("month");
		int day = date.count("day");
		if (year == 0) {
			return null;
		}
		if (month == 0) {
			return String.format(Locale.ROOT, "%04d", year);
		}
		return (day == 0) ? String.format(Locale.ROOT, "%04d-%02d", year, month)
				: String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
	}

}
