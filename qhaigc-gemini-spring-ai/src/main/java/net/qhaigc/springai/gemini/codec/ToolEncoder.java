package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
import org.jspecify.annotations.Nullable;

import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.CollectionUtils;
import org.springframework.util.StringUtils;

/**
 * Functions and server tools to {@code tools}, and the rules for them to
 * {@code toolConfig}.
 */
final class ToolEncoder {

	private final WarnOnce notices;

	private final SchemaEncoder schemaEncoder;

	ToolEncoder(WarnOnce notices) {
		this.notices = notices;
		this.schemaEncoder = new SchemaEncoder(notices);
	}

	/** Encodes all tools; null if there are none. */
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
		return tools.isEmpty() ? null : tools;
	}

	/**
	 * Encodes the rules for tools; null if there are none.
	 * @throws IllegalArgumentException if the tool choice names a tool that is not there
	 */
	@Nullable ToolConfig encodeToolConfig(QhaigcGeminiChatOptions options, ToolNames names, boolean hasFunctions,
			boolean promptEndsWithToolResult) {
		FunctionCallingConfig calling = functionCallingConfig(options, names, hasFunctions, promptEndsWithToolResult);
		Map<String, Object> retrieval = retrievalConfig(options.getRetrievalConfig());
		Boolean invocations = options.getIncludeServerSideToolInvocations();
		if (invocations == null && hasFunctions && !CollectionUtils.isEmpty(options.getServerTools())) {
			invocations = true;
		}
		boolean nothing = calling == null && retrieval == null && invocations == null;
		return nothing ? null : new ToolConfig(calling, retrieval, invocations);
	}

	private FunctionDeclaration declaration(QhaigcGeminiChatOptions options, ToolDefinition function, ToolNames names,
			ModelId model) {
		String name = names.toWire(function.name());
		if (!name.equals(function.name())) {
			this.notices.debug("tool name", function.name(),
					"Tool '%s' is called '%s' on the wire, which does not take its name".formatted(function.name(),
							name));
		}
		SchemaEncoder.Encoded parameters = this.schemaEncoder.encodeParameters(function.name(), function.inputSchema(),
				options.getSchemaMode(), model.isGemini25OrNewer());
		return new FunctionDeclaration(name,
				StringUtils.hasText(function.description()) ? function.description() : null, parameters.schema(),
				parameters.jsonSchema());
	}

	private @Nullable FunctionCallingConfig functionCallingConfig(QhaigcGeminiChatOptions options, ToolNames names,
			boolean hasFunctions, boolean promptEndsWithToolResult) {
		ToolChoice choice = options.getToolChoice();
		if (choice == null) {
			return null;
		}
		List<String> allowed = choice.names().stream().map((name) -> allowed(name, names)).toList();
		if (!hasFunctions) {
			this.notices.debug("tool choice", choice.mode().name(),
					"The tool choice %s is not sent with a prompt that has no tools".formatted(choice.mode()));
			return null;
		}
		Mode mode = choice.mode();
		if (mode == Mode.ANY && promptEndsWithToolResult && !Boolean.FALSE.equals(options.getResetToolChoice())) {
			mode = allowed.isEmpty() ? Mode.AUTO : Mode.VALIDATED;
			this.notices.debug("tool choice", "relaxed",
					"The tool choice ANY is sent as %s once a tool has answered (option 'resetToolChoice')"
						.formatted(mode));
		}
		return new FunctionCallingConfig(mode.name(), allowed.isEmpty() ? null : allowed);
	}

	private static String allowed(String name, ToolNames names) {
		if (!names.declares(name)) {
			throw new IllegalArgumentException(
					"Option 'toolChoice' allows the tool '%s', but the prompt has no tool of that name"
						.formatted(name));
		}
		return names.toWire(name);
	}

	private static @Nullable Map<String, Object> retrievalConfig(@Nullable RetrievalConfig config) {
		if (config == null) {
			return null;
		}
		Map<String, Object> place = JsonObject.of("latitude", config.latitude(), "longitude", config.longitude());
		return JsonObject.of("latLng", orNull(place), "languageCode", config.languageCode());
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
