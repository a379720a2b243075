package net.qhaigc.springai.gemini.test.autoconfigure;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcProperties;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.entity.EntityResponseAdvisor;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Chat clients for a stand-in gateway in tests without a Spring context. They have the
 * default model and the advisors of the starter, and do not retry. Their connections are
 * closed when the gateway is closed.
 */
public final class QhaigcChatClients {

	private QhaigcChatClients() {
	}

	/**
	 * Create a chat client.
	 * @param gateway the stand-in gateway
	 * @return the chat client
	 */
	public static ChatClient chatClient(QhaigcGateway gateway) {
		return builder(gateway).build();
	}

	/**
	 * Create a builder like the one that the starter injects into components.
	 * @param gateway the stand-in gateway
	 * @return a new builder
	 */
	public static ChatClient.Builder builder(QhaigcGateway gateway) {
		return ChatClient.builder(chatModel(gateway))
			.defaultAdvisors(new EntityResponseAdvisor(), BoundedToolCallingAdvisor.builder().build());
	}

	/**
	 * Create a chat model.
	 * @param gateway the stand-in gateway
	 * @return the chat model
	 */
	public static QhaigcGeminiChatModel chatModel(QhaigcGateway gateway) {
		QhaigcClient client = QhaigcClient.builder().baseUrl(gateway.url()).apiKey(gateway.apiKey()).build();
		return QhaigcGeminiChatModel.builder()
			.client(client)
			.options(QhaigcGeminiChatOptions.builder().model(new QhaigcProperties().getModel()).build())
			.retryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)))
			.build();
	}

}
