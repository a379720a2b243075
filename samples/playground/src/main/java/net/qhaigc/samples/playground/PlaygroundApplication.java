package net.qhaigc.samples.playground;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Starts the playground.
 */
@SpringBootApplication
public class PlaygroundApplication {

	/**
	 * Spring AI's usual 20 would make a conversation forget its beginning on the page.
	 */
	private static final int REMEMBERED_MESSAGES = 1_000;

	public static void main(String[] args) {
		SpringApplication.run(PlaygroundApplication.class, args);
	}

	@Bean
	ChatMemory chatMemory(ChatMemoryRepository repository) {
		return MessageWindowChatMemory.builder()
			.chatMemoryRepository(repository)
			.maxMessages(REMEMBERED_MESSAGES)
			.build();
	}

}
