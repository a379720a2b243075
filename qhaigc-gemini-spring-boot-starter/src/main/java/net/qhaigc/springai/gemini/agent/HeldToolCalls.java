package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Finds the tool calls of a response, and holds back the chunks of a stream from the
 * first tool call until the end of the response.
 */
final class HeldToolCalls {

	private HeldToolCalls() {
	}

	/**
	 * Return the message with tool calls. The tool loop executes the calls of the first
	 * generation that has any.
	 * @param response the response
	 * @return the message; null if the response has no tool calls
	 */
	static @Nullable AssistantMessage messageWithToolCalls(@Nullable ChatResponse response) {
		return (response == null) ? null
				: response.getResults()
					.stream()
					.map(Generation::getOutput)
					.filter(AssistantMessage::hasToolCalls)
					.findFirst()
					.orElse(null);
	}

	/**
	 * Hold back the chunks of a response, starting with the first chunk that has a tool
	 * call, until the response ends.
	 * @param chunks the chunks
	 * @param release returns the chunks to emit in place of those that were held back
	 */
	static Flux<ChatClientResponse> hold(Flux<ChatClientResponse> chunks,
			Function<List<ChatClientResponse>, Flux<ChatClientResponse>> release) {
		return Flux.defer(() -> {
			List<ChatClientResponse> held = new ArrayList<>();
			return chunks.<ChatClientResponse>handle((chunk, sink) -> {
				if (held.isEmpty() && messageWithToolCalls(chunk.chatResponse()) == null) {
					sink.next(chunk);
				}
				else {
					held.add(chunk);
				}
			}).concatWith(Flux.defer(() -> held.isEmpty() ? Flux.empty() : release.apply(held)));
		});
	}

}
