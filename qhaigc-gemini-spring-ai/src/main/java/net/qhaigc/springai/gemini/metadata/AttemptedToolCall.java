package net.qhaigc.springai.gemini.metadata;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A tool call that is not executed, because the response ended with a finish reason such
 * as {@code MALFORMED_FUNCTION_CALL} or {@code UNEXPECTED_TOOL_CALL}.
 *
 * @param name name of the function, which the request does not necessarily declare
 * @param arguments arguments of the call; empty if the response contains none
 */
public record AttemptedToolCall(String name, Map<String, Object> arguments) {

	public AttemptedToolCall {
		arguments = JsonView.immutableCopy(arguments);
	}

	static @Nullable AttemptedToolCall of(JsonView part) {
		JsonView call = part.object("functionCall");
		String name = call.text("name");
		return (name != null) ? new AttemptedToolCall(name, call.object("args").asMap()) : null;
	}

}
