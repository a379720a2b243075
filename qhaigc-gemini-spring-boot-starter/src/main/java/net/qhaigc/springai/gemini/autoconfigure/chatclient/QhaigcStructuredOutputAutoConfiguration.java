package net.qhaigc.springai.gemini.autoconfigure.chatclient;

import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.entity.EntityResponseAdvisor;

/**
 * Auto-configuration that adds an {@link EntityResponseAdvisor} to the auto-configured
 * {@code ChatClient.Builder}.
 */
@AutoConfiguration(beforeName = "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration")
@ConditionalOnClass({ ChatClientBuilderCustomizer.class, ChatClientBuilderProperties.class })
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL,
		havingValue = QhaigcGeminiChatAutoConfiguration.PROVIDER, matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "qhaigc.structured-output.check-responses", matchIfMissing = true)
@EnableConfigurationProperties(QhaigcStructuredOutputProperties.class)
public final class QhaigcStructuredOutputAutoConfiguration {

	@Bean
	ChatClientBuilderCustomizer qhaigcEntityResponseCustomizer() {
		return (builder) -> builder.defaultAdvisors(new EntityResponseAdvisor());
	}

}
