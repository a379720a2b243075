package net.qhaigc.springai.gemini.autoconfigure;

import reactor.netty.http.client.HttpClient;

import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Auto-configuration for the chat model of the Qhaigc gateway. Enabled unless
 * {@code spring.ai.model.chat} selects another provider.
 */
@AutoConfiguration(after = { QhaigcClientAutoConfiguration.class, WebClientAutoConfiguration.class },
		afterName = { "org.springframework.ai.retry.autoconfigure.SpringAiRetryAutoConfiguration",
				"org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration" },
		beforeName = "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration")
@ConditionalOnClass({ QhaigcGeminiChatModel.class, HttpClient.class })
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL,
		havingValue = QhaigcGeminiChatAutoConfiguration.PROVIDER, matchIfMissing = true)
@EnableConfigurationProperties(QhaigcChatProperties.class)
public final class QhaigcGeminiChatAutoConfiguration {

	/**
	 * The value of {@code spring.ai.model.chat} that selects this provider.
	 */
	public static final String PROVIDER = "qhaigc-gemini";

	@Bean
	@ConditionalOnMissingBean
	QhaigcClient qhaigcClient(QhaigcClientFactory clientFactory, QhaigcProperties properties,
			QhaigcConnectionDetails connectionDetails) {
		return clientFactory.create("default", properties, connectionDetails);
	}

	@Bean
	@ConditionalOnMissingBean
	QhaigcGeminiChatModel qhaigcGeminiChatModel(QhaigcClient client, QhaigcProperties properties,
			QhaigcChatProperties chatProperties, ObjectProvider<QhaigcGeminiChatOptions> options,
			QhaigcConnectionDetails connectionDetails, ChatModelFactory chatModelFactory) {
		return chatModelFactory.create(client, options.getIfUnique(() -> chatProperties.toOptions(properties)),
				connectionDetails.getBaseUrl());
	}

}
