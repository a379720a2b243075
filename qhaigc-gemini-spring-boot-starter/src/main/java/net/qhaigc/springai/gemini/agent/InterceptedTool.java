package net.qhaigc.springai.gemini.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.metadata.ToolMetadata;

/**
 * A tool that is called through an interceptor.
 */
record InterceptedTool(ToolCallback tool, ToolCallInterceptor interceptor) implements ToolCallback {

	/**
	 * Return a copy of the request in which the tools are intercepted; the request itself
	 * if it has no tools.
	 */
	static ChatClientRequest intercept(ChatClientRequest request, ToolCallInterceptor interceptor) {
		List<ToolCallback> tools = toolsOf(request).stream()
			.<ToolCallback>map((tool) -> new InterceptedTool(tool, interceptor))
			.toList();
		if (tools.isEmpty() || !(request.prompt().getOptions() instanceof ToolCallingChatOptions options)) {
			return request;
		}
		return request.mutate()
			.prompt(request.prompt().mutate().chatOptions(options.mutate().toolCallbacks(tools).build()).build())
			.build();
	}

	static List<ToolCallback> toolsOf(ChatClientRequest request) {
		return (request.prompt().getOptions() instanceof ToolCallingChatOptions options
				&& options.getToolCallbacks() != null) ? options.getToolCallbacks() : List.of();
	}

	@Override
	public ToolDefinition getToolDefinition() {
		return this.tool.getToolDefinition();
	}

	@Override
	public ToolMetadata getToolMetadata() {
		ToolMetadata metadata = this.tool.getToolMetadata();
		// If returnDirect is not set, the tool loop sends the results to the model.
		return (metadata.returnDirect() && this.interceptor.ignoresReturnDirect(getToolDefinition().name()))
				? ToolMetadata.builder().build() : metadata;
	}

	@Override
	public String call(String input) {
		return call(input, null);
	}

	@Override
	public String call(String input, @Nullable ToolContext context) {
		return this.interceptor.call(this.tool, input, context);
	}

}
