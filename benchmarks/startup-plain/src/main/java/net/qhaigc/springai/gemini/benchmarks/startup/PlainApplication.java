package net.qhaigc.springai.gemini.benchmarks.startup;

import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Uses {@link WebClient}, without a starter for AI models, to send the same prompt as the
 * other applications whose startup is measured.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class PlainApplication {

	/**
	 * Print the times at which the {@code WebClient} was ready and the response was
	 * received, as {@link System#nanoTime()}.
	 * @param args the command-line arguments
	 */
	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = SpringApplication.run(PlainApplication.class, args)) {
			WebClient client = context.getBean(WebClient.Builder.class)
				.baseUrl(context.getEnvironment().getRequiredProperty("benchmark.base-url"))
				.build();
			long ready = System.nanoTime();
			Map<?, ?> response = client.post()
				.uri("/v1beta/models/text:generateContent")
				.bodyValue(Map.of("contents", List.of(Map.of("role", "user", "parts", List.of(Map.of("text", "Hi"))))))
				.retrieve()
				.bodyToMono(Map.class)
				.block();
			long received = System.nanoTime();
			System.out.println("times " + ready + " " + received + " " + (response != null));
		}
	}

}
