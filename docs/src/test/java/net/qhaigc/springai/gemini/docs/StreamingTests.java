package net.qhaigc.springai.gemini.docs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.IncompleteStream;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Contains the code in {@code docs/streaming.md}.
 */
class StreamingTests extends SnippetTest {

	private final ChatModel model = model("gemini-3.5-flash");

	private final ChatClient chat = ChatClient.create(this.model);

	@Test
	void streamsText() {
		this.gateway.replyStream("West Lake ", "is in ", "Hangzhou.");
		// tag::content[]
		Flux<String> text = this.chat.prompt("Where is West Lake?").stream().content();
		// end::content[]
		assertThat(text.filter((chunk) -> !chunk.isEmpty()).collectList().block()).containsExactly("West Lake ",
				"is in ", "Hangzhou.");
	}

	@Test
	void deferredStreamCanBeSubscribedToTwice() {
		this.gateway.replyStream("In ", "Hangzhou.");
		this.gateway.replyStream("In ", "Hangzhou.");
		// tag::defer[]
		Flux<String> text = Flux.defer(() -> this.chat.prompt("Where is West Lake?").stream().content());
		// end::defer[]
		assertThat(String.join("", text.collectList().block())).isEqualTo("In Hangzhou.");
		assertThat(String.join("", text.collectList().block())).isEqualTo("In Hangzhou.");
		assertThat(this.gateway.received()).hasSize(2);
	}

	@Test
	void distinguishesThoughtsTextAndClosingChunk() {
		this.gateway.thinking("A question of geography.").text("In", " Hangzhou.").usage(5, 7, 12);
		List<String> lines = new ArrayList<>();
		// tag::chunks[]
		Flux<ChatResponse> chunks = this.chat.prompt("Where is West Lake?")
			.options(QhaigcGeminiChatOptions.builder().includeThoughts(true))
			.stream()
			.chatResponse();
		chunks.doOnNext((chunk) -> {
			AssistantMessage message = chunk.getResult().getOutput();
			String finishReason = chunk.getResult().getMetadata().getFinishReason();
			if (finishReason != null) {
				lines.add("finish reason " + finishReason + ", " + chunk.getMetadata().getUsage().getTotalTokens()
						+ " tokens");
			}
			else if (message.getMetadata().get("isThought") == Boolean.TRUE) {
				lines.add("thought: " + message.getMetadata().get("thoughts"));
			}
			else {
				lines.add("text: " + message.getText());
			}
		}).blockLast();
		// end::chunks[]
		assertThat(String.join("\n", lines)).isEqualTo("""
				thought: A question of geography.
				text: In
				text:  Hangzhou.
				finish reason STOP, 12 tokens""");
	}

	@Test
	void aggregatesChunks() {
		this.gateway.replyStream("In ", "Hangzhou.");
		AtomicReference<ChatResponse> response = new AtomicReference<>();
		Prompt prompt = new Prompt("Where is West Lake?");
		// tag::aggregate[]
		new MessageAggregator().aggregate(this.model.stream(prompt), response::set).blockLast();
		// end::aggregate[]
		assertThat(response.get().getResult().getOutput().getText()).isEqualTo("In Hangzhou.");
		assertThat(response.get().getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
	}

	@Test
	void closesConnectionWhenSubscriptionIsCancelled() {
		this.gateway.replyStream("and ".repeat(500).split("(?<= )")).delayBetween(Duration.ofMillis(20));
		// tag::cancel[]
		Disposable subscription = this.chat.prompt("Count to a million.").stream().content().subscribe();
		// end::cancel[]
		this.gateway.takeRequest();
		// tag::cancel[]
		// When the user presses the stop button:
		subscription.dispose();
		// end::cancel[]
		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void incompleteStreamFailsAfterReceivedChunks() {
		this.gateway.replyStream("West Lake ", "is").closeAfter(1);
		StringBuilder text = new StringBuilder();
		Flux<String> chunks = this.chat.prompt("Where is West Lake?").stream().content().doOnNext(text::append);
		assertThatExceptionOfType(QhaigcTransientException.class).isThrownBy(chunks::blockLast);
		assertThat(text).hasToString("West Lake ");
	}

	@Test
	void treatsIncompleteStreamAsCompleteIfConfigured() {
		this.gateway.replyEvents("""
				{"candidates": [{"content": {"role": "model", "parts": [{"text": "West Lake "}]}}]}""");
		// tag::complete[]
		ChatResponse closingChunk = this.chat.prompt("Where is West Lake?")
			.options(QhaigcGeminiChatOptions.builder().onIncompleteStream(IncompleteStream.COMPLETE))
			.stream()
			.chatResponse()
			.blockLast();
		// end::complete[]
		assertThat(closingChunk).isNotNull();
		assertThat(closingChunk.getResult().getMetadata().getFinishReason()).isEqualTo("UNKNOWN");
	}

}
