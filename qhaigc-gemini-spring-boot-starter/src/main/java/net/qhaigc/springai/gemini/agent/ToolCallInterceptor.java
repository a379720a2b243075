package net.qhaigc.springai.gemini.agent;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;

/**
 * Intercepts the tool calls of one turn.
 */
interface ToolCallInterceptor {

	/** Call a tool, or return a result in its place. */
	String call(ToolCallback tool, String input, @Nullable ToolContext context);

	/**
	 * Return whether the results of a tool are sent to the model even if the tool has
	 * {@code returnDirect}.
	 */
	default boolean ignoresReturnDirect(String tool) {
		return false;
	}

}
