package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules of {@code /v1/chat/completions}: those of OpenAI, and those for the
 * properties {@code style} and {@code continuationToken}, which only the gateway has.
 */
final class UnifiedRules implements RequestRules {

	static final Pattern FUNCTION_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private static final Set<String> PARAMETERS = Set.of("model", "messages", "style", "stream", "stream_options",
			"temperature", "top_p", "n", "stop", "max_tokens", "max_completion_tokens", "presence_penalty",
			"frequency_penalty", "logit_bias", "logprobs", "top_logprobs", "seed", "user", "tools", "tool_choice",
			"parallel_tool_calls", "response_format", "reasoning_effort", "verbosity", "modalities", "audio",
			"prediction", "metadata", "store", "service_tier", "web_search_options", "prompt_cache_key",
			"safety_identifier", "continuationToken");

	private final SignatureRules signatureRules;

	UnifiedRules(SignatureRules signatureRules) {
		this.signatureRules = signatureRules;
	}

	@Override
	public @Nullable ErrorResponse check(ReceivedRequest request) {
		if (!(request.json() instanceof ObjectNode body)) {
			return ErrorResponse.gateway(400, null, "We could not parse the JSON body of your request.");
		}
		List<String> problems = new ArrayList<>();
		for (String name : body.propertyNames()) {
			if (!PARAMETERS.contains(name)) {
				problems.add("Unrecognized request argument supplied: " + name);
			}
		}
		checkParameters(body, problems);
		checkTools(body, problems);
		checkResponseFormat(body.path("response_format"), problems);
		boolean signaturesRequired = body.path("style").asString("").equals("gemini")
				&& this.signatureRules.appliesTo(request.model());
		new UnifiedMessageRules(signaturesRequired, problems).check(body.path("messages"));
		return problems.isEmpty() ? null : ErrorResponse.gateway(400, null, problems.get(0));
	}

	private static void checkParameters(ObjectNode body, List<String> problems) {
		if (body.path("model").asString("").isEmpty()) {
			problems.add("you must provide a model parameter");
		}
		String style = body.path("style").asString("");
		if (body.has("style") && !style.equals("gemini") && !style.equals("openai")) {
			problems.add("Invalid value for 'style': expected 'gemini' or 'openai'.");
		}
		if (body.has("stream") && !body.path("stream").isBoolean()) {
			problems.add("Invalid type for 'stream': expected a boolean.");
		}
		if (body.has("stream_options") && !body.path("stream").asBoolean(false)) {
			problems.add("The 'stream_options' parameter is only allowed when 'stream' is enabled.");
		}
		checkNumber(body, "temperature", 0, 2, problems);
		checkNumber(body, "top_p", 0, 1, problems);
		checkNumber(body, "presence_penalty", -2, 2, problems);
		checkNumber(body, "frequency_penalty", -2, 2, problems);
		for (String name : List.of("max_tokens", "max_completion_tokens", "n", "seed", "top_logprobs")) {
			if (body.has(name) && !body.path(name).isIntegralNumber()) {
				problems.add("Invalid type for '" + name + "': expected an integer.");
			}
		}
	}

	private static void checkNumber(ObjectNode body, String name, int min, int max, List<String> problems) {
		JsonNode value = body.path(name);
		if (!value.isMissingNode() && (!value.isNumber() || value.doubleValue() < min || value.doubleValue() > max)) {
			problems.add("Invalid '" + name + "': expected a number from " + min + " to " + max + ".");
		}
	}

	private static void checkTools(ObjectNode body, List<String> problems) {
		Set<String> names = new HashSet<>();
		JsonNode tools = body.path("tools");
		if (body.has("tools") && (!tools.isArray() || tools.isEmpty())) {
			problems.add("Invalid 'tools': expected an array with at least one tool.");
		}
		for (int i = 0; i < tools.size(); i++) {
			JsonNode function = tools.path(i).path("function");
			String path = "tools[" + i + "]";
			if (!tools.path(i).path("type").asString("").equals("function") || !function.isObject()) {
				problems.add("Invalid '" + path + "': expected {\"type\":\"function\",\"function\":{..}}.");
			}
			checkName(function.path("name"), path + ".function.name", problems);
			if (!names.add(function.path("name").asString(""))) {
				problems.add("Invalid '" + path + "': the name is declared twice.");
			}
			if (function.has("parameters") && !function.path("parameters").isObject()) {
				problems.add("Invalid type for '" + path + ".function.parameters': expected an object.");
			}
		}
		checkToolChoice(body, names, problems);
	}

	private static void checkToolChoice(ObjectNode body, Set<String> names, List<String> problems) {
		JsonNode choice = body.path("tool_choice");
		if (choice.isMissingNode()) {
			return;
		}
		if (!body.has("tools")) {
			problems.add("Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.");
		}
		if (choice.isString() ? !Set.of("none", "auto", "required").contains(choice.stringValue())
				: !names.contains(choice.path("function").path("name").asString(""))) {
			problems.add("Invalid value for 'tool_choice': expected none, auto, required, or a declared function.");
		}
	}

	static void checkName(JsonNode name, String path, List<String> problems) {
		if (!FUNCTION_NAME.matcher(name.asString("")).matches()) {
			problems.add("Invalid '" + path + "': string does not match pattern. Expected a string that matches the"
					+ " pattern '^[a-zA-Z0-9_-]{1,64}$'.");
		}
	}

	private static void checkResponseFormat(JsonNode format, List<String> problems) {
		if (format.isMissingNode()) {
			return;
		}
		String type = format.path("type").asString("");
		if (!Set.of("text", "json_object", "json_schema").contains(type)) {
			problems.add("Invalid value for 'response_format.type': expected text, json_object or json_schema.");
		}
		if (type.equals("json_schema")) {
			checkName(format.path("json_schema").path("name"), "response_format.json_schema.name", problems);
			if (!format.path("json_schema").path("schema").isObject()) {
				problems.add("Missing required parameter: 'response_format.json_schema.schema'.");
			}
		}
	}

}
