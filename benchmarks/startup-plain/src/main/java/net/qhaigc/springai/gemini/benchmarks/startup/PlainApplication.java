package net.qhaigc.springai.gemini.benchmarks.startup;

import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends the same request with {@link WebClient} only.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class PlainApplication {

	/**
	 * Prints the times at which the bean was created and the response was received, as
	 * values of {@link System#nanoTime()}.
	 * @param args the arguments of Spring Boot
	 */
	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = SpringApplication.run(PlainApplication.class, args)) {
			WebClient client = context.getBean(WebClient.Builder.class)
				.baseUrl(context.getEnvironment().getRequiredProperty("qhaigc.base-url"))
				.build();
			long ready = System.nanoTime();
			Map<?, ?> answer = client.post()
				.uri("/v1beta/models/text:generateContent")
				.bodyValue(Map.of("contents", List.of(Map.of("role", "user", "parts", List.of(Map.of("text", "Hi"))))))
				.retrieve()
				.bodyToMono(Map.class)
				.block();
			long answered = System.nanoTime();
			System.out.println("times " + ready + " " + answered + " " + (answer != null));
		}
	}

}
