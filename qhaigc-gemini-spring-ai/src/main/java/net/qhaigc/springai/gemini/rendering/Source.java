package net.qhaigc.springai.gemini.rendering;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A numbered source of a response.
 *
 * @param number the number, starting from 1
 * @param title the title to display, on one line, not escaped
 * @param uri an {@code http} or {@code https} URI, not escaped; null if there is none
 */
record Source(int number, String title, @Nullable String uri) {

	private static final Pattern WEB_URI = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}\\p{Z}\"'<>\\\\^`{|}]+");

	/**
	 * Control characters, whitespace, and characters that change the direction of the
	 * text around them.
	 */
	private static final Pattern INVISIBLE = Pattern
		.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\s\\u200E\\u200F\\u061C\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]+");

	/**
	 * Create a source.
	 * @param title the title that the response contains; null if there is none
	 * @param uri the URI that the response contains, which may have any scheme; null if
	 * there is none
	 */
	static Source of(int number, @Nullable String title, @Nullable String uri) {
		String webUri = (uri != null && WEB_URI.matcher(uri.strip()).matches()) ? uri.strip() : null;
		String displayed = (title != null) ? toSingleLine(title) : "";
		if (displayed.isEmpty()) {
			displayed = (webUri != null) ? webUri : toSingleLine((uri != null) ? uri : "");
		}
		return new Source(number, displayed, webUri);
	}

	private static String toSingleLine(String text) {
		return INVISIBLE.matcher(text).replaceAll(" ").strip();
	}

}
