package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.Tool;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Adds tools in Google's JSON format to the tools of a prompt. An extra tool that the
 * prompt also has is merged with the tool of the prompt by the rules of JSON Merge Patch:
 * functions are matched by their names, and server tools by the name of their field, such
 * as {@code googleSearch}.
 */
final class ExtraTools {

	private static final String FUNCTIONS = "functionDeclarations";

	private final ToolNames names;

	private final List<Map<String, @Nullable Object>> tools = new ArrayList<>();

	/**
	 * The number of tools of the prompt, which are the first elements of {@code tools}.
	 * Extra tools are merged only with tools of the prompt.
	 */
	private final int promptToolCount;

	private ExtraTools(List<Tool> tools, ToolNames names) {
		this.names = names;
		tools.forEach((tool) -> this.tools.add(WireJson.patch(tool, Map.of())));
		this.promptToolCount = tools.size();
	}

	/**
	 * Add extra tools.
	 * @param tools the tools of the prompt
	 * @param extra the extra tools
	 * @param names the names of the functions of the prompt
	 * @return all tools
	 */
	static List<Tool> add(List<Tool> tools, List<Map<String, Object>> extra, ToolNames names) {
		ExtraTools all = new ExtraTools(tools, names);
		extra.forEach(all::add);
		return all.tools.stream().map((tool) -> (Tool) new Tool.Raw(Collections.unmodifiableMap(tool))).toList();
	}

	/**
	 * Return whether the server runs any of the tools.
	 * @param extra the extra tools
	 * @return whether there is a tool other than functions and computer use, both of
	 * which the application executes
	 */
	static boolean hasServerTools(List<Map<String, Object>> extra) {
		return extra.stream()
			.anyMatch((tool) -> tool.keySet()
				.stream()
				.anyMatch((field) -> !field.equals(FUNCTIONS) && !field.equals(PredefinedFunctions.COMPUTER_USE)));
	}

	private void add(Map<String, Object> extra) {
		for (int i = 0; i < this.promptToolCount; i++) {
			Map<String, @Nullable Object> tool = this.tools.get(i);
			if (!Collections.disjoint(tool.keySet(), extra.keySet())) {
				Map<String, Object> patch = new LinkedHashMap<>(extra);
				patch.computeIfPresent(FUNCTIONS, (field, functions) -> mergeFunctions(tool.get(field), functions));
				this.tools.set(i, WireJson.patch(tool, patch));
				return;
			}
		}
		this.tools.add(new LinkedHashMap<>(extra));
	}

	/** A merge patch would replace the whole list, so functions are merged one by one. */
	private Object mergeFunctions(@Nullable Object declared, Object extra) {
		Map<Object, Map<String, @Nullable Object>> functions = new LinkedHashMap<>();
		objects(declared).forEach((function) -> functions.put(String.valueOf(function.get("name")), function));
		for (Map<String, @Nullable Object> function : objects(extra)) {
			String name = String.valueOf(function.get("name"));
			String wireName = this.names.declares(name) ? this.names.toWire(name) : name;
			Map<String, Object> patch = new LinkedHashMap<>(WireJson.patch(function, Map.of("name", wireName)));
			functions.merge(wireName, function, (present, added) -> WireJson.patch(present, patch));
		}
		return List.copyOf(functions.values());
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
		return (list instanceof List<?> elements) ? (List<Map<String, @Nullable Object>>) elements : List.of();
	}

}
