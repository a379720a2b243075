package net.qhaigc.springai.gemini.test;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Rules for messages in OpenAI's format: for their roles and contents, and for tool
 * results, which must immediately follow their tool calls.
 */
final class UnifiedMessageRules {

	private static final Map<String, Set<String>> PART_TYPES_BY_ROLE = Map.of("system", Set.of("text"), "developer",
			Set.of("text"), "user", Set.of("text", "image_url", "input_audio", "file"), "assistant",
			Set.of("text", "refusal"), "tool", Set.of("text"));

	private static final Set<String> MESSAGE_FIELDS = Set.of("role", "content", "name", "tool_calls", "tool_call_id",
			"refusal", "audio", "annotations", "reasoning_content", "extra_content");

	private final boolean signaturesRequired;

	private final List<String> problems;

	UnifiedMessageRules(boolean signaturesRequired, List<String> problems) {
		this.signaturesRequired = signaturesRequired;
		this.problems = problems;
	}

	void check(JsonNode messages) {
		if (!messages.isArray() || messages.isEmpty()) {
			this.problems.add("Invalid 'messages': expected an array with at least one message.");
			return;
		}
		Set<String> unansweredCallIds = new LinkedHashSet<>();
		for (int i = 0; i < messages.size(); i++) {
			JsonNode message = messages.get(i);
			String path = "messages[" + i + "]";
			checkMessage(message, path);
			if (message.path("role").asString("").equals("tool")) {
				checkResult(message, path, unansweredCallIds);
			}
			else {
				checkNoUnansweredCalls(unansweredCallIds);
				unansweredCallIds = checkCallsAndReturnIds(message, path);
			}
		}
		checkNoUnansweredCalls(unansweredCallIds);
		if (this.signaturesRequired) {
			checkSignatures(messages);
		}
	}

	private void checkMessage(JsonNode message, String path) {
		Set<String> partTypes = PART_TYPES_BY_ROLE.get(message.path("role").asString(""));
		if (partTypes == null) {
			this.problems.add("Invalid value: '" + message.path("role").asString("") + "'. Supported values are:"
					+ " 'system', 'assistant', 'user', 'tool', and 'developer' (" + path + ".role).");
			return;
		}
		message.propertyNames()
			.stream()
			.filter((name) -> !MESSAGE_FIELDS.contains(name))
			.forEach((name) -> this.problems
				.add("Additional properties are not allowed ('" + name + "' was unexpected) - '" + path + "'"));
		JsonNode content = message.path("content");
		if (content.isMissingNode() || content.isNull()) {
			if (!message.has("tool_calls")) {
				this.problems.add("Invalid value for 'content': expected a string, got null (" + path + ".content).");
			}
		}
		else if (!content.isString() && (!content.isArray() || content.isEmpty())) {
			this.problems.add("Invalid type for '" + path + ".content': expected a string or an array of objects.");
		}
		else {
			checkParts(content, path + ".content", partTypes);
		}
	}

	private void checkParts(JsonNode content, String path, Set<String> allowed) {
		for (int i = 0; i < content.size(); i++) {
			JsonNode part = content.get(i);
			String type = part.path("type").asString("");
			if (!allowed.contains(type)) {
				this.problems.add("Invalid value: '" + type + "'. Supported values are: " + allowed + " (" + path + "["
						+ i + "].type).");
			}
			boolean complete = switch (type) {
				case "text" -> part.path("text").isString();
				case "image_url" -> !part.path("image_url").path("url").asString("").isEmpty();
				default -> part.path(type).isObject() || part.path(type).isString();
			};
			if (!complete) {
				this.problems.add("Missing required parameter: '" + path + "[" + i + "]." + type + "'.");
			}
		}
	}

	private Set<String> checkCallsAndReturnIds(JsonNode message, String path) {
		Set<String> ids = new LinkedHashSet<>();
		JsonNode calls = message.path("tool_calls");
		if (message.has("tool_calls") && (!calls.isArray() || calls.isEmpty())) {
			this.problems
				.add("Invalid '" + path + ".tool_calls': empty array. Expected an array with minimum length 1.");
		}
		for (int i = 0; i < calls.size(); i++) {
			JsonNode call = calls.get(i);
			String callPath = path + ".tool_calls[" + i + "]";
			String id = call.path("id").asString("");
			if (id.isEmpty() || !ids.add(id)) {
				this.problems.add("Invalid '" + callPath + ".id': expected a unique ID.");
			}
			if (!call.path("type").asString("").equals("function")) {
				this.problems.add("Missing required parameter: '" + callPath + ".type'.");
			}
			UnifiedRules.checkName(call.path("function").path("name"), callPath + ".function.name", this.problems);
			if (!isJsonObject(call.path("function").path("arguments"))) {
				this.problems.add("Invalid '" + callPath + ".function.arguments': expected a JSON object as a string.");
			}
		}
		return ids;
	}

	private static boolean isJsonObject(JsonNode arguments) {
		try {
			return arguments.isString() && Json.read(arguments.stringValue()).isObject();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private void checkResult(JsonNode message, String path, Set<String> unansweredCallIds) {
		if (!unansweredCallIds.remove(message.path("tool_call_id").asString(""))) {
			// The wording and the spelling are OpenAI's.
			this.problems.add("Invalid parameter: messages with role 'tool' must be a response to a preceeding message"
					+ " with 'tool_calls' (" + path + ").");
		}
	}

	private void checkNoUnansweredCalls(Set<String> unansweredCallIds) {
		if (!unansweredCallIds.isEmpty()) {
			this.problems.add("An assistant message with 'tool_calls' must be followed by tool messages responding to"
					+ " each 'tool_call_id'. The following tool_call_ids did not have response messages: "
					+ String.join(", ", unansweredCallIds));
		}
	}

	/**
	 * Check that, after the last user message, the first tool call of each message with
	 * tool calls has a signature. The native endpoint requires such signatures too.
	 */
	private void checkSignatures(JsonNode messages) {
		for (int i = messages.size() - 1; i >= 0; i--) {
			JsonNode message = messages.get(i);
			if (message.path("role").asString("").equals("user")) {
				return;
			}
			String signature = message.at("/tool_calls/0/extra_content/google/thought_signature").asString("");
			if (message.has("tool_calls") && signature.isEmpty()) {
				this.problems.add("Function call is missing a thought_signature in functionCall parts (messages[" + i
						+ "].tool_calls[0].extra_content.google.thought_signature).");
			}
		}
	}

}
