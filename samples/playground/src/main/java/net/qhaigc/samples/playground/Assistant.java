package net.qhaigc.samples.playground;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.stereotype.Service;

import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;

/**
 * Sends the user's messages to the model, with tools and the memory of the conversation.
 */
@Service
class Assistant {

	private static final Log logger = LogFactory.getLog(Assistant.class);

	private final ChatClients chatClients;

	private final MessageChatMemoryAdvisor memoryAdvisor;

	private final ConversationRepository conversations;

	private final RecentTurns turns;

	private final Tools tools;

	Assistant(ChatClients chatClients, ChatMemory memory, ConversationRepository conversations, RecentTurns turns,
			Tools tools) {
		this.chatClients = chatClients;
		this.memoryAdvisor = MessageChatMemoryAdvisor.builder(memory).build();
		this.conversations = conversations;
		this.turns = turns;
		this.tools = tools;
	}

	/**
	 * Send a message and stream the response.
	 * @param conversationId the conversation that the message belongs to
	 * @param request the message and its options
	 * @return the events of the response. The stream does not fail: its last event is
	 * {@link ChatEvent.Done} or {@link ChatEvent.Failed}. Cancelling the stream cancels
	 * the request to the gateway and saves the text received so far in place of the
	 * complete response
	 */
	Flux<ChatEvent> stream(String conversationId, ChatRequest request) {
		return Flux.create((sink) -> {
			Turn turn = this.turns.begin(sink::next);
			turn.publish(new ChatEvent.Started(turn.id()));
			TurnExecution execution = new TurnExecution(conversationId, request, turn);
			Disposable subscription = execution.send()
				.contextWrite(turn::addTo)
				.subscribe(null, (error) -> complete(sink, execution.handleFailure(error)),
						() -> complete(sink, execution.advisor.done()));
			sink.onCancel(() -> {
				subscription.dispose();
				Schedulers.boundedElastic().schedule(execution::saveIncomplete);
			});
		});
	}

	private static void complete(FluxSink<ChatEvent> sink, ChatEvent lastEvent) {
		sink.next(lastEvent);
		sink.complete();
	}

	/** Sends one message, and stores the message with its response. */
	private final class TurnExecution {

		private final String conversationId;

		private final ChatRequest request;

		private final Turn turn;

		private final ChatEventAdvisor advisor;

		private List<Message> earlierMessages = List.of();

		private UserMessage message = new UserMessage("");

		private TurnExecution(String conversationId, ChatRequest request, Turn turn) {
			this.conversationId = conversationId;
			this.request = request;
			this.turn = turn;
			this.advisor = new ChatEventAdvisor(turn);
		}

		private Flux<?> send() {
			return Flux.defer(() -> {
				this.message = createMessage();
				ChatClient.ChatClientRequestSpec spec = Assistant.this.chatClients.get(this.request.options())
					.prompt()
					.options(this.request.options().toOptions())
					.advisors(this.advisor);
				if (this.request.options().hasSystemPrompt()) {
					spec.system(Objects.requireNonNull(this.request.options().system()));
				}
				if (this.request.options().usesTools()) {
					spec.tools(Assistant.this.tools);
				}
				return this.request.continuesConversation() ? streamWithMemory(spec) : streamWithoutMemory(spec);
			}).subscribeOn(Schedulers.boundedElastic());
		}

		private UserMessage createMessage() {
			UserMessage created = this.request.toUserMessage();
			Integer keepTurns = this.request.keepTurns();
			return (keepTurns != null && Boolean.TRUE.equals(this.request.keepMedia())) ? created.mutate()
				.media(Assistant.this.conversations.findUserMedia(this.conversationId, keepTurns))
				.build() : created;
		}

		private Flux<ChatResponse> streamWithMemory(ChatClient.ChatClientRequestSpec spec) {
			return spec.messages(this.message)
				.advisors((advisors) -> advisors.advisors(Assistant.this.memoryAdvisor)
					.param(ChatMemory.CONVERSATION_ID, this.conversationId))
				.stream()
				.chatResponse();
		}

		/**
		 * Stream without the memory advisor, which would change the conversation before
		 * there is a response.
		 */
		private Flux<ChatResponse> streamWithoutMemory(ChatClient.ChatClientRequestSpec spec) {
			this.earlierMessages = Assistant.this.conversations.findMessages(this.conversationId,
					this.request.keepTurns());
			List<Message> messages = new ArrayList<>(this.earlierMessages);
			messages.add(this.message);
			return new MessageAggregator().aggregate(spec.messages(messages).stream().chatResponse(),
					(response) -> save(Objects.requireNonNull(response.getResult()).getOutput()));
		}

		private void save(AssistantMessage response) {
			List<Message> messages = List.of(this.message, response);
			if (Boolean.FALSE.equals(this.request.stored())) {
				this.turn.keep(messages);
				return;
			}
			List<Message> all = new ArrayList<>(this.earlierMessages);
			all.addAll(messages);
			Assistant.this.conversations.replace(this.conversationId, all);
		}

		/**
		 * Store the text received so far. If there is none, the user message does not
		 * remain in the conversation either.
		 * @return whether the user message and the text are stored
		 */
		private boolean saveIncomplete() {
			boolean hasText = !this.advisor.text().isEmpty();
			if (!this.request.continuesConversation()) {
				if (hasText) {
					save(new AssistantMessage(this.advisor.text()));
				}
				return hasText && !Boolean.FALSE.equals(this.request.stored());
			}
			return Assistant.this.conversations.endIncompleteTurn(this.conversationId, this.advisor.text());
		}

		private ChatEvent.Failed handleFailure(Throwable error) {
			String message = Objects.requireNonNullElseGet(error.getMessage(), error::toString);
			logger.warn("The request failed: " + message);
			boolean incomplete = !this.advisor.text().isEmpty();
			boolean stored = saveIncomplete();
			if (!(error instanceof GatewayFailure failure)) {
				return new ChatEvent.Failed(0, null, message, null, incomplete, stored);
			}
			GatewayProblem problem = failure.problem();
			Duration retryAfter = problem.retryAfter();
			return new ChatEvent.Failed(problem.status(), problem.code(), message,
					(retryAfter != null) ? retryAfter.toSeconds() : null, incomplete, stored);
		}

	}

}
