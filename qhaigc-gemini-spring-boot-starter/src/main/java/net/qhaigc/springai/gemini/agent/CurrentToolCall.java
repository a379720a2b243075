package net.qhaigc.springai.gemini.agent;

import org.jspecify.annotations.Nullable;

/**
 * The ID of the tool call that the current thread executes. The ID distinguishes parallel
 * calls of one tool with the same arguments.
 */
final class CurrentToolCall {

	private static final ThreadLocal<String> ID = new ThreadLocal<>();

	private CurrentToolCall() {
	}

	static @Nullable String id() {
		return ID.get();
	}

	static void set(String id) {
		ID.set(id);
	}

	static void clear() {
		ID.remove();
	}

}
