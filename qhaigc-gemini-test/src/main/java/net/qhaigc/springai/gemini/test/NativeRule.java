package net.qhaigc.springai.gemini.test;

import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a request with valid JSON against some of Google's rules.
 */
interface NativeRule {

	/**
	 * Check a request.
	 * @param request the canonical JSON
	 * @param model the ID of the model
	 * @param violations receives the violations
	 */
	void check(ObjectNode request, String model, Violations violations);

}
