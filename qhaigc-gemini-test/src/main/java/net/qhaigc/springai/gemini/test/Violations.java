package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The violations that were found in a request. As in Google's responses, only some of
 * them are reported: all parse errors (such as unknown fields and values of a wrong
 * type), else all field errors (such as values that are out of range), else the first
 * violated rule.
 */
final class Violations {

	private final List<ParseError> parseErrors = new ArrayList<>();

	private final List<String> fieldErrors = new ArrayList<>();

	private final List<String> ruleErrors = new ArrayList<>();

	void addParseError(String path, String text) {
		this.parseErrors.add(new ParseError(path, text));
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
		if (!this.parseErrors.isEmpty()) {
			String message = String.join("\n", this.parseErrors.stream().map(ParseError::text).toList());
			ErrorResponse rejection = ErrorResponse.invalidArgument(message);
			for (ParseError violation : this.parseErrors) {
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
	 * An error that occurs when the JSON of a request is parsed.
	 *
	 * @param path the path of the field
	 * @param text the description
	 */
	private record ParseError(String path, String text) {
	}

}
