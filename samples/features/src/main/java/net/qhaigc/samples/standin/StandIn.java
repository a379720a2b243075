package net.qhaigc.samples.standin;

import java.util.Map;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Without a key and an address, a stand-in for the gateway answers, inside this process.
 * No sample needs it to work: it is here so that they run at once.
 */
class StandIn implements EnvironmentPostProcessor {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (StringUtils.hasText(environment.getProperty("qhaigc.api-key"))
				|| environment.containsProperty("qhaigc.base-url")) {
			return;
		}
		System.out.println("No key is set (QHAIGC_API_KEY): a stand-in for the gateway answers, inside this process.");
		QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();
		gateway.when((request) -> request.body().contains("What do I like?"))
			.reply((request) -> "You told me: " + request.json().at("/contents/0/parts/0/text"));
		environment.getPropertySources()
			.addFirst(new MapPropertySource("standIn",
					Map.of("qhaigc.base-url", gateway.url(), "qhaigc.api-key", gateway.apiKey())));
		application.addListeners((ContextClosedEvent event) -> gateway.close());
	}

}
