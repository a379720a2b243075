package net.qhaigc.springai.gemini.advisor;

import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.definition.ToolDefinition;

import net.qhaigc.springai.gemini.MediaToolCallResultConverter;

/**
 * Explains the exception that Spring AI throws if it cannot convert a tool result to
 * JSON, for example because the JSON of a record with an image would be nested too
 * deeply.
 *
 * @param delegate executes the tool calls
 */
record ConversionErrorToolCallingManager(ToolCallingManager delegate) implements ToolCallingManager {

	@Override
	public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
		return this.delegate.resolveToolDefinitions(options);
	}

	@Override
	public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
		try {
			return this.delegate.executeToolCalls(prompt, response);
		}
		catch (JacksonException ex) {
			if (ex.processor() instanceof JsonParser) {
				// JSON could not be read, for example the arguments of a tool call.
				throw ex;
			}
			List<String> tools = response.getResults()
				.stream()
				.flatMap((generation) -> generation.getOutput().getToolCalls().stream())
				.map(ToolCall::name)
				.distinct()
				.toList();
			throw new IllegalStateException(
					("A tool result cannot be converted to JSON. The called tools are: %s. If a result contains an image,"
							+ " a resource or other media, set %s as the resultConverter of the tool")
						.formatted(String.join(", ", tools), MediaToolCallResultConverter.class.getSimpleName()),
					ex);
		}
	}

}
