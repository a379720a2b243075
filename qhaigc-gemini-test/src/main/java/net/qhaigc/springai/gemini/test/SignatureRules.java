package net.qhaigc.springai.gemini.test;

import java.util.regex.Pattern;

/**
 * Determines which models require that function calls are sent back with their thought
 * signatures: Gemini 3 and later, and the aliases of the latest models.
 *
 * @param enabled whether to apply the rules
 */
record SignatureRules(boolean enabled) {

	private static final Pattern MODELS = Pattern
		.compile("(?:.*/)?(?:gemini-(?:[3-9]|[1-9][0-9])(?:[.-].*)?|gemini-.*-latest)");

	boolean appliesTo(String model) {
		return this.enabled && MODELS.matcher(model).matches();
	}

}
