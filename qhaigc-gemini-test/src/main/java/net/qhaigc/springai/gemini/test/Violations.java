package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The violations that were found in a request. As in Google's responses, only some of
 * them are reported: all errors of the JSON parser, else all fields with an invalid
 * value, else the first violated rule.
 */
final class Violations {

	private final List<SyntaxError> syntaxErrors = new ArrayList<>();

	private final List<String> fieldErrors = new ArrayList<>();

	private final List<String> ruleErrors = new ArrayList<>();

	void addSyntaxError(String path, String text) {
		this.syntaxErrors.add(new SyntaxError(path, text));
	}

	void addFieldError(String path, String text) {
		this.fieldErrors.add("* GenerateContentRequest." + path + ": " + text + "\n");
	}

	void addRuleError(String text) {
		this.ruleErrors.add(text);
	}

	/**
	 * Return the error response, or null if there are no violations.
	 */
	@Nullable ErrorResponse rejection() {
		if (!this.syntaxErrors.isEmpty()) {
			String message = String.join("\n", this.syntaxErrors.stream().map(SyntaxError::text).toList());
			ErrorResponse rejection = ErrorResponse.invalidArgument(message);
			for (SyntaxError violation : this.syntaxErrors) {
				rejection = rejection.withFieldViolation(violation.path(), violation.text());
			}
			return rejection;
		}
		if (!this.fieldErrors.isEmpty()) {
			return ErrorResponse.invalidArgument(String.join("", this.fieldErrors));
		}
		return this.ruleErrors.isEmpty() ? null : ErrorResponse.invalidArgument(this.ruleErrors.get(0));
	}

	/**
	 * An error of the JSON parser.
	 *
	 * @param path the path of the field
	 * @param text the description
	 */
	private record SyntaxError(String path, String text) {
	}

}
