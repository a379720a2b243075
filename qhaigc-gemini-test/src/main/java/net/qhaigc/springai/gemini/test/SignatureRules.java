package net.qhaigc.springai.gemini.test;

import java.util.regex.Pattern;

/**
 * Which models demand that function calls come back with their thought signatures: Gemini
 * 3 and later, and the aliases of the latest ones.
 *
 * @param enabled whether the rules are on at all
 */
record SignatureRules(boolean enabled) {

	private static final Pattern DEMANDING = Pattern
		.compile("(?:.*/)?(?:gemini-(?:[3-9]|[1-9][0-9])(?:[.-].*)?|gemini-.*-latest)");

	boolean appliesTo(String model) {
		return this.enabled && DEMANDING.matcher(model).matches();
	}

}
