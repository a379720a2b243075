package net.qhaigc.samples.computeruse;

import java.util.List;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.ServerTool.ComputerUse;

/**
 * Computer use: the model orders a lamp in a shop, which is a page that the sample
 * serves. The model controls a headless Chromium with Google's predefined functions, and
 * calls a function of the application to find out how much it may spend.
 */
@SpringBootApplication
public class ComputerUseSample {

	static final String TASK = "Order the cheapest lamp in the shop. Do not spend more than I allow.";

	public static void main(String[] args) {
		SpringApplication.run(ComputerUseSample.class, args).close();
	}

	// tag::ask[]
	@Bean
	ApplicationRunner ask(ChatClient.Builder builder, BrowserTools browser, Budget budget) {
		return (arguments) -> {
			String answer = builder.build()
				.prompt(TASK)
				.tools(browser, budget)
				.options(QhaigcGeminiChatOptions.builder()
					.serverTools(List.of(ServerTool.computerUse(ComputerUse.Environment.BROWSER))))
				.call()
				.content();
			System.out.println(TASK + "\n" + answer);
		};
	}
	// end::ask[]

}
