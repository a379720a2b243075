package net.qhaigc.samples.playground;

import java.time.Duration;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.stereotype.Service;

import net.qhaigc.springai.gemini.client.error.GatewayFailure;

/**
 * Sends messages of the page to the model, with tools and the memory of the conversation.
 */
@Service
class Assistant {

	private static final Log logger = LogFactory.getLog(Assistant.class);

	private final ChatClient chatClient;

	private final ChatMemory memory;

	private final Tools tools;

	Assistant(ChatClient.Builder builder, ChatMemory memory, Tools tools) {
		this.chatClient = builder.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
		this.memory = memory;
		this.tools = tools;
	}

	/**
	 * Send a message and stream the response.
	 * @param conversationId the conversation that the message belongs to
	 * @param request the message and its options
	 * @return the events of the response. The stream does not fail: its last event is
	 * {@link ChatEvent.Done} or {@link ChatEvent.Failed}. Cancelling it cancels the
	 * request to the gateway and keeps the text received so far in the memory
	 */
	Flux<ChatEvent> stream(String conversationId, ChatRequest request) {
		return Flux.create((sink) -> {
			ChatEventAdvisor advisor = new ChatEventAdvisor(sink::next);
			Disposable subscription = send(conversationId, request, advisor).subscribe(null, (error) -> {
				saveIncomplete(conversationId, advisor.text());
				complete(sink, failed(error));
			}, () -> complete(sink, advisor.done()));
			sink.onCancel(() -> {
				subscription.dispose();
				Schedulers.boundedElastic().schedule(() -> saveIncomplete(conversationId, advisor.text()));
			});
		});
	}

	private Flux<?> send(String conversationId, ChatRequest request, ChatEventAdvisor advisor) {
		return Flux.defer(() -> {
			ChatClient.ChatClientRequestSpec spec = this.chatClient.prompt()
				.messages(request.toUserMessage())
				.options(request.toOptions())
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversationId).advisors(advisor));
			return (request.tools() ? spec.tools(this.tools) : spec).stream().chatResponse();
		}).subscribeOn(Schedulers.boundedElastic());
	}

	private void saveIncomplete(String conversationId, String text) {
		boolean deleted = this.memory.get(conversationId).isEmpty();
		if (!deleted && !text.isEmpty()) {
			this.memory.add(conversationId, new AssistantMessage(text));
		}
	}

	private static void complete(FluxSink<ChatEvent> sink, ChatEvent lastEvent) {
		sink.next(lastEvent);
		sink.complete();
	}

	private static ChatEvent.Failed failed(Throwable error) {
		String message = Objects.requireNonNullElseGet(error.getMessage(), error::toString);
		logger.warn("The request failed: " + message);
		if (!(error instanceof GatewayFailure failure)) {
			return new ChatEvent.Failed(0, message, null);
		}
		Duration retryAfter = failure.problem().retryAfter();
		return new ChatEvent.Failed(failure.problem().status(), message,
				(retryAfter != null) ? retryAfter.toSeconds() : null);
	}

}
