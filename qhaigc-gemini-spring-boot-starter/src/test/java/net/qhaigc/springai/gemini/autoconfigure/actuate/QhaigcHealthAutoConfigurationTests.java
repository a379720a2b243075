package net.qhaigc.springai.gemini.autoconfigure.actuate;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link QhaigcHealthAutoConfiguration} and {@link QhaigcHealthIndicator}.
 */
class QhaigcHealthAutoConfigurationTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().models("gemini-3.5-flash", "gpt-5-mini").start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway)
		.withConfiguration(AutoConfigurations.of(QhaigcHealthAutoConfiguration.class));

	private final ApplicationContextRunner withHealthCheck = this.application
		.withPropertyValues("management.health.qhaigc.enabled=true");

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void isDisabledByDefault() {
		this.application.run((context) -> assertThat(context).doesNotHaveBean(ReactiveHealthIndicator.class));
	}

	@Test
	void backsOffWithoutSpringBootHealth() {
		this.withHealthCheck.withClassLoader(new FilteredClassLoader(ReactiveHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("qhaigcHealthContributor"));
	}

	@Test
	void backsOffIfOtherProviderIsSelected() {
		this.withHealthCheck.withPropertyValues("spring.ai.model.chat=openai")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveHealthIndicator.class));
	}

	@Test
	void reportsUpIfGatewayListsModels() {
		this.withHealthCheck
			.run((context) -> assertThat(health(context)).isEqualTo(Health.up().withDetail("models", 2).build()));
	}

	@Test
	void reportsDownIfGatewayRejectsApiKey() {
		this.withHealthCheck.withPropertyValues("qhaigc.api-key=sk-wrong").run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails().toString()).contains("401").doesNotContain("sk-wrong");
		});
	}

	@Test
	void showsSpendingLimitsIfEnabled() {
		this.withHealthCheck.withPropertyValues("management.health.qhaigc.show-spending-limits=true").run((context) -> {
			for (int i = 0; i < 3; i++) {
				assertThat(health(context)).isEqualTo(Health.up()
					.withDetail("models", 2)
					.withDetail("spendingLimits",
							Map.of("hardLimitUsd", new BigDecimal(100), "softLimitUsd", new BigDecimal(100)))
					.build());
			}
			assertThat(this.gateway.received()).hasSize(2);
		});
	}

	@Test
	void reportsUpIfSpendingLimitsCannotBeRead() {
		this.gateway.when(Endpoint.BILLING).googleError(500, "billing is closed");
		this.withHealthCheck.withPropertyValues("management.health.qhaigc.show-spending-limits=true").run((context) -> {
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("models", 2);
			assertThat(health.getDetails().get("spendingLimits").toString()).contains("billing is closed");
		});
	}

	@Test
	void reportsDownIfApiKeyIsRejectedAndSpendingLimitsAreShown() {
		this.withHealthCheck
			.withPropertyValues("management.health.qhaigc.show-spending-limits=true", "qhaigc.api-key=sk-wrong")
			.run((context) -> assertThat(health(context).getStatus()).isEqualTo(Status.DOWN));
	}

	@Test
	void cachesResultOfHealthCheck() {
		this.withHealthCheck.run((context) -> {
			for (int i = 0; i < 10; i++) {
				health(context);
			}
			assertThat(this.gateway.received()).hasSize(1);
		});
	}

	/**
	 * A timer that outlives the application would keep the application's class loader in
	 * memory.
	 */
	@Test
	void stopsTimerWhenApplicationIsClosed() {
		this.withHealthCheck.run((context) -> {
			health(context);
			assertThat(threadNames()).anyMatch((name) -> name.startsWith("qhaigc-health"));
		});
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(threadNames()).noneMatch((name) -> name.startsWith("qhaigc-health")));
	}

	private static List<String> threadNames() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

	private static Health health(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(ReactiveHealthIndicator.class).health().block());
	}

}
