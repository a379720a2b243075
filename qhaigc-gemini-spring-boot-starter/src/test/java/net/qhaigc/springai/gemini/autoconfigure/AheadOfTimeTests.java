package net.qhaigc.springai.gemini.autoconfigure;

import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for application contexts that are processed ahead of time.
 */
class AheadOfTimeTests {

	private static final Map<String, Object> BUILD_TIME_PROPERTIES = Map.of("qhaigc.models.fast.model", "any");

	@Test
	@CompileWithForkedClassLoader
	void readsApiKeyAndModelsWhenApplicationStarts() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start()) {
			run(Map.of("qhaigc.base-url", gateway.url(), "qhaigc.api-key", gateway.apiKey(), "qhaigc.chat.temperature",
					"0.4", "qhaigc.models.fast.model", "gemini-2.5-flash-lite"), (context) -> {
						assertThat(context.getBean(ChatClient.Builder.class).build().prompt("Hello").call().content())
							.isEqualTo("Hello");
						assertThat(context.getBean("fast", ChatModel.class).call("Hello")).isEqualTo("Hello");
					});
			assertThat(gateway.received()).extracting((request) -> request.model())
				.containsExactly("gemini-3.5-flash", "gemini-2.5-flash-lite");
			assertThat(gateway.received())
				.allSatisfy((request) -> assertThat(request.json().at("/generationConfig/temperature").asDouble())
					.isEqualTo(0.4));
		}
	}

	@Test
	@CompileWithForkedClassLoader
	void readsPricesBudgetQuotaAndFailoverWhenApplicationStarts() {
		Map<String, Object> buildTimeProperties = Map.of("qhaigc.models.fast.model", "any", "qhaigc.failover", "fast",
				"qhaigc.quota.requests-per-minute", "1", "qhaigc.budget.per-day", "1", "qhaigc.prices.*.input", "1",
				"qhaigc.prices.*.output", "1", "qhaigc.prices.*.currency", "EUR");
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			gateway.gatewayError(401);
			gateway.reply("Hello").usage(500, 250, 750);
			run(buildTimeProperties,
					Map.of("qhaigc.base-url", gateway.url(), "qhaigc.api-key", gateway.apiKey(),
							"qhaigc.models.fast.model", "gemini-2.5-flash-lite", "qhaigc.failover", "fast",
							"qhaigc.quota.requests-per-minute", "1000", "qhaigc.budget.per-day", "0.001",
							"qhaigc.prices.[gemini-*].input", "1", "qhaigc.prices.[gemini-*].output", "2",
							"qhaigc.prices.[gemini-*].currency", "USD"),
					(context) -> {
						ChatModel model = context.getBean(ChatModel.class);
						ChatResponse response = model.call(new Prompt("Hello"));
						assertThat(QhaigcGeminiMetadata.from(response).cost()).hasToString("0.001 USD");
						assertThatExceptionOfType(BudgetExceededException.class)
							.isThrownBy(() -> context.getBean("fast", ChatModel.class).call("Hello"));
					});
			assertThat(gateway.received()).extracting((request) -> request.model())
				.containsExactly("gemini-3.5-flash", "gemini-2.5-flash-lite");
		}
	}

	private static void run(Map<String, Object> runtimeProperties, Consumer<ApplicationContext> test) {
		run(BUILD_TIME_PROPERTIES, runtimeProperties, test);
	}

	private static void run(Map<String, Object> buildTimeProperties, Map<String, Object> runtimeProperties,
			Consumer<ApplicationContext> test) {
		TestGenerationContext generation = new TestGenerationContext();
		AnnotationConfigApplicationContext buildTimeContext = new AnnotationConfigApplicationContext();
		setProperties(buildTimeContext, buildTimeProperties);
		buildTimeContext.register(AutoConfigurations.getClasses(Applications.AUTO_CONFIGURATIONS));
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(buildTimeContext, generation);
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				setProperties(context, runtimeProperties);
				cast(compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()))
					.initialize(context);
				context.refresh();
				test.accept(context);
			}
		});
	}

	private static void setProperties(ConfigurableApplicationContext context, Map<String, Object> properties) {
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextInitializer<GenericApplicationContext> cast(
			ApplicationContextInitializer<?> initializer) {
		return (ApplicationContextInitializer<GenericApplicationContext>) initializer;
	}

}
