package net.qhaigc.samples.playground;

import java.time.Duration;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * The application of the playground.
 */
@SpringBootApplication
@EnableScheduling
public class PlaygroundApplication {

	/**
	 * With Spring AI's default of 20, the page would show only the last 20 messages of a
	 * conversation.
	 */
	private static final int MAX_MESSAGES = 1_000;

	public static void main(String[] args) {
		SpringApplication.run(PlaygroundApplication.class, args);
	}

	@Bean
	ChatMemory chatMemory(ChatMemoryRepository repository) {
		return MessageWindowChatMemory.builder().chatMemoryRepository(repository).maxMessages(MAX_MESSAGES).build();
	}

	/** Wraps the client, so that the page can show its requests and retries. */
	@Bean
	static BeanPostProcessor clientObserver(@Value("${qhaigc.max-retry-after:60s}") Duration maxRetryAfter) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return (bean instanceof QhaigcClient client) ? new ObservedClient(client, null, maxRetryAfter) : bean;
			}

		};
	}

}
