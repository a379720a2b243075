package net.qhaigc.springai.gemini.metadata;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A call that the model tried and that was not offered to be run, since the answer ended
 * with {@code MALFORMED_FUNCTION_CALL} or {@code UNEXPECTED_TOOL_CALL}.
 *
 * @param name the function's name, perhaps one that nobody declared
 * @param arguments the arguments, empty where the wire has none
 */
public record AttemptedToolCall(String name, Map<String, Object> arguments) {

	static @Nullable AttemptedToolCall of(JsonView part) {
		JsonView call = part.object("functionCall");
		String name = call.text("name");
		return (name != null) ? new AttemptedToolCall(name, call.object("args").asMap()) : null;
	}

}
