package net.qhaigc.springai.gemini.autoconfigure;

import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.ai.retry.autoconfigure.SpringAiRetryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Applications for tests: what Spring Boot configures if the starter is all that an
 * application depends on.
 */
final class Applications {

	static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(QhaigcClientAutoConfiguration.class,
			QhaigcGeminiChatAutoConfiguration.class, SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			SpringAiRetryAutoConfiguration.class, ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class,
			ChatMemoryAutoConfiguration.class);

	private Applications() {
	}

	/** An application without any property. */
	static ApplicationContextRunner plain() {
		return new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS);
	}

	/** An application that asks a gateway, and does not retry unless told so. */
	static ApplicationContextRunner asking(QhaigcGateway gateway) {
		return plain().withPropertyValues("qhaigc.base-url=" + gateway.url(), "qhaigc.api-key=" + gateway.apiKey(),
				"spring.ai.retry.max-attempts=0", "spring.ai.retry.backoff.initial-interval=1ms");
	}

}
