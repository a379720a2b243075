package net.qhaigc.samples.models;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;

/**
 * Several chat models. For each entry of {@code qhaigc.models}, there is a bean.
 */
@SpringBootApplication
public class SeveralModelsSample {

	public static void main(String[] args) {
		SpringApplication.run(SeveralModelsSample.class, args);
	}

	// tag::ask[]
	@Bean
	ApplicationRunner ask(@Qualifier("fast") QhaigcGeminiChatModel fast,
			@Qualifier("thorough") QhaigcGeminiChatModel thorough) {
		return (arguments) -> {
			String review = "The tea house is lovely, but we waited for an hour.";
			String mood = ChatClient.create(fast).prompt("Happy or unhappy, in one word? " + review).call().content();
			String reply = ChatClient.create(thorough).prompt("Write a kind reply. " + review).call().content();
			System.out.println(mood + "\n" + reply);
		};
	}
	// end::ask[]

}
