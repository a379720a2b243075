package net.qhaigc.springai.gemini.autoconfigure.failover;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.failover.FailoverChatModel;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcFailoverAutoConfiguration}.
 */
class QhaigcFailoverAutoConfigurationTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcGateway hongKong = QhaigcGateway.start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway)
		.withPropertyValues("qhaigc.models.hk.base-url=" + this.hongKong.url(),
				"qhaigc.models.hk.api-key=" + this.hongKong.apiKey(), "qhaigc.models.lite.model=gemini-3.5-flash-lite");

	@AfterEach
	void close() {
		this.gateway.close();
		this.hongKong.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			qhaigc.failover=hk,lite
			qhaigc.failover[0]=hk
			""")
	void chatClientUsesNextModelIfDefaultModelFails(String property) {
		this.gateway.googleError(401);
		this.hongKong.reply("It is raining.");
		this.application.withPropertyValues(property)
			.run((context) -> assertThat(ask(context.getBean(ChatClient.Builder.class))).isEqualTo("It is raining."));
	}

	@Test
	void usesNamedModelOfSameGatewayIfDefaultModelFails() {
		this.gateway.googleError(503);
		this.gateway.reply("It is raining.");
		this.application.withPropertyValues("qhaigc.failover=lite")
			.run((context) -> ask(context.getBean(ChatClient.Builder.class)));
		assertThat(this.gateway.received().get(1).path()).contains("gemini-3.5-flash-lite");
	}

	@Test
	void bindsCircuitBreakerProperties() {
		this.application
			.withPropertyValues("qhaigc.failover=hk", "qhaigc.circuit-breaker.window-size=20",
					"qhaigc.circuit-breaker.minimum-requests=10", "qhaigc.circuit-breaker.failure-rate=25",
					"qhaigc.circuit-breaker.open-duration=2m")
			.run((context) -> {
				CircuitBreakerRegistry registry = context.getBean("qhaigcCircuitBreakerRegistry",
						CircuitBreakerRegistry.class);
				assertThat(registry.circuitBreaker("hk").getCircuitBreakerConfig()).satisfies((config) -> {
					assertThat(config.getSlidingWindowSize()).isEqualTo(20);
					assertThat(config.getMinimumNumberOfCalls()).isEqualTo(10);
					assertThat(config.getFailureRateThreshold()).isEqualTo(25);
					assertThat(config.getWaitIntervalFunctionInOpenState().apply(1))
						.isEqualTo(Duration.ofMinutes(2).toMillis());
				});
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					qhaigc.failover=tokyo                      | The property 'qhaigc.failover' is invalid: there is no model 'tokyo'.
					qhaigc.failover=hk,hk                      | The property 'qhaigc.failover' is invalid: There is more than one route with the name 'hk'.
					qhaigc.failover=qhaigcGeminiChatModel      | The property 'qhaigc.failover' is invalid: 'qhaigcGeminiChatModel' is the default model, which always comes first.
					qhaigc.failover=qhaigcFailoverChatModel    | The property 'qhaigc.failover' is invalid: 'qhaigcFailoverChatModel' is a FailoverChatModel itself.
					qhaigc.circuit-breaker.failure-rate=0      | Invalid configuration under 'qhaigc.circuit-breaker': failureRate must be more than 0 and at most 100, but is 0.0
					qhaigc.circuit-breaker.open-duration=-1s   | Invalid configuration under 'qhaigc.circuit-breaker': openDuration must be at least 1 ms, but is PT-1S
					""")
	void rejectsInvalidProperty(String property, String message) {
		this.application.withPropertyValues("qhaigc.failover=hk", property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessage(message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "failover", "failover[0]" })
	void rejectsFailoverPropertyOfNamedModel(String property) {
		this.application.withPropertyValues("qhaigc.failover=hk", "qhaigc.models.hk." + property + "=lite")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ConfigurationException.class)
				.hasMessage("The property 'qhaigc.models.hk.failover' is not supported: "
						+ "only the default model supports failover."));
	}

	@Test
	void actionListsChatModelsIfModelDoesNotExist() {
		this.application.withPropertyValues("qhaigc.failover=tokyo")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(ConfigurationException.class,
						(ex) -> assertThat(ex.getAction())
							.isEqualTo("Define it under 'qhaigc.models.tokyo', or use the bean name of a ChatModel: "
									+ "hk, lite, qhaigcGeminiChatModel.")));
	}

	@Test
	void acceptsModelOfAnotherProvider() {
		this.gateway.googleError(401);
		ChatModel other = (prompt) -> new ChatResponse(List.of(new Generation(new AssistantMessage("It is snowing."))));
		this.application.withBean("other", ChatModel.class, () -> other)
			.withPropertyValues("qhaigc.failover=other")
			.run((context) -> assertThat(ask(context.getBean(ChatClient.Builder.class))).isEqualTo("It is snowing."));
	}

	@Test
	void showsStatesOfCircuitBreakersInHealthAndMetrics() {
		this.gateway.googleError(401);
		this.hongKong.reply("It is raining.");
		this.application.withPropertyValues("qhaigc.failover=hk").run((context) -> {
			ask(context.getBean(ChatClient.Builder.class));
			HealthIndicator health = context.getBean("qhaigcFailoverHealthContributor", HealthIndicator.class);
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
			assertThat(health.health().getDetails())
				.isEqualTo(Map.of("routes", Map.of("default", "OPEN", "hk", "CLOSED")));
			MeterRegistry meters = new SimpleMeterRegistry();
			context.getBean("qhaigcCircuitBreakerMetrics", MeterBinder.class).bindTo(meters);
			assertThat(meters.get("resilience4j.circuitbreaker.state")
				.tag("name", "default")
				.tag("state", "open")
				.gauge()
				.value()).isEqualTo(1);
		});
	}

	@Test
	void healthIsOutOfServiceIfAllModelsAreSkipped() {
		this.gateway.googleError(401);
		this.hongKong.googleError(402);
		this.application.withPropertyValues("qhaigc.failover=hk").run((context) -> {
			ChatClient.Builder builder = context.getBean(ChatClient.Builder.class);
			assertThatExceptionOfType(QhaigcNonTransientException.class).isThrownBy(() -> ask(builder));
			HealthIndicator health = context.getBean("qhaigcFailoverHealthContributor", HealthIndicator.class);
			assertThat(health.health())
				.isEqualTo(Health.outOfService().withDetail("routes", Map.of("default", "OPEN", "hk", "OPEN")).build());
		});
	}

	@Test
	void loadsNoFailoverClassIfFailoverIsNotConfigured() {
		Set<String> loaded = new ConcurrentSkipListSet<>();
		this.application.withClassLoader(new FilteredClassLoader((name) -> {
			if (name.startsWith("io.github.resilience4j") || name.startsWith("net.qhaigc.springai.gemini.failover")) {
				loaded.add(name);
			}
			return false;
		})).run((context) -> assertThat(context).hasNotFailed());
		assertThat(loaded).isEmpty();
	}

	@Test
	void startsIfFailoverIsNotConfiguredAndItsClassesAreMissing() {
		this.application
			.withClassLoader(new FilteredClassLoader("io.github.resilience4j", "net.qhaigc.springai.gemini.failover"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FailoverChatModel.class));
	}

	private static String ask(ChatClient.Builder builder) {
		return builder.build().prompt("How is the weather?").call().content();
	}

}
