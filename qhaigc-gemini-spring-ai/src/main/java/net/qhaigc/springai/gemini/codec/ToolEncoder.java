package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.codec.schema.EmbeddedJson;
import net.qhaigc.springai.gemini.codec.schema.SchemaEncoder;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.RetrievalConfig;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.ToolChoice;
import net.qhaigc.springai.gemini.options.ToolChoice.Mode;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.Tool;
import net.qhaigc.springai.gemini.wire.Tool.FunctionDeclaration;
import net.qhaigc.springai.gemini.wire.ToolConfig;
import net.qhaigc.springai.gemini.wire.ToolConfig.FunctionCallingConfig;

/**
 * Encodes functions and server tools as {@code tools}, and the options for them as
 * {@code toolConfig}.
 */
final class ToolEncoder {

	private final WarnOnce warnings;

	private final SchemaEncoder schemaEncoder;

	ToolEncoder(WarnOnce warnings) {
		this.warnings = warnings;
		this.schemaEncoder = new SchemaEncoder(warnings);
	}

	/**
	 * Encode the tools.
	 * @param options the options of the prompt, with its server tools
	 * @param functions the definitions of the tools that the application executes
	 * @param names the names of these tools
	 * @param model the model
	 * @return the tools; null if there are none
	 */
	@Nullable List<Tool> encodeTools(QhaigcGeminiChatOptions options, List<ToolDefinition> functions, ToolNames names,
			ModelId model) {
		List<Tool> tools = new ArrayList<>();
		if (!functions.isEmpty()) {
			tools.add(new Tool.Functions(
					functions.stream().map((function) -> declaration(options, function, names, model)).toList()));
		}
		if (options.getServerTools() != null) {
			options.getServerTools().forEach((tool) -> tools.add(serverTool(tool)));
		}
		List<Tool> all = (options.getExtraTools() != null) ? ExtraTools.add(tools, options.getExtraTools(), names)
				: tools;
		return all.isEmpty() ? null : all;
	}

	/**
	 * Return where the arguments of tool calls contain JSON objects in strings.
	 * @param options the options of the prompt
	 * @param functions the definitions of the tools that the application executes
	 * @param model the model
	 * @return the locations, keyed by the original name of the tool
	 */
	Map<String, EmbeddedJson> embeddedJsonLocations(QhaigcGeminiChatOptions options, List<ToolDefinition> functions,
			ModelId model) {
		if (functions.isEmpty()) {
			return Map.of();
		}
		Map<String, EmbeddedJson> locations = new HashMap<>();
		for (ToolDefinition function : functions) {
			EmbeddedJson embedded = parameters(options, function, model).embeddedJson();
			if (!embedded.isEmpty()) {
				locations.put(function.name(), embedded);
			}
		}
		return locations;
	}

	/**
	 * Encode the options for tools.
	 * @param options the options of the prompt
	 * @param names the names of the tools
	 * @param hasFunctions whether there are tools that the application executes
	 * @param endsWithToolResult whether the conversation ends with tool results
	 * @return the configuration; null if it would be empty
	 * @throws IllegalArgumentException if the tool choice names an unknown tool
	 */
	@Nullable ToolConfig encodeToolConfig(QhaigcGeminiChatOptions options, ToolNames names, boolean hasFunctions,
			boolean endsWithToolResult) {
		FunctionCallingConfig calling = functionCallingConfig(options, names, hasFunctions, endsWithToolResult);
		Map<String, Object> retrieval = retrievalConfig(options.getRetrievalConfig());
		Boolean invocations = options.getIncludeServerSideToolInvocations();
		if (invocations == null && hasFunctions && hasServerTools(options)) {
			invocations = true;
		}
		boolean empty = calling == null && retrieval == null && invocations == null;
		return empty ? null : new ToolConfig(calling, retrieval, invocations);
	}

	/**
	 * Whether there is a server tool whose calls Google's servers execute. Computer use
	 * does not count, since the application executes its calls.
	 */
	private static boolean hasServerTools(QhaigcGeminiChatOptions options) {
		boolean hasServerTools = options.getServerTools() != null
				&& options.getServerTools().stream().anyMatch((tool) -> !(tool instanceof ServerTool.ComputerUse));
		return hasServerTools
				|| (options.getExtraTools() != null && ExtraTools.hasServerTools(options.getExtraTools()));
	}

	private FunctionDeclaration declaration(QhaigcGeminiChatOptions options, ToolDefinition function, ToolNames names,
			ModelId model) {
		String name = names.toWire(function.name());
		if (!name.equals(function.name())) {
			this.warnings.debug("tool name", function.name(),
					"Tool '%s' is sent with the name '%s', since the endpoint does not accept the original name"
						.formatted(function.name(), name));
		}
		SchemaEncoder.EncodedSchema parameters = parameters(options, function, model);
		return new FunctionDeclaration(name,
				StringUtils.hasText(function.description()) ? function.description() : null, parameters.schema(),
				parameters.jsonSchema());
	}

