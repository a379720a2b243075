package net.qhaigc.springai.gemini.entity;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientAttributes;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.core.Ordered;

/**
 * Adds a JSON Schema to the options or to the prompt of a streamed request, as Spring AI
 * does for {@code entity()}. It is the last advisor, so that the schema is not stored in
 * the chat memory, but is in the request of each round of tool calls.
 */
final class EntitySchemaAdvisor implements StreamAdvisor {

	private final String format;

	private final String schema;

	/**
	 * Create an advisor.
	 * @param format the text to add to the prompt, which contains a JSON Schema
	 * @param schema the JSON Schema for the options
	 */
	EntitySchemaAdvisor(String format, String schema) {
		this.format = format;
		this.schema = schema;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return chain.nextStream(request.mutate().prompt(withSchema(request)).build());
	}

	private Prompt withSchema(ChatClientRequest request) {
		Prompt prompt = request.prompt();
		boolean usesProviderStructuredOutput = request.context()
			.containsKey(ChatClientAttributes.STRUCTURED_OUTPUT_NATIVE.getKey());
		if (usesProviderStructuredOutput && prompt.getOptions() instanceof StructuredOutputChatOptions options) {
			ChatOptions withSchema = options.mutate().outputSchema(this.schema).build();
			return prompt.mutate().chatOptions(withSchema).build();
		}
		return prompt.augmentUserMessage(
				(message) -> message.mutate().text(message.getText() + System.lineSeparator() + this.format).build());
	}

	@Override
	public String getName() {
		return "entity_schema";
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

}
