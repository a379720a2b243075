package net.qhaigc.samples.playground;

import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.content.Media;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;

/**
 * One answer in the making. It listens inside Spring AI's loop of tool calls, since
 * behind it neither the calls nor the tokens of the earlier rounds can be seen.
 */
final class Answer implements StreamAdvisor {

	private final Consumer<AnswerEvent> page;

	private final StringBuilder text = new StringBuilder();

	private final long asked = System.nanoTime();

	private long firstToken;

	private String model = "";

	private String finishReason = "";

	private int promptTokens;

	private int completionTokens;

	Answer(Consumer<AnswerEvent> page) {
		this.page = page;
	}

	@Override
	public String getName() {
		return "Answer of the playground";
	}

	@Override
	public int getOrder() {
		return ToolCallingAdvisor.DEFAULT_ORDER + 1;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		List<Message> messages = request.prompt().getInstructions();
		if (messages.get(messages.size() - 1) instanceof ToolResponseMessage results) {
			results.getResponses()
				.forEach((result) -> tell(
						new AnswerEvent.ToolResult(result.id(), result.name(), result.responseData())));
		}
		// What comes behind writes to the database, which no event loop may wait for.
		return chain.nextStream(request).publishOn(Schedulers.boundedElastic()).doOnNext(this::read);
	}

	private void read(ChatClientResponse response) {
		ChatResponse chunk = response.chatResponse();
		if (chunk == null || chunk.getResult() == null) {
			return;
		}
		Usage usage = chunk.getMetadata().getUsage();
		this.promptTokens += usage.getPromptTokens();
		this.completionTokens += usage.getCompletionTokens();
		this.model = chunk.getMetadata().getModel();
		this.finishReason = Objects.requireNonNullElse(chunk.getResult().getMetadata().getFinishReason(), "");
		read(chunk.getResult());
	}

	private void read(Generation generation) {
		AssistantMessage message = generation.getOutput();
		if (Boolean.TRUE.equals(message.getMetadata().get(QhaigcGeminiMetadata.IS_THOUGHT))) {
			tell(new AnswerEvent.Thought(String.valueOf(message.getMetadata().get(QhaigcGeminiMetadata.THOUGHTS))));
		}
		if (StringUtils.hasLength(message.getText())) {
			this.text.append(message.getText());
			tell(new AnswerEvent.Text(message.getText()));
		}
		for (Media media : message.getMedia()) {
			tell(new AnswerEvent.Image(media.getMimeType().toString(),
					Base64.getEncoder().encodeToString(media.getDataAsByteArray())));
		}
		for (AssistantMessage.ToolCall call : message.getToolCalls()) {
			tell(new AnswerEvent.ToolCall(call.id(), call.name(), call.arguments()));
		}
	}

	private void tell(AnswerEvent event) {
		if (this.firstToken == 0) {
			this.firstToken = System.nanoTime();
		}
		this.page.accept(event);
	}

	/**
	 * The text so far.
	 * @return the text that the page has been told of
	 */
	String text() {
		return this.text.toString();
	}

	/**
	 * Sums the answer up.
	 * @return the last event of a whole answer
	 */
	AnswerEvent.Done done() {
		long now = System.nanoTime();
		return new AnswerEvent.Done(this.model, this.finishReason, this.promptTokens, this.completionTokens,
				millisUntil((this.firstToken != 0) ? this.firstToken : now), millisUntil(now));
	}

	private long millisUntil(long nanoTime) {
		return TimeUnit.NANOSECONDS.toMillis(nanoTime - this.asked);
	}

}
