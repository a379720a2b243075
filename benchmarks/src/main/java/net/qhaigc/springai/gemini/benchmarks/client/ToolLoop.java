package net.qhaigc.springai.gemini.benchmarks.client;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * A loop of requests. Each request after the first contains the results of the preceding
 * tool calls. The response to the last request is text.
 *
 * @param model the chat model
 * @param prompt the prompt whose messages the first request contains; its options are not
 * used
 * @param requests the number of requests
 */
record ToolLoop(ChatModel model, Prompt prompt, int requests) implements Exchange {

	private static final ToolCallingManager TOOL_CALLING_MANAGER = ToolCallingManager.builder().build();

	private static final ToolCallback TOOL = FunctionToolCallback.builder("length", (River river) -> "6,650 km")
		.description("Returns the length of a river")
		.inputType(River.class)
		.build();

	/** The benchmark server responds to a request for this model with a tool call. */
	private static final QhaigcGeminiChatOptions TOOL_CALL_OPTIONS = options("tool");

	private static final QhaigcGeminiChatOptions LAST_REQUEST_OPTIONS = options("text");

	@Override
	public int call() {
		Prompt next = new Prompt(this.prompt.getInstructions(), TOOL_CALL_OPTIONS);
		for (int i = 1; i < this.requests; i++) {
			ChatResponse response = this.model.call(next);
			next = new Prompt(TOOL_CALLING_MANAGER.executeToolCalls(next, response).conversationHistory(),
					(i + 1 < this.requests) ? TOOL_CALL_OPTIONS : LAST_REQUEST_OPTIONS);
		}
		return this.model.call(next).getResults().size();
	}

	private static QhaigcGeminiChatOptions options(String model) {
		return QhaigcGeminiChatOptions.builder().model(model).toolCallbacks(TOOL).build();
	}

	@Override
	public Runnable stream(StreamListener listener) {
		throw new UnsupportedOperationException("Tool loops are measured only with call()");
	}

	/**
	 * The arguments of the tool.
	 *
	 * @param name the name of the river
	 */
	record River(String name) {

	}

}
