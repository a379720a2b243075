package net.qhaigc.springai.gemini.test;

import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

/**
 * Rules for server tools: which model generations support them, and with which tools they
 * can be combined.
 */
final class ServerToolRules {

	private ServerToolRules() {
	}

	/**
	 * Check the server tools of a request.
	 * @param request the canonical JSON
	 * @param model the ID of the model
	 * @param tools the names of the server tools, without {@code computerUse}
	 * @param declaresFunctions whether the request declares functions
	 * @param violations receives the violations
	 */
	static void check(ObjectNode request, String model, Set<String> tools, boolean declaresFunctions,
			Violations violations) {
		ModelGeneration generation = ModelGeneration.of(model);
		if (tools.contains("googleSearchRetrieval") && !generation.isBefore(2, 0)) {
			violations.addRuleError("google_search_retrieval is not supported. Please use google_search tool instead.");
		}
		if (tools.contains("urlContext") && generation.isBefore(2, 5)) {
			violations.addRuleError("Browse tool is not supported.");
		}
		if (tools.contains("fileSearch") && tools.size() > 1 && generation.isBefore(3, 0)) {
			violations.addRuleError("Multiple tools are supported only when they are all search tools.");
		}
		if (declaresFunctions) {
			checkFunctionCalling(request, generation, tools, violations);
		}
	}

	private static void checkFunctionCalling(ObjectNode request, ModelGeneration generation, Set<String> tools,
			Violations violations) {
		if (generation.isBefore(3, 0) && !tools.isEmpty()) {
			violations.addRuleError("Tool use with function calling is unsupported by this model.");
		}
		else if (!tools.isEmpty()
				&& !request.path("toolConfig").path("includeServerSideToolInvocations").asBoolean(false)) {
			violations.addRuleError(
					"Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with"
							+ " Function calling.");
		}
		String mimeType = request.path("generationConfig").path("responseMimeType").asString("text/plain");
		if (generation.isBefore(3, 0) && !mimeType.equals("text/plain")) {
			violations.addRuleError("Function calling with a response mime type: '" + mimeType + "' is unsupported");
		}
	}

	/**
	 * Check that computer use is enabled only for a model that supports it, and always
	 * for a model that requires it.
	 */
	static void checkComputerUse(String model, boolean enabled, Violations violations) {
		boolean required = model.contains("computer-use");
		if (required && !enabled) {
			violations.addRuleError("This model requires the use of the Computer Use tool. See"
					+ " https://ai.google.dev/gemini-api/docs/computer-use#send-request for instructions on adding the"
					+ " tool.");
		}
		if (enabled && !required && ModelGeneration.of(model).isBefore(3, 0)) {
			violations.addRuleError("Computer Use is not enabled for models/" + model + ".");
		}
	}

}
