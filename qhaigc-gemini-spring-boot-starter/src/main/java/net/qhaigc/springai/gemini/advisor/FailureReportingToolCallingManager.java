package net.qhaigc.springai.gemini.advisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.metadata.ToolMetadata;

/**
 * Executes tool calls, and reports failures to the model as tool results where Spring AI
 * would end the turn: if a tool throws a checked exception or an error, and if the model
 * calls a tool that the prompt does not contain. An {@code InterruptedException} and a
 * {@code VirtualMachineError} still end the turn. A {@code RuntimeException} is still
 * handled by the {@code ToolExecutionExceptionProcessor}.
 */
final class FailureReportingToolCallingManager implements ToolCallingManager {

	private final ToolCallingManager delegate;

	FailureReportingToolCallingManager(ToolCallingManager delegate) {
		this.delegate = delegate;
	}

	@Override
	public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
		return this.delegate.resolveToolDefinitions(options);
	}

	@Override
	public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
		if (!(prompt.getOptions() instanceof ToolCallingChatOptions options)) {
			return this.delegate.executeToolCalls(prompt, response);
		}
		List<ToolCallback> tools = new ArrayList<>();
		if (options.getToolCallbacks() != null) {
			options.getToolCallbacks().forEach((tool) -> tools.add(new ReportingTool(tool)));
		}
		Set<String> names = tools.stream().map((tool) -> tool.getToolDefinition().name()).collect(Collectors.toSet());
		List<String> available = names.stream().sorted().toList();
		response.getResults()
			.stream()
			.flatMap((generation) -> generation.getOutput().getToolCalls().stream())
			.filter((call) -> names.add(call.name()))
			.forEach((call) -> tools.add(new UnknownTool(call.name(), available)));
		Prompt reporting = new Prompt(prompt.getInstructions(), options.mutate().toolCallbacks(tools).build());
		return this.delegate.executeToolCalls(reporting, response);
	}

	private record ReportingTool(ToolCallback tool) implements ToolCallback {

		@Override
		public ToolDefinition getToolDefinition() {
			return this.tool.getToolDefinition();
		}

		@Override
		public ToolMetadata getToolMetadata() {
			return this.tool.getToolMetadata();
		}

		@Override
		public String call(String input) {
			return call(input, null);
		}

		@Override
		public String call(String input, @Nullable ToolContext context) {
			try {
				return this.tool.call(input, context);
			}
			catch (ToolExecutionException ex) {
				Throwable cause = ex.getCause();
				if (cause == null || cause instanceof RuntimeException || !isReported(cause)) {
					throw ex;
				}
				return message(cause);
			}
			catch (Error ex) {
				if (!isReported(ex)) {
					throw ex;
				}
				return message(ex);
			}
		}

		private static boolean isReported(Throwable failure) {
			return !(failure instanceof VirtualMachineError) && !(failure instanceof InterruptedException);
		}

		private String message(Throwable failure) {
			String message = failure.getMessage();
			return (message != null && !message.isBlank()) ? message : "Exception occurred in tool: %s (%s)"
				.formatted(getToolDefinition().name(), failure.getClass().getSimpleName());
		}

	}

	private record UnknownTool(String name, List<String> available) implements ToolCallback {

		@Override
		public ToolDefinition getToolDefinition() {
			return ToolDefinition.builder().name(this.name).description("").inputSchema("{}").build();
		}

		@Override
		public String call(String input) {
			return "There is no tool '%s'. The available tools are: %s".formatted(this.name,
					String.join(", ", this.available));
		}

		@Override
		public String call(String input, @Nullable ToolContext context) {
			return call(input);
		}

	}

}
