package net.qhaigc.samples.playground;

import java.time.Duration;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.stereotype.Service;

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Answers the questions of the page, with tools and with the memory of the conversation.
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
	 * Answers a question.
	 * @param conversation the conversation that it belongs to
	 * @param question the question
	 * @return what happens meanwhile. It never fails: its last event says how the answer
	 * has ended. Cancelling it cancels the request to the gateway and keeps what had come
	 */
	Flux<AnswerEvent> answer(String conversation, Question question) {
		return Flux.create((page) -> {
			Answer answer = new Answer(page::next);
			Disposable running = ask(conversation, question, answer).subscribe(null, (error) -> {
				keep(conversation, answer);
				end(page, failed(error));
			}, () -> end(page, answer.done()));
			page.onCancel(() -> {
				running.dispose();
				Schedulers.boundedElastic().schedule(() -> keep(conversation, answer));
			});
		});
	}

	private Flux<?> ask(String conversation, Question question, Answer answer) {
		return Flux.defer(() -> {
			ChatClient.ChatClientRequestSpec request = this.chatClient.prompt()
				.messages(question.message())
				.options(question.options())
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation).advisors(answer));
			return (question.tools() ? request.tools(this.tools) : request).stream().chatResponse();
		}).subscribeOn(Schedulers.boundedElastic());
	}

	private void keep(String conversation, Answer unfinished) {
		boolean deleted = this.memory.get(conversation).isEmpty();
		if (!deleted && !unfinished.text().isEmpty()) {
			this.memory.add(conversation, new AssistantMessage(unfinished.text()));
		}
	}

	private static void end(FluxSink<AnswerEvent> page, AnswerEvent last) {
		page.next(last);
		page.complete();
	}

	private static AnswerEvent.Failed failed(Throwable error) {
		String message = Objects.requireNonNullElseGet(error.getMessage(), error::toString);
		logger.warn("No answer, or no more of it: " + message);
		GatewayProblem problem = problem(error);
		if (problem == null) {
			return new AnswerEvent.Failed(0, message, null);
		}
		Duration wait = problem.retryAfter();
		return new AnswerEvent.Failed(problem.status(), message, (wait != null) ? wait.toSeconds() : null);
	}

	private static @Nullable GatewayProblem problem(Throwable error) {
		if (error instanceof QhaigcTransientException exception) {
			return exception.problem();
		}
		return (error instanceof QhaigcNonTransientException exception) ? exception.problem() : null;
	}

}
