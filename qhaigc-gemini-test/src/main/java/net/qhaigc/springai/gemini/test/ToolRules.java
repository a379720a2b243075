package net.qhaigc.springai.gemini.test;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules for tools, their combinations and the function calling configuration.
 */
final class ToolRules implements NativeRule {

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_:.-]{0,127}");

	/** The functions that Google declares for computer use. */
	private static final Set<String> PREDEFINED_FUNCTIONS = Set.of("open_web_browser", "wait_5_seconds", "go_back",
			"go_forward", "search", "navigate", "click_at", "hover_at", "type_text_at", "key_combination",
			"scroll_document", "scroll_at", "drag_and_drop");

	@Override
	public void check(ObjectNode request, String model, Violations violations) {
		JsonNode tools = request.path("tools");
		Set<String> predefined = predefinedFunctions(tools);
		Set<String> functions = new HashSet<>(predefined);
		Set<String> serverTools = new LinkedHashSet<>();
		for (int i = 0; i < tools.size(); i++) {
			String path = "tools[" + i + "]";
			if (tools.get(i).isEmpty()) {
				violations.addFieldError(path + ".tool_type",
						"required one_of 'tool_type' must have one initialized field");
			}
			checkAndCollectFunctions(tools.get(i).path("functionDeclarations"), path + ".function_declarations",
					functions, violations);
			tools.get(i)
				.propertyNames()
				.stream()
				.filter((name) -> !name.equals("functionDeclarations") && !name.equals("computerUse"))
				.forEach(serverTools::add);
			checkTimeRangeFilter(tools.get(i).path("googleSearch").path("timeRangeFilter"), path, violations);
		}
		ServerToolRules.check(request, model, serverTools, functions.size() > predefined.size(), violations);
		ServerToolRules.checkComputerUse(model, tools.valueStream().anyMatch((tool) -> tool.has("computerUse")),
				violations);
		checkFunctionCallingConfig(request.path("toolConfig").path("functionCallingConfig"), functions, violations);
		if (request.path("toolConfig").has("functionCallingConfig") && tools.isEmpty()) {
			violations.addRuleError("Function calling config is set without function_declarations.");
		}
	}

	private static Set<String> predefinedFunctions(JsonNode tools) {
		Set<String> names = new HashSet<>();
		for (JsonNode tool : tools) {
			if (tool.has("computerUse")) {
				names.addAll(PREDEFINED_FUNCTIONS);
				tool.path("computerUse")
					.path("excludedPredefinedFunctions")
					.forEach((name) -> names.remove(name.asString()));
			}
		}
		return names;
	}

	private static void checkAndCollectFunctions(JsonNode declarations, String listPath, Set<String> functions,
			Violations violations) {
		for (int i = 0; i < declarations.size(); i++) {
			JsonNode declaration = declarations.get(i);
			String path = listPath + "[" + i + "]";
			String name = declaration.path("name").asString("");
			if (!NAME.matcher(name).matches()) {
				violations.addFieldError(path + ".name",
						"Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z,"
								+ " 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of"
								+ " 128.");
			}
			if (!functions.add(name)) {
				violations.addRuleError("Duplicate function declaration found: " + name);
			}
			for (String schema : new String[] { "parameters", "response" }) {
				if (declaration.has(schema) && declaration.has(schema + "JsonSchema")) {
					violations.addFieldError(path + "." + schema + "_json_schema",
							"only one of " + schema + " and " + schema + "_json_schema may be set.");
				}
				SchemaRules.checkFunction(name, declaration.path(schema), path + "." + schema, violations);
			}
		}
	}

	private static void checkTimeRangeFilter(JsonNode filter, String path, Violations violations) {
		if (filter.has("startTime") != filter.has("endTime")) {
			violations.addFieldError(path + ".google_search.time_range_filter",
					"start_time and end_time must be set together.");
		}
	}

	private static void checkFunctionCallingConfig(JsonNode config, Set<String> functions, Violations violations) {
		String mode = config.path("mode").asString("");
		JsonNode names = config.path("allowedFunctionNames");
		if (!names.isEmpty() && !mode.equals("ANY") && !mode.equals("VALIDATED")) {
			violations.addRuleError(
					"allowed_function_names should only be set when function calling mode is ANY or VALIDATED.");
		}
		for (JsonNode name : names) {
			if (!functions.contains(name.stringValue())) {
				violations.addRuleError(
						"allowed_function_names contains `" + name.stringValue() + "`, which is not declared.");
			}
		}
	}

}
