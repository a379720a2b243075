package net.qhaigc.samples.switching;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the same application three times: with Qhaigc, with OpenAI, and with Qhaigc
 * again. The conversation continues each time.
 */
@SpringBootApplication
public class ProviderSwitchingSample {

	public static void main(String[] args) {
		ChatMemoryRepository conversations = new InMemoryChatMemoryRepository();
		ask(conversations, "qhaigc", "What is the current weather in Hangzhou?");
		ask(conversations, "openai", "And the current weather in Suzhou?");
		ask(conversations, "qhaigc", "Which of the two is warmer?");
	}

	private static void ask(ChatMemoryRepository conversations, String profile, String question) {
		try (ConfigurableApplicationContext application = start(conversations, profile)) {
			System.out.println(application.getBean(ChatModel.class).getClass().getSimpleName());
			System.out.println("> " + question);
			System.out.println(application.getBean(TravelGuide.class).answer("zhou", question));
		}
	}

	/**
	 * Start the application with conversations that are kept after the application ends,
	 * as they would be in a database.
	 */
	static ConfigurableApplicationContext start(ChatMemoryRepository conversations, String profile,
			String... arguments) {
		return new SpringApplicationBuilder(ProviderSwitchingSample.class).profiles(profile)
			.initializers((context) -> context.getBeanFactory().registerSingleton("conversations", conversations))
			.run(arguments);
	}

}
