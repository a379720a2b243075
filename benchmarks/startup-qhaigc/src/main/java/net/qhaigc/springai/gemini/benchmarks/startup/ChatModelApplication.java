package net.qhaigc.springai.gemini.benchmarks.startup;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Sends a prompt with the chat model of the starter that is on the classpath.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class ChatModelApplication {

	/**
	 * Print the times at which the chat model was ready and the response was received, as
	 * {@link System#nanoTime()}.
	 * @param args the command-line arguments
	 */
	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = SpringApplication.run(ChatModelApplication.class, args)) {
			ChatModel model = context.getBean(ChatModel.class);
			long ready = System.nanoTime();
			String response = model.call("Hi");
			long received = System.nanoTime();
			System.out.println("times " + ready + " " + received + " " + (response != null));
		}
	}

}
