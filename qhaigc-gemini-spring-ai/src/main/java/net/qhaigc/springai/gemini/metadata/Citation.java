package net.qhaigc.springai.gemini.metadata;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A passage of the answer that stands elsewhere too: Google's {@code citationSources},
 * Vertex's {@code citations}. Their offsets have been recorded to point far behind the
 * text; the range is then empty.
 *
 * @param range where the passage stands in {@link QhaigcGeminiMetadata#text()}
 * @param uri where it stands elsewhere; or null
 * @param title the title of that source, from Vertex; or null
 * @param license the licence of that source, mostly of code; or null
 * @param publicationDate when that source was published, from Vertex, as ISO 8601 has it:
 * {@code 2014-03-30}, or no more than is known, such as {@code 2014}; or null
 */
public record Citation(TextRange range, @Nullable String uri, @Nullable String title, @Nullable String license,
		@Nullable String publicationDate) {

	static @Nullable Citation of(JsonView source, ResponseText answer) {
		return source.isEmpty() ? null : new Citation(answer.range(source), source.text("uri"), source.text("title"),
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
