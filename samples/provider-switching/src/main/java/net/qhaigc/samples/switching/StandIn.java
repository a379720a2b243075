package net.qhaigc.samples.switching;

import java.util.Map;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Without a key and an address, a stand-in for the gateway answers, inside this process,
 * in Google's format and in OpenAI's. An application does not need any of this.
 */
class StandIn implements EnvironmentPostProcessor {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (StringUtils.hasText(environment.getProperty("qhaigc.api-key"))
				|| environment.containsProperty("qhaigc.base-url")) {
			return;
		}
		QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();
		gateway.when((request) -> request.body().contains("Which of the two"))
			.reply((request) -> request.body().contains("21") && request.body().contains("23")
					? "Suzhou, by two degrees." : "Which two?");
		environment.getPropertySources()
			.addFirst(new MapPropertySource("standIn",
					Map.of("qhaigc.base-url", gateway.url(), "qhaigc.api-key", gateway.apiKey(),
							"spring.ai.openai.base-url", gateway.url() + "/v1", "spring.ai.openai.api-key",
							gateway.apiKey())));
		application.addListeners((ContextClosedEvent event) -> gateway.close());
	}

}
