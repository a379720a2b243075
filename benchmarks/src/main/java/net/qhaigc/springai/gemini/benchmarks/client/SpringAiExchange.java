package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.ArrayList;
import java.util.List;

import reactor.core.scheduler.Scheduler;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;

/**
 * An exchange with a {@link ChatModel} of Spring AI.
 *
 * @param model the chat model, which is configured with the model ID of the task
 * @param prompt the messages
 * @param scheduler the scheduler on which streams are subscribed to, since the streams of
 * some chat models block the subscribing thread
 */
record SpringAiExchange(ChatModel model, Prompt prompt, Scheduler scheduler) implements Exchange {

	static Prompt prompt(Task task) {
		List<Message> messages = new ArrayList<>();
		for (Turn turn : task.turns()) {
			messages.add(turn.fromUser() ? userMessage(turn) : new AssistantMessage(turn.text()));
		}
		return new Prompt(messages);
	}

	private static Message userMessage(Turn turn) {
		UserMessage.Builder message = UserMessage.builder().text(turn.text());
		if (turn.png() != null) {
			message.media(Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(turn.png()).build());
		}
		return message.build();
	}

	@Override
	public int call() {
		ChatResponse response = this.model.call(this.prompt);
		AssistantMessage message = response.getResults().get(0).getOutput();
		String text = message.getText();
		return message.getMedia().size() + ((text != null) ? text.length() : 0);
	}

	@Override
	public Runnable stream(StreamListener listener) {
		return this.model.stream(this.prompt)
			.subscribeOn(this.scheduler)
			.subscribe((chunk) -> listener.onChunk(), listener::onEnd, () -> listener.onEnd(null))::dispose;
	}

}
