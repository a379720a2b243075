package net.qhaigc.samples.switching;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.stereotype.Service;

/**
 * A typical service of an application. It does not depend on the provider.
 */
@Service
class TravelGuide {

	private final ChatClient chat;

	TravelGuide(ChatClient.Builder chat, ChatMemory memory, Weather weather) {
		this.chat = chat.defaultSystem("You are a travel guide.")
			.defaultTools(weather)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
			.build();
	}

	String answer(String conversation, String question) {
		return ask(conversation, question).call().content();
	}

	Flux<String> stream(String conversation, String question) {
		return ask(conversation, question).stream().content();
	}

	private ChatClient.ChatClientRequestSpec ask(String conversation, String question) {
		return this.chat.prompt(question)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation));
	}

}
