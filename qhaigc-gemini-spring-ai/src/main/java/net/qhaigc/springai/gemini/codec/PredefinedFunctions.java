package net.qhaigc.springai.gemini.codec;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.ai.tool.definition.ToolDefinition;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;

/**
 * The functions that Google declares for computer use, and that the application executes.
 * A request must not declare them again.
 */
final class PredefinedFunctions {

	/** The field of a tool that enables computer use. */
	static final String COMPUTER_USE = "computerUse";

	/** The names of the functions, as in Google's reference agent for computer use. */
	private static final Set<String> NAMES = Set.of("open_web_browser", "wait_5_seconds", "go_back", "go_forward",
			"search", "navigate", "click_at", "hover_at", "type_text_at", "key_combination", "scroll_document",
			"scroll_at", "drag_and_drop");

	private PredefinedFunctions() {
	}

	/**
	 * Return the tools to declare.
	 * @param tools the tools of the application
	 * @param options the options of the prompt
	 * @param warnings logs the tools that are not declared
	 * @return the tools other than those that Google declares
	 */
	static List<ToolDefinition> removeFrom(List<ToolDefinition> tools, QhaigcGeminiChatOptions options,
			WarnOnce warnings) {
		Set<Object> predefined = predefinedNames(options);
		if (predefined.isEmpty()) {
			return tools;
		}
		return tools.stream().filter((tool) -> {
			boolean isPredefined = predefined.contains(tool.name());
			if (isPredefined) {
				warnings.debug("predefined function", tool.name(),
						"Tool '%s' is not declared, since it is a predefined function of computer use. Add its name to excludedPredefinedFunctions to declare the tool instead"
							.formatted(tool.name()));
			}
			return !isPredefined;
		}).toList();
	}

	private static Set<Object> predefinedNames(QhaigcGeminiChatOptions options) {
		Set<Object> names = new HashSet<>();
		if (options.getServerTools() != null) {
			for (ServerTool tool : options.getServerTools()) {
				if (tool instanceof ServerTool.ComputerUse use) {
					names.addAll(NAMES);
					use.excludedPredefinedFunctions().forEach(names::remove);
				}
			}
		}
		if (options.getExtraTools() != null) {
			for (Map<String, Object> tool : options.getExtraTools()) {
				if (tool.get(COMPUTER_USE) instanceof Map<?, ?> use) {
					names.addAll(NAMES);
					if (use.get("excludedPredefinedFunctions") instanceof List<?> excluded) {
						excluded.forEach(names::remove);
					}
				}
			}
		}
		return names;
	}

}
