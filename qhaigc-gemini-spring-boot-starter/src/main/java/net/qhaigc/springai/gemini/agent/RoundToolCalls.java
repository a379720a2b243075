package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.util.StringUtils;

/**
 * The tool calls of one response that have not started. Finds the call that a tool
 * executes, since a {@code ToolCallback} does not receive the ID of the call.
 */
final class RoundToolCalls {

	private final List<ToolCall> calls = new ArrayList<>();

	synchronized void add(List<ToolCall> calls) {
		this.calls.addAll(calls);
	}

	/**
	 * Remove and return the call that a tool executes.
	 * @param name the name of the tool
	 * @param input the arguments that the tool receives
	 * @return the call; null if the response has no remaining call of this tool
	 */
	synchronized @Nullable ToolCall takeCall(String name, String input) {
		String id = CurrentToolCall.id();
		ToolCall call = take((candidate) -> candidate.id().equals(id) && candidate.name().equals(name));
		if (call == null) {
			call = take((candidate) -> candidate.name().equals(name) && arguments(candidate).equals(input));
		}
		return (call != null) ? call : take((candidate) -> candidate.name().equals(name));
	}

	/**
	 * Remove and return the call that a tool executes, if the call has these arguments.
	 * @param name the name of the tool
	 * @param input the arguments that the tool receives
	 * @return the call; null if the response has no remaining call of this tool with
	 * these arguments
	 */
	synchronized @Nullable ToolCall takeCallWithExactArguments(String name, String input) {
		String id = CurrentToolCall.id();
		Predicate<ToolCall> hasExactArguments = (call) -> call.name().equals(name) && arguments(call).equals(input);
		ToolCall call = take((candidate) -> candidate.id().equals(id) && hasExactArguments.test(candidate));
		return (call != null) ? call : take(hasExactArguments);
	}

	/** Remove and return the calls that have not started. */
	synchronized List<ToolCall> takeAll() {
		List<ToolCall> all = List.copyOf(this.calls);
		this.calls.clear();
		return all;
	}

	private @Nullable ToolCall take(Predicate<ToolCall> filter) {
		for (Iterator<ToolCall> iterator = this.calls.iterator(); iterator.hasNext();) {
			ToolCall call = iterator.next();
			if (filter.test(call)) {
				iterator.remove();
				return call;
			}
		}
		return null;
	}

	/**
	 * Return the arguments as {@code DefaultToolCallingManager} passes them to a tool.
	 */
	private static String arguments(ToolCall call) {
		return StringUtils.hasText(call.arguments()) ? call.arguments() : "{}";
	}

}
