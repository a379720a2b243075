package net.qhaigc.springai.gemini.metadata;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A call of a server tool with its result: Google's {@code toolCall} and
 * {@code toolResponse}.
 *
 * @param toolType type of the tool, such as {@code GOOGLE_SEARCH_WEB}; null if the
 * response has none
 * @param toolName name of the tool, if its type does not identify it; null if the
 * response has none
 * @param arguments arguments of the call; empty if the response has none
 * @param response result of the call; empty if the response has none
 */
public record ServerToolUse(@Nullable String toolType, @Nullable String toolName, Map<String, Object> arguments,
		Map<String, Object> response) {

	public ServerToolUse {
		arguments = JsonView.immutableCopy(arguments);
		response = JsonView.immutableCopy(response);
	}

	static ServerToolUse of(ServerExecution execution) {
		String type = execution.call().text("toolType");
		return new ServerToolUse((type != null) ? type : execution.result().text("toolType"),
				execution.call().text("toolName"), execution.call().object("args").asMap(),
				execution.result().object("response").asMap());
	}

}
