package net.qhaigc.springai.gemini.test;

import tools.jackson.databind.node.ObjectNode;

/**
 * Rules that Google holds a request against once its JSON could be read.
 */
interface NativeRule {

	/**
	 * Checks a request.
	 * @param request the request in canonical spelling
	 * @param model the model that is asked
	 * @param violations takes what is wrong
	 */
	void check(ObjectNode request, String model, Violations violations);

}
