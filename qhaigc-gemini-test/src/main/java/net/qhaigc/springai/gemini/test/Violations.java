package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a request, told as Google tells it: first all that its JSON parser
 * refuses, else all fields with a wrong value, else the first rule that is broken.
 */
final class Violations {

	private final List<Malformed> malformed = new ArrayList<>();

	private final List<String> fields = new ArrayList<>();

	private final List<String> rules = new ArrayList<>();

	/**
	 * Adds what the JSON parser refuses.
	 */
	void malformed(String path, String text) {
		this.malformed.add(new Malformed(path, text));
	}

	/**
	 * Adds a field with a wrong value.
	 */
	void field(String path, String text) {
		this.fields.add("* GenerateContentRequest." + path + ": " + text + "\n");
	}

	/**
	 * Adds a broken rule.
	 */
	void rule(String text) {
		this.rules.add(text);
	}

	/**
	 * The refusal, or null if nothing is wrong.
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
	 * Something that the JSON parser refuses.
	 *
	 * @param path where it is
	 * @param text what it is
	 */
	private record Malformed(String path, String text) {
	}

}
