package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules for roles and for parts. Each part must have exactly one kind of data, such as
 * text.
 */
final class ContentRules implements NativeRule {

	private static final List<String> DATA_FIELDS = List.of("text", "inlineData", "fileData", "functionCall",
			"functionResponse", "executableCode", "codeExecutionResult", "toolCall", "toolResponse");

	private final boolean lenient;

	private final Set<String> roles;

	private final Set<String> dataSubstitutes;

	/**
	 * Create the rules.
	 * @param lenient whether to accept an empty role, the legacy role {@code function},
	 * any role of the system instruction, and a signature or video metadata without data,
	 * as Google does
	 */
	ContentRules(boolean lenient) {
		this.lenient = lenient;
		this.roles = lenient ? Set.of("user", "model", "", "function") : Set.of("user", "model");
		this.dataSubstitutes = lenient ? Set.of("thoughtSignature", "videoMetadata") : Set.of();
	}

	@Override
	public void check(ObjectNode request, String model, Violations violations) {
		JsonNode contents = request.path("contents");
		for (int i = 0; i < contents.size(); i++) {
			checkRole(contents.get(i), violations);
			checkParts(contents.get(i).path("parts"), "contents[" + i + "]", violations);
		}
		JsonNode instruction = request.path("systemInstruction");
		if (!this.lenient) {
			checkRole(instruction, violations);
		}
		checkParts(instruction.path("parts"), "system_instruction", violations);
		for (JsonNode part : instruction.path("parts")) {
			if (!part.has("text")) {
				violations.addRuleError("The system instruction must consist of text parts only.");
			}
		}
	}

	private void checkRole(JsonNode content, Violations violations) {
		if (content.has("role") && !this.roles.contains(content.path("role").asString())) {
			violations.addRuleError("Please use a valid role: user, model.");
		}
	}

	private void checkParts(JsonNode parts, String path, Violations violations) {
		for (int i = 0; i < parts.size(); i++) {
			JsonNode part = parts.get(i);
			String partPath = path + ".parts[" + i + "]";
			List<String> data = part.propertyNames().stream().filter(DATA_FIELDS::contains).toList();
			if (data.isEmpty() && this.dataSubstitutes.stream().noneMatch(part::has)) {
				violations.addFieldError(partPath + ".data",
						"required oneof field 'data' must have one initialized field");
			}
			else if (data.size() > 1) {
				violations.addParseError(partPath, "Invalid value at '" + partPath
						+ "' (oneof), oneof field 'data' is already set. Cannot set '" + data.get(1) + "'");
			}
		}
	}

}
