package net.qhaigc.springai.gemini.autoconfigure.openai;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.model.openai.autoconfigure.OpenAiEmbeddingAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.MapPropertySource;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenAiEnvironmentPostProcessor}.
 */
class OpenAiEnvironmentPostProcessorTests {

	private static final String ENABLED = "--qhaigc.openai.enabled=true";

	private final SpringApplication application = new SpringApplication(Application.class);

	private @Nullable ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void openAiModuleUsesGateway() {
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			run(EmbeddingApplication.class, ENABLED, "--qhaigc.base-url=" + gateway.url(),
					"--qhaigc.api-key=" + gateway.apiKey(), "--spring.ai.openai.embedding.model=bge-m3");

			assertThat(this.context.getBean(EmbeddingModel.class).embed("Hi")).hasSize(1024);
			assertThat(gateway.received()).extracting(ReceivedRequest::path).containsExactly("/v1/embeddings");
		}
	}

	@Test
	void setsNoPropertyUnlessEnabled() {
		run(Application.class, "--qhaigc.api-key=sk-1");

		assertThat(property("api-key")).isNull();
		assertThat(property("base-url")).isNull();
		assertThat(this.context.getEnvironment().getPropertySources().contains(OpenAiPropertySource.NAME)).isFalse();
	}

	@Test
	void usesDefaultBaseUrlOfGateway() {
		run(Application.class, ENABLED, "--qhaigc.api-key=sk-1");

		assertThat(property("api-key")).isEqualTo("sk-1");
		assertThat(property("base-url")).isEqualTo("https://api.qhaigc.net/v1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://gateway.example/team", "https://gateway.example/team/",
			"https://gateway.example/team/v1", "https://gateway.example/team/v1/",
			"https://gateway.example/team/v1beta" })
	void setsBaseUrlThatEndsWithV1(String baseUrl) {
		run(Application.class, ENABLED, "--qhaigc.base-url=" + baseUrl);

		assertThat(property("base-url")).isEqualTo("https://gateway.example/team/v1");
	}

	@Test
	void doesNotReplaceOpenAiProperties() {
		run(Application.class, ENABLED, "--qhaigc.api-key=sk-1", "--spring.ai.openai.api-key=sk-2",
				"--spring.ai.openai.base-url=https://openai.example");

		assertThat(property("api-key")).isEqualTo("sk-2");
		assertThat(property("base-url")).isEqualTo("https://openai.example");
	}

	@Test
	void doesNotReplaceDefaultProperties() {
		this.application.setDefaultProperties(Map.of("spring.ai.openai.api-key", "sk-3"));
		run(Application.class, ENABLED, "--qhaigc.api-key=sk-1");

		assertThat(property("api-key")).isEqualTo("sk-3");
	}

	@Test
	void doesNotReplacePropertiesFromPropertySourceAnnotation() {
		run(PropertySourceApplication.class, ENABLED, "--qhaigc.api-key=sk-1");

		assertThat(property("api-key")).isEqualTo("sk-4");
	}

	@Test
	void readsPropertiesThatAreSetAfterPostProcessing() {
		this.application.addInitializers((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("later", Map.of("qhaigc.api-key", "sk-5"))));
		run(Application.class, ENABLED, "--qhaigc.api-key=sk-1");

		assertThat(property("api-key")).isEqualTo("sk-5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--qhaigc.api-keys=sk-6,sk-7", "--qhaigc.api-keys[0]=sk-6 --qhaigc.api-keys[1]=sk-7",
			"--qhaigc.api-key= --qhaigc.api-keys=sk-6" })
	void usesFirstElementOfApiKeys(String arguments) {
		run(Application.class, (ENABLED + " " + arguments).split(" "));

		assertThat(property("api-key")).isEqualTo("sk-6");
	}

	@Test
	void setsNoApiKeyWithoutGatewayApiKey() {
		run(Application.class, ENABLED);

		assertThat(property("api-key")).isNull();
	}

	private void run(Class<?> source, String... arguments) {
		this.application.addPrimarySources(List.of(source));
		this.application.setWebApplicationType(WebApplicationType.NONE);
		this.context = this.application.run(
				Stream.concat(Stream.of("--spring.main.banner-mode=off"), Stream.of(arguments)).toArray(String[]::new));
	}

	private @Nullable String property(String name) {
		return this.context.getEnvironment().getProperty("spring.ai.openai." + name);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(OpenAiEmbeddingAutoConfiguration.class)
	static class EmbeddingApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:openai.properties")
	static class PropertySourceApplication {

	}

}
