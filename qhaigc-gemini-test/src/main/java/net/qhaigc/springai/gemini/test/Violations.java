package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The violations of a request. As with Google, only some of them are reported: all errors
 * of the JSON parser, else all fields with an invalid value, else the first rule.
 */
final class Violations {

	private final List<Malformed> malformed = new ArrayList<>();

	private final List<String> fields = new ArrayList<>();

	private final List<String> rules = new ArrayList<>();

	/**
	 * Add an error of the JSON parser.
	 */
	void addSyntaxError(String path, String text) {
		this.malformed.add(new Malformed(path, text));
	}

	/**
	 * Add a field with an invalid value.
	 */
	void addFieldError(String path, String text) {
		this.fields.add("* GenerateContentRequest." + path + ": " + text + "\n");
	}

	/**
	 * Add the violation of a rule.
	 */
	void addRuleError(String text) {
		this.rules.add(text);
	}

	/**
	 * Return the rejection, or null if there are no violations.
	 */
	@Nullable Rejection rejection() {
		if (!this.malformed.isEmpty()) {
			String message = String.join("\n", this.malformed.stream().map(Malformed::text).toList());
			Rejection rejection = Rejection.invalidArgument(message);
			for (Malformed violation : this.malformed) {
				rejection = rejection.withViolation(violation.path(), violation.text());
			}
			return rejection;
		}
		if (!this.fields.isEmpty()) {
			return Rejection.invalidArgument(String.join("", this.fields));
		}
		return this.rules.isEmpty() ? null : Rejection.invalidArgument(this.rules.get(0));
	}

	/**
	 * An error of the JSON parser.
	 *
	 * @param path the path of the field
	 * @param text the description
	 */
	private record Malformed(String path, String text) {
	}

}
