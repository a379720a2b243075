package net.qhaigc.springai.gemini.rendering;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.metadata.ResponsePart;

/**
 * Determines the language and the result to display with executed code.
 */
final class ExecutedCode {

	private static final Pattern NAME = Pattern.compile("[a-z0-9+#-]{1,30}");

	private ExecutedCode() {
	}

	/**
	 * Return the given language in lower case, or an empty string if the language is not
	 * specified or its name has an unexpected format.
	 */
	static String language(@Nullable String language) {
		String name = Objects.requireNonNullElse(language, "").toLowerCase(Locale.ROOT);
		return (NAME.matcher(name).matches() && !name.equals("language_unspecified")) ? name : "";
	}

	/**
	 * Return the output of the code or, if there is none, the outcome, such as
	 * {@code OUTCOME_OK}.
	 */
	static String result(ResponsePart.CodeResult result) {
		return Objects.requireNonNullElse((result.output() != null) ? result.output() : result.outcome(), "");
	}

}
