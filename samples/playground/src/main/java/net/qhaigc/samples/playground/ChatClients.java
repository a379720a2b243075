package net.qhaigc.samples.playground;

import java.util.Objects;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.failover.FailoverChatModel;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.options.Prices;

/**
 * Provides the chat client of the application, and chat clients that continue with
 * another model if the first model fails.
 */
@Component
class ChatClients {

	private final ChatClient chatClient;

	private final QhaigcGeminiChatModel model;

	private final QhaigcClient client;

	private final MediaStore mediaStore;

	private final ObjectProvider<RetryTemplate> retryTemplate;

	private final ObjectProvider<Prices> prices;

	ChatClients(ChatClient.Builder builder, QhaigcGeminiChatModel model, QhaigcClient client, MediaStore mediaStore,
			ObjectProvider<RetryTemplate> retryTemplate, ObjectProvider<Prices> prices) {
		this.chatClient = builder.build();
		this.model = model;
		this.client = client;
		this.mediaStore = mediaStore;
		this.retryTemplate = retryTemplate;
		this.prices = prices;
	}

	ChatClient get(RequestOptions options) {
		String first = Objects.requireNonNullElse(options.model(), String.valueOf(this.model.getOptions().getModel()));
		String second = options.fallbackModel();
		if (!StringUtils.hasText(second) || second.equals(first)) {
			return this.chatClient;
		}
		return ChatClient.create(FailoverChatModel.builder()
			.route("first", chatModel(first))
			.route("fallback", chatModel(second))
			.build());
	}

	private QhaigcGeminiChatModel chatModel(String id) {
		QhaigcGeminiChatModel.Builder builder = QhaigcGeminiChatModel.builder()
			.client(this.client)
			.mediaStore(this.mediaStore)
			.options(this.model.getOptions().mutate().model(id).build());
		this.retryTemplate.ifUnique(builder::retryTemplate);
		this.prices.ifUnique(builder::prices);
		return builder.build();
	}

}
