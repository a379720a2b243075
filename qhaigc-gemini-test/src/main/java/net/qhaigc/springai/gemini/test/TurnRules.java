package net.qhaigc.springai.gemini.test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules for the order of turns with function calls, and for the signatures of the calls.
 */
final class TurnRules implements NativeRule {

	private final SignatureRules signatureRules;

	TurnRules(SignatureRules signatureRules) {
		this.signatureRules = signatureRules;
	}

	@Override
	public void check(ObjectNode request, String model, Violations violations) {
		JsonNode contents = request.path("contents");
		for (int i = 0; i < contents.size(); i++) {
			checkOrder(contents, i, violations);
		}
		if (this.signatureRules.appliesTo(model)) {
			checkSignatures(contents, violations);
		}
	}

	/**
	 * Check the content at an index. If its role is {@code model}, check the position of
	 * its function calls. Otherwise, check the position and the number of its function
	 * responses. The function calls in consecutive contents of the model are counted
	 * together.
	 */
	private static void checkOrder(JsonNode contents, int index, Violations violations) {
		int start = index;
		int callsBefore = 0;
		while (start > 0 && isModel(contents.get(start - 1))) {
			start--;
			callsBefore += count(contents.get(start), "functionCall");
		}
		if (isModel(contents.get(index))) {
			if (start == 0 && count(contents.get(index), "functionCall") > 0) {
				violations
					.addRuleError("Please ensure that function call turn comes immediately after a user turn or after a"
							+ " function response turn.");
			}
			return;
		}
		int responses = count(contents.get(index), "functionResponse");
		if (responses > 0 && callsBefore == 0) {
			violations.addRuleError(
					"Please ensure that function response turn comes immediately after a function call turn.");
		}
		else if (responses != callsBefore) {
			violations.addRuleError("Please ensure that the number of function response parts is equal to the number of"
					+ " function call parts of the function call turn.");
		}
	}

	/**
	 * Check that the first function call of each model content of the current turn has a
	 * signature. The current turn starts with the last content of the user that contains
	 * no function response.
	 */
	private static void checkSignatures(JsonNode contents, Violations violations) {
		for (int i = contents.size() - 1; i >= 0; i--) {
			JsonNode content = contents.get(i);
			if (!isModel(content) && count(content, "functionResponse") == 0) {
				return;
			}
			JsonNode call = firstCall(content);
			if (call.path("thoughtSignature").asString("").isEmpty() && !call.isMissingNode()) {
				violations
					.addRuleError("Function call is missing a thought_signature in functionCall parts. This is required"
							+ " for tools to work correctly, and missing thought_signature may lead to degraded model"
							+ " performance. Additional data, function call `default_api:"
							+ call.path("functionCall").path("name").asString("") + "` , position " + (i + 1)
							+ ". Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more"
							+ " details.");
			}
		}
	}

	private static JsonNode firstCall(JsonNode content) {
		for (JsonNode part : content.path("parts")) {
			if (part.has("functionCall")) {
				return part;
			}
		}
		return MissingNode.getInstance();
	}

	private static int count(JsonNode content, String field) {
		int count = 0;
		for (JsonNode part : content.path("parts")) {
			if (part.has(field)) {
				count++;
			}
		}
		return count;
	}

	private static boolean isModel(JsonNode content) {
		return content.path("role").asString("").equals("model");
	}

}
