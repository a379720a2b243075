package net.qhaigc.springai.gemini.test;

import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a request to the native endpoint, which uses Google's format, against one group
 * of Google's rules. The names and types of all fields have already been checked.
 */
interface NativeRule {

	/**
	 * Check a request.
	 * @param request the canonical JSON of the request: names are in camel case, enum
	 * constants in upper case
	 * @param model the ID of the model
	 * @param violations receives the violations
	 */
	void check(ObjectNode request, String model, Violations violations);

}
