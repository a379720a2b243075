package net.qhaigc.samples.vendors;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * A model of a vendor other than Google, called on the unified endpoint with the same API
 * key as a Gemini model.
 */
@SpringBootApplication
public class OtherVendorSample {

	public static void main(String[] args) {
		SpringApplication.run(OtherVendorSample.class, args);
	}

	// tag::ask[]
	@Bean
	ApplicationRunner ask(ChatClient.Builder builder) {
		ChatClient gemini = builder.build();
		ChatClient gpt = gemini.mutate()
			.defaultOptions(QhaigcGeminiChatOptions.builder().endpoint(Endpoint.UNIFIED).model("gpt-5-mini"))
			.build();
		return (arguments) -> {
			String question = "Which is older, West Lake or the Grand Canal?";
			System.out.println("Gemini: " + gemini.prompt(question).call().content());
			System.out.println("GPT:    " + gpt.prompt(question).call().content());
		};
	}
	// end::ask[]

}
