package net.qhaigc.samples.images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.content.Media;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Images in a request and in a response.
 */
@SpringBootApplication
public class ImagesSample {

	public static void main(String[] args) {
		SpringApplication.run(ImagesSample.class, args);
	}

	@Bean
	ApplicationRunner describeAndPaint(ChatClient.Builder builder, @Value("classpath:disc.png") Resource photo,
			@Value("${sample.image:target/painting.png}") Path file) {
		ChatClient chat = builder.build();
		return (arguments) -> {
			System.out.println(describe(chat, photo));
			Files.write(file, paint(chat, "West Lake at dawn, as an ink painting").getDataAsByteArray());
			System.out.println("The painting is in " + file);
		};
	}

	// tag::describe[]
	static String describe(ChatClient chat, Resource photo) {
		return chat.prompt()
			.user((user) -> user.text("What is in this picture?").media(MimeTypeUtils.IMAGE_PNG, photo))
			.call()
			.content();
	}
	// end::describe[]

	// tag::paint[]
	static Media paint(ChatClient chat, String prompt) {
		AssistantMessage message = chat.prompt(prompt)
			.options(QhaigcGeminiChatOptions.builder()
				.model("gemini-3.1-flash-image")
				.responseModalities(List.of(Modality.TEXT, Modality.IMAGE)))
			.call()
			.chatResponse()
			.getResult()
			.getOutput();
		return message.getMedia().get(0);
	}
	// end::paint[]

}
