package net.qhaigc.springai.gemini.benchmarks.client;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import org.jspecify.annotations.Nullable;

/**
 * langchain4j's {@code langchain4j-google-ai-gemini} with its default HTTP client, which
 * is the JDK's.
 */
final class LangChain4jModelClient implements MeasuredClient {

	private final String baseUrl;

	LangChain4jModelClient(String baseUrl, int connections) {
		this.baseUrl = baseUrl + "/v1beta";
	}

	private static List<ChatMessage> messages(Task task) {
		List<ChatMessage> messages = new ArrayList<>();
		for (Turn turn : task.turns()) {
			messages.add(turn.fromUser() ? userMessage(turn) : AiMessage.from(turn.text()));
		}
		return messages;
	}

	private static UserMessage userMessage(Turn turn) {
		List<Content> contents = new ArrayList<>(List.of(TextContent.from(turn.text())));
		if (turn.png() != null) {
			contents.add(ImageContent.from(Base64.getEncoder().encodeToString(turn.png()), "image/png"));
		}
		return UserMessage.from(contents);
	}

	@Override
	public Exchange prepare(Task task) {
		GoogleAiGeminiChatModel chatModel = GoogleAiGeminiChatModel.builder()
			.baseUrl(this.baseUrl)
			.apiKey("no-key")
			.modelName(task.model())
			.build();
		GoogleAiGeminiStreamingChatModel streamingModel = GoogleAiGeminiStreamingChatModel.builder()
			.baseUrl(this.baseUrl)
			.apiKey("no-key")
			.modelName(task.model())
			.build();
		return new Exchange() {

			@Override
			public int call() {
				AiMessage message = chatModel.chat(messages(task)).aiMessage();
				return (message.text() != null) ? message.text().length() : message.attributes().size();
			}

			@Override
			public Runnable stream(StreamListener listener) {
				Handler handler = new Handler(listener);
				streamingModel.chat(messages(task), handler);
				return handler::cancel;
			}

		};
	}

	private static final class Handler implements StreamingChatResponseHandler {

		private final StreamListener listener;

		private volatile @Nullable StreamingHandle handle;

		Handler(StreamListener listener) {
			this.listener = listener;
		}

		@Override
		public void onPartialResponse(PartialResponse chunk, PartialResponseContext context) {
			this.handle = context.streamingHandle();
			this.listener.onChunk();
		}

		@Override
		public void onCompleteResponse(ChatResponse response) {
			this.listener.onEnd(null);
		}

		@Override
		public void onError(Throwable failure) {
			this.listener.onEnd(failure);
		}

		void cancel() {
			StreamingHandle current = this.handle;
			if (current != null) {
				current.cancel();
			}
		}

	}

}
