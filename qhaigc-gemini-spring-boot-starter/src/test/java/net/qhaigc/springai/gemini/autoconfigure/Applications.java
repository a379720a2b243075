package net.qhaigc.springai.gemini.autoconfigure;

import java.time.Duration;

import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.ai.retry.autoconfigure.SpringAiRetryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.client.ReactorResourceFactory;

import net.qhaigc.springai.gemini.autoconfigure.chatclient.QhaigcStructuredOutputAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.chatclient.QhaigcToolCallingAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.cost.QhaigcCostAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.diagnostics.MissingNettyAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.diagnostics.QhaigcDiagnosticsAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.failover.QhaigcFailoverAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.observation.QhaigcObservationAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.quota.QhaigcBudgetAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.quota.QhaigcQuotaAutoConfiguration;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Application contexts for tests, with most auto-configurations of an application whose
 * only dependency is the starter. {@code QhaigcMediaStoreAutoConfiguration} and
 * {@code QhaigcMemoryAutoConfiguration}, for example, are not included.
 */
public final class Applications {

	public static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
			QhaigcClientAutoConfiguration.class, QhaigcGeminiChatAutoConfiguration.class,
			MissingNettyAutoConfiguration.class, QhaigcDiagnosticsAutoConfiguration.class,
			QhaigcFailoverAutoConfiguration.class, QhaigcQuotaAutoConfiguration.class,
			QhaigcCostAutoConfiguration.class, QhaigcBudgetAutoConfiguration.class,
			QhaigcToolCallingAutoConfiguration.class, QhaigcStructuredOutputAutoConfiguration.class,
			QhaigcObservationAutoConfiguration.class, SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			SpringAiRetryAutoConfiguration.class, ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class,
			ChatMemoryAutoConfiguration.class);

	private Applications() {
	}

	/** Return a runner for an application without properties. */
	public static ApplicationContextRunner withoutProperties() {
		return new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withBean(ReactorResourceFactory.class, Applications::resourceFactory);
	}

	/** The default quiet period would make each test two seconds longer. */
	static ReactorResourceFactory resourceFactory() {
		ReactorResourceFactory factory = new ReactorResourceFactory();
		factory.setShutdownQuietPeriod(Duration.ZERO);
		return factory;
	}

	/** Return a runner for an application that uses the gateway and does not retry. */
	public static ApplicationContextRunner connectedTo(QhaigcGateway gateway) {
		return withoutProperties().withPropertyValues("qhaigc.base-url=" + gateway.url(),
				"qhaigc.api-key=" + gateway.apiKey(), "spring.ai.retry.max-attempts=0",
				"spring.ai.retry.backoff.initial-interval=1ms");
	}

}
