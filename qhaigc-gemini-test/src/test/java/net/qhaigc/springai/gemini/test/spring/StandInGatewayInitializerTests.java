package net.qhaigc.springai.gemini.test.spring;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.TestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StandInGatewayInitializer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StandInGatewayInitializerTests {

	@Test
	void startsNoGatewayByDefault(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBeansOfType(QhaigcGateway.class)).isEmpty();
			assertThat(context.getEnvironment().containsProperty("qhaigc.base-url")).isFalse();
		}
		assertThat(output).doesNotContain("stand-in");
	}

	@Test
	void startsNoGatewayIfDisabled() {
		try (ConfigurableApplicationContext context = run("qhaigc.stand-in=false")) {
			assertThat(context.getBeansOfType(QhaigcGateway.class)).isEmpty();
		}
	}

	@Test
	void startsGatewayIfEnabled(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("qhaigc.stand-in=true", "qhaigc.api-key=secret",
				"qhaigc.base-url=https://example.org")) {
			QhaigcGateway gateway = context.getBean("qhaigcStandInGateway", QhaigcGateway.class);
			assertThat(context.getEnvironment().getProperty("qhaigc.base-url")).isEqualTo(gateway.url());
			assertThat(context.getEnvironment().getProperty("qhaigc.api-key")).isEqualTo(gateway.apiKey());
			assertThat(new TestClient(gateway).generate("Echo").body()).contains("Echo");
			assertThat(output).contains("WARN", "Using a stand-in gateway at " + gateway.url()
					+ " because qhaigc.stand-in is true. Remove this property to use the Qhaigc gateway.");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "qhaigc.model=gemini-2.5-flash", "qhaigc.api-key=", "qhaigc.api-key=${QHAIGC_NO_KEY}" })
	void conditionalGatewayStartsIfNoApiKeyIsSet(String property, CapturedOutput output) {
		try (ConfigurableApplicationContext context = run("qhaigc.stand-in=when-no-key", property)) {
			assertThat(context.getBeansOfType(QhaigcGateway.class)).hasSize(1);
		}
		assertThat(output).contains("because no API key is set. Set QHAIGC_API_KEY or qhaigc.api-key to use the"
				+ " Qhaigc gateway. The responses of the stand-in gateway are not from a model.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "qhaigc.api-key=secret", "qhaigc.api-keys=secret", "qhaigc.api-keys[0]=secret",
			"qhaigc.base-url=https://example.org" })
	void conditionalGatewayDoesNotStartIfApiKeyOrBaseUrlIsSet(String property) {
		try (ConfigurableApplicationContext context = run("qhaigc.stand-in=when-no-key", property)) {
			assertThat(context.getBeansOfType(QhaigcGateway.class)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "QHAIGC_API_KEY", "QHAIGC_APIKEY" })
	void conditionalGatewayDoesNotStartIfSystemEnvironmentHasApiKey(String variable) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, "secret")));
		try (ConfigurableApplicationContext context = application().environment(environment)
			.run("--qhaigc.stand-in=when-no-key")) {
			assertThat(context.getBeansOfType(QhaigcGateway.class)).isEmpty();
		}
	}

	@Test
	void waitsBetweenEvents() {
		try (ConfigurableApplicationContext context = run("qhaigc.stand-in=true",
				"qhaigc.stand-in-event-delay=100ms")) {
			long start = System.nanoTime();
			new TestClient(context.getBean(QhaigcGateway.class)).stream("one two three");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		}
	}

	@Test
	void closesGatewayWithContext() {
		ConfigurableApplicationContext context = run("qhaigc.stand-in=true");
		TestClient client = new TestClient(context.getBean(QhaigcGateway.class));
		context.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.generate("Hi"));
	}

	@Test
	void rejectsUnknownValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> run("qhaigc.stand-in=maybe"))
			.withMessage("The property 'qhaigc.stand-in' is 'maybe'. It must be true, false or when-no-key.");
	}

	@Test
	void hasMetadataForEachProperty() {
		JsonNode metadata = JsonMapper.shared()
			.readTree(getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json"));
		assertThat(metadata.path("properties")).extracting((property) -> property.path("name").asString())
			.containsExactly(StandInGatewayInitializer.STAND_IN, StandInGatewayInitializer.EVENT_DELAY);
		assertThat(metadata.at("/hints/0/values")).extracting((value) -> value.path("value").asString())
			.containsExactly("false", "true", "when-no-key");
	}

	@Nested
	@SpringBootTest(classes = NoBeans.class, properties = "qhaigc.stand-in=true",
			webEnvironment = SpringBootTest.WebEnvironment.NONE)
	@EnableQhaigcGateway
	class WithTestGateway {

		@Test
		void startsNoSecondGateway(@Autowired Map<String, QhaigcGateway> gateways) {
			assertThat(gateways).containsOnlyKeys("qhaigcGateway");
		}

	}

	private static ConfigurableApplicationContext run(String... properties) {
		return application().run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	private static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(NoBeans.class).web(WebApplicationType.NONE);
	}

	@Configuration(proxyBeanMethods = false)
	static class NoBeans {

	}

}