	private SchemaEncoder.EncodedSchema parameters(QhaigcGeminiChatOptions options, ToolDefinition function,
			ModelId model) {
		return this.schemaEncoder.encodeParameters(function.name(), function.inputSchema(), options.getSchemaMode(),
				model.isGemini25OrNewer());
	}

	private @Nullable FunctionCallingConfig functionCallingConfig(QhaigcGeminiChatOptions options, ToolNames names,
			boolean hasFunctions, boolean endsWithToolResult) {
		ToolChoice choice = options.getToolChoice();
		if (choice == null) {
			return null;
		}
		List<String> allowed = choice.names().stream().map((name) -> toAllowedName(name, names)).toList();
		if (!hasFunctions) {
			this.warnings.debug("tool choice", choice.mode().name(),
					"Option 'toolChoice' (%s) is not sent, since the prompt has no tools that the application executes"
						.formatted(choice.mode()));
			return null;
		}
		Mode mode = choice.mode();
		if (mode == Mode.ANY && endsWithToolResult && !Boolean.FALSE.equals(options.getResetToolChoice())) {
			mode = allowed.isEmpty() ? Mode.AUTO : Mode.VALIDATED;
			this.warnings.debug("tool choice", "reset",
					"Option 'toolChoice' (ANY) is sent as %s after a tool result. Set resetToolChoice=false to send ANY"
						.formatted(mode));
		}
		return new FunctionCallingConfig(mode.name(), allowed.isEmpty() ? null : allowed);
	}

	private static String toAllowedName(String name, ToolNames names) {
		if (!names.declares(name)) {
			throw new IllegalArgumentException(
					"Option 'toolChoice' allows the tool '%s', but the prompt has no tool with that name"
						.formatted(name));
		}
		return names.toWire(name);
	}

	private static @Nullable Map<String, Object> retrievalConfig(@Nullable RetrievalConfig config) {
		if (config == null) {
			return null;
		}
		Map<String, Object> latLng = JsonObject.of("latitude", config.latitude(), "longitude", config.longitude());
		return JsonObject.of("latLng", orNull(latLng), "languageCode", config.languageCode());
	}

	private static Tool serverTool(ServerTool tool) {
		if (tool instanceof ServerTool.GoogleSearch search) {
			return new Tool.GoogleSearch(googleSearch(search));
		}
		if (tool instanceof ServerTool.UrlContext) {
			return new Tool.UrlContext(Map.of());
		}
		if (tool instanceof ServerTool.CodeExecution) {
			return new Tool.CodeExecution(Map.of());
		}
		if (tool instanceof ServerTool.GoogleMaps maps) {
			return new Tool.GoogleMaps(JsonObject.of("enableWidget", maps.enableWidget()));
		}
		if (tool instanceof ServerTool.FileSearch search) {
			return new Tool.FileSearch(fileSearch(search));
		}
		return new Tool.ComputerUse(computerUse((ServerTool.ComputerUse) tool));
	}

	private static Map<String, Object> googleSearch(ServerTool.GoogleSearch search) {
		Map<String, Object> types = JsonObject.of("webSearch", search.webSearch() ? Map.of() : null, "imageSearch",
				search.imageSearch() ? Map.of() : null);
		Map<String, Object> times = JsonObject.of("startTime", Objects.toString(search.from(), null), "endTime",
				Objects.toString(search.to(), null));
		return JsonObject.of("searchTypes", orNull(types), "timeRangeFilter", orNull(times));
	}

	private static Map<String, Object> fileSearch(ServerTool.FileSearch search) {
		return JsonObject.of("fileSearchStoreNames", search.storeNames(), "topK", search.topK(), "metadataFilter",
				search.metadataFilter());
	}

	private static Map<String, Object> computerUse(ServerTool.ComputerUse use) {
		return JsonObject.of("environment", "ENVIRONMENT_" + use.environment(), "excludedPredefinedFunctions",
				orNull(use.excludedPredefinedFunctions()), "enablePromptInjectionDetection",
				use.enablePromptInjectionDetection(), "disabledSafetyPolicies", orNull(use.disabledSafetyPolicies()));
	}

	private static @Nullable Object orNull(List<String> list) {
		return list.isEmpty() ? null : list;
	}

	private static @Nullable Map<String, Object> orNull(Map<String, Object> map) {
		return map.isEmpty() ? null : map;
	}

}
