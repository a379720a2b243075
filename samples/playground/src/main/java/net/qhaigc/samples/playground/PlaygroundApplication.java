package net.qhaigc.samples.playground;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The application of the playground.
 */
@SpringBootApplication
public class PlaygroundApplication {

	/**
	 * With Spring AI's default of 20, the page would not show the beginning of a
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

}
