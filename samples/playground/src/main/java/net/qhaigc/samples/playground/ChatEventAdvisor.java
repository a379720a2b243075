package net.qhaigc.samples.playground;

import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
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

import net.qhaigc.springai.gemini.metadata.Cost;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TokenUsage;

/**
 * Publishes the events of one turn, and accumulates the text of the response to the user.
 * The advisor runs inside the tool calling loop of Spring AI, once for each round, which
 * is one request to the model. An advisor outside the loop would see neither the tool
 * calls nor the usage of the rounds before the last one.
 */
final class ChatEventAdvisor implements StreamAdvisor {

	private final Turn turn;

	private final ResponseDetails details;

	private final StringBuilder text = new StringBuilder();

	private final long startNanos = System.nanoTime();

	private long firstEventNanos;

	private String model = "";

	private String finishReason = "";

	private int promptTokens;

	private int cachedTokens;

	private int completionTokens;

	private int thinkingTokens;

	private @Nullable Cost cost;

	ChatEventAdvisor(Turn turn) {
		this.turn = turn;
		this.details = new ResponseDetails(turn);
	}

	@Override
	public String getName() {
		return "Chat event advisor";
	}

	@Override
	public int getOrder() {
		return ToolCallingAdvisor.DEFAULT_ORDER + 1;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		List<Message> messages = request.prompt().getInstructions();
		if (messages.get(messages.size() - 1) instanceof ToolResponseMessage message) {
			message.getResponses()
				.forEach((result) -> publish(
						new ChatEvent.ToolResult(result.id(), result.name(), result.responseData())));
		}
		this.details.beginRound(this.text.length());
		// The subscriber writes to the database, which would block an event loop.
		return chain.nextStream(request).publishOn(Schedulers.boundedElastic()).doOnNext(this::publish);
	}

	private void publish(ChatClientResponse response) {
		ChatResponse chunk = response.chatResponse();
		if (chunk == null || chunk.getResult() == null) {
			return;
		}
		QhaigcGeminiMetadata metadata = QhaigcGeminiMetadata.from(chunk);
		addUsage(chunk.getMetadata().getUsage(), metadata.usage());
		addCost(metadata.cost());
		this.model = chunk.getMetadata().getModel();
		this.finishReason = Objects.requireNonNullElse(chunk.getResult().getMetadata().getFinishReason(), "");
		publish(chunk.getResult());
	}

	private void addUsage(Usage usage, @Nullable TokenUsage tokenUsage) {
		this.promptTokens += usage.getPromptTokens();
		this.completionTokens += usage.getCompletionTokens();
		if (tokenUsage != null) {
			this.cachedTokens += Objects.requireNonNullElse(tokenUsage.cachedContentTokenCount(), 0);
			this.thinkingTokens += Objects.requireNonNullElse(tokenUsage.thoughtsTokenCount(), 0);
		}
	}

	private void addCost(@Nullable Cost roundCost) {
		if (roundCost != null) {
			this.cost = (this.cost != null) ? this.cost.plus(roundCost) : roundCost;
		}
	}

	private void publish(Generation generation) {
		AssistantMessage message = generation.getOutput();
		if (Boolean.TRUE.equals(message.getMetadata().get(QhaigcGeminiMetadata.IS_THOUGHT))) {
			publish(new ChatEvent.Thought(String.valueOf(message.getMetadata().get(QhaigcGeminiMetadata.THOUGHTS))));
		}
		if (StringUtils.hasLength(message.getText())) {
			this.text.append(message.getText());
			publish(new ChatEvent.Text(message.getText()));
		}
		for (Media media : message.getMedia()) {
			publish(new ChatEvent.GeneratedMedia(media.getMimeType().toString(),
					Base64.getEncoder().encodeToString(media.getDataAsByteArray())));
		}
		this.details.events(generation).forEach(this::publish);
		for (AssistantMessage.ToolCall toolCall : message.getToolCalls()) {
			publish(new ChatEvent.ToolCall(toolCall.id(), toolCall.name(), toolCall.arguments()));
		}
	}

	private void publish(ChatEvent event) {
		if (this.firstEventNanos == 0) {
			this.firstEventNanos = System.nanoTime();
		}
		this.turn.publish(event);
	}

	/**
	 * Return the text published so far.
	 * @return the text, empty if there is none
	 */
	String text() {
		return this.text.toString();
	}

	/**
	 * Return the last event of a complete response.
	 * @return the event with the token counts and the cost of all rounds
	 */
	ChatEvent.Done done() {
		long now = System.nanoTime();
		return new ChatEvent.Done(this.model, this.finishReason, this.promptTokens, this.cachedTokens,
				this.completionTokens, this.thinkingTokens,
				millisUntil((this.firstEventNanos != 0) ? this.firstEventNanos : now), millisUntil(now), this.cost);
	}

	private long millisUntil(long nanoTime) {
		return TimeUnit.NANOSECONDS.toMillis(nanoTime - this.startNanos);
	}

}
