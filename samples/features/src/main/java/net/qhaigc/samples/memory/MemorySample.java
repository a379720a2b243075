package net.qhaigc.samples.memory;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Chat memory with two separate conversations.
 */
@SpringBootApplication
public class MemorySample {

	public static void main(String[] args) {
		SpringApplication.run(MemorySample.class, args);
	}

	// tag::chat[]
	@Bean
	ChatClient chat(ChatClient.Builder builder, ChatMemory memory) {
		return builder.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
	}
	// end::chat[]

	@Bean
	ApplicationRunner converse(ChatClient chat, ChatMemory memory) {
		return (arguments) -> {
			say(chat, "zhou", "My name is Zhou, and I like tea.");
			say(chat, "wang", "My name is Wang, and I like coffee.");
			say(chat, "zhou", "What do I like?");
			System.out.println("Zhou's conversation has " + memory.get("zhou").size() + " messages.");
		};
	}

	// tag::say[]
	static void say(ChatClient chat, String conversation, String text) {
		String answer = chat.prompt(text)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation))
			.call()
			.content();
		System.out.printf("%s: %s%n  %s%n", conversation, text, answer);
	}
	// end::say[]

}
