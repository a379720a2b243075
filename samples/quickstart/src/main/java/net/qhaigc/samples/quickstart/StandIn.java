package net.qhaigc.samples.quickstart;

import java.time.Duration;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcConnectionDetails;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Without a key and an address, a stand-in for the gateway answers, inside this process.
 * It makes tool calls from the tools that are declared and JSON from the schema that is
 * sent; only the two texts are written here.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(StandIn.NothingIsSet.class)
class StandIn {

	@Bean
	QhaigcGateway gateway() {
		System.out.println("No key is set: a stand-in for the gateway answers, inside this process.");
		System.out
			.println("For the real one: QHAIGC_API_KEY=<your key> mvn -q -pl samples/quickstart -am spring-boot:run");
		QhaigcGateway gateway = QhaigcGateway.builder().answering().start();
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

	@Bean
	QhaigcConnectionDetails standInConnection(QhaigcGateway gateway) {
		return new QhaigcConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return gateway.url();
			}

			@Override
			public ApiKey getApiKey() {
				return new SimpleApiKey(gateway.apiKey());
			}

		};
	}

	static class NothingIsSet implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			return !StringUtils.hasText(environment.getProperty("qhaigc.api-key"))
					&& !environment.containsProperty("qhaigc.base-url");
		}

	}

}
