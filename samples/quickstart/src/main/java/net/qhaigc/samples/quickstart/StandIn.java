package net.qhaigc.samples.quickstart;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Without a key and an address, a stand-in for the gateway answers, inside this process.
 * It makes tool calls from the tools that are declared and JSON from the schema that is
 * sent; only the two texts are written here. An application does not need any of this.
 */
class StandIn implements EnvironmentPostProcessor {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (StringUtils.hasText(environment.getProperty("qhaigc.api-key"))
				|| environment.containsProperty("qhaigc.base-url")) {
			return;
		}
		System.out.println("No key is set: a stand-in for the gateway answers, inside this process.");
		System.out
			.println("For the real one: QHAIGC_API_KEY=<your key> mvn -q -pl samples/quickstart -am spring-boot:run");
		QhaigcGateway gateway = gateway();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("standIn",
					Map.of("qhaigc.base-url", gateway.url(), "qhaigc.api-key", gateway.apiKey())));
		application.addListeners((ContextClosedEvent event) -> gateway.close());
	}

	private static QhaigcGateway gateway() {
		QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();
		gateway.when((request) -> request.body().contains("RAG"))
			.reply("RAG works in three steps: find passages that fit the question, put them into the prompt,"
					+ " let the model answer from them.")
			.usage(18, 76, 94);
		gateway.when((request) -> request.body().contains("West Lake"))
			.replyStream("West Lake ", "lies in the west ", "of Hangzhou, ", "ringed by hills. ", "Poets have ",
					"praised it ", "for a thousand years.")
			.delayBetween(Duration.ofMillis(50));
		return gateway;
	}

}
