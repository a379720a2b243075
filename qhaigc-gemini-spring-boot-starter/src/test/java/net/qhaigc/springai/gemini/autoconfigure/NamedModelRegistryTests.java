package net.qhaigc.springai.gemini.autoconfigure;

import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.SafetySetting;
import net.qhaigc.springai.gemini.options.SafetySetting.Category;
import net.qhaigc.springai.gemini.options.SafetySetting.Threshold;
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for the models under {@code qhaigc.models}.
 */
class NamedModelRegistryTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway)
		.withPropertyValues("qhaigc.models.fast.model=gemini-2.5-flash-lite",
				"qhaigc.models.thorough.model=gemini-2.5-pro");

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void definesBeanForEachNamedModel() {
		this.application.run((context) -> assertThat(context.getBeansOfType(QhaigcGeminiChatModel.class))
			.containsOnlyKeys("qhaigcGeminiChatModel", "fast", "thorough"));
	}

	@Test
	void usesDefaultModelForChatClient() {
		this.application.run((context) -> {
			context.getBean(ChatClient.Builder.class).build().prompt("Hello").call().content();
			assertThat(this.gateway.takeRequest().model()).isEqualTo("gemini-3.5-flash");
		});
	}

	@Test
	void injectsModelByQualifier() {
		this.application.withUserConfiguration(QualifierConfiguration.class).run((context) -> {
			context.getBean(ChatClient.class).prompt("Hello").call().content();
			assertThat(this.gateway.takeRequest().model()).isEqualTo("gemini-2.5-flash-lite");
		});
	}

	@Test
	void definesBeansOfNamedModelsIfOtherProviderIsSelected() {
		this.application.withPropertyValues("spring.ai.model.chat=openai").run((context) -> {
			assertThat(context).doesNotHaveBean("qhaigcGeminiChatModel");
			assertThat(model(context, "fast").call("Hello")).isEqualTo("Hello");
		});
	}

	@Test
	void backsOffWhenUserDefinesBeanWithNameOfModel() {
		this.application.withUserConfiguration(UserModelConfiguration.class)
			.run((context) -> assertThat(options(context, "fast").getModel()).isEqualTo("user-model"));
	}

	@Test
	void inheritsPropertiesThatAreNotSet() {
		this.application
			.withPropertyValues("qhaigc.chat.temperature=0.4", "qhaigc.chat.seed=7", "qhaigc.models.fast.chat.seed=8")
			.run((context) -> {
				assertThat(options(context, "fast")).isEqualTo(QhaigcGeminiChatOptions.builder()
					.model("gemini-2.5-flash-lite")
					.temperature(0.4)
					.seed(8)
					.build());
				assertThat(options(context, "thorough").getSeed()).isEqualTo(7);
			});
	}

	@Test
	void replacesInheritedThinkingBudgetWithThinkingLevel() {
		this.application
			.withPropertyValues("qhaigc.chat.thinking-budget=1024", "qhaigc.models.fast.chat.thinking-level=low")
			.run((context) -> {
				assertThat(options(context, "fast").getThinking()).isEqualTo(Thinking.Level.LOW);
				assertThat(options(context, "thorough").getThinking()).isEqualTo(Thinking.budget(1024));
			});
	}

	@Test
	void sendsRequestToGatewayOfNamedModel() {
		try (QhaigcGateway other = startOtherGateway()) {
			withFastModelAt(other).run((context) -> {
				model(context, "fast").call("Hello");
				model(context, "thorough").call("Hello");
			});
			assertThat(other.received()).hasSize(1);
			assertThat(this.gateway.received()).hasSize(1);
		}
	}

	@Test
	void sharesClientBetweenModelsWithSameConnectionProperties() {
		this.application
			.withPropertyValues("qhaigc.models.slow.response-timeout=1h", "qhaigc.models.slower.response-timeout=1h")
			.run((context) -> {
				NamedModelRegistry registry = context.getBean(NamedModelRegistry.class);
				QhaigcClient shared = context.getBean(QhaigcClient.class);
				assertThat(registry.client("fast")).isSameAs(shared);
				assertThat(registry.client("thorough")).isSameAs(shared);
				assertThat(registry.client("slow")).isNotSameAs(shared).isSameAs(registry.client("slower"));
			});
	}

	@Test
	void closesClientsWithContext() {
		try (QhaigcGateway other = startOtherGateway()) {
			AtomicReference<QhaigcClient> client = new AtomicReference<>();
			withFastModelAt(other)
				.run((context) -> client.set(context.getBean(NamedModelRegistry.class).client("fast")));
			assertThatThrownBy(() -> client.get().models().block())
				.hasMessageStartingWith("The client of the gateway is closed");
			assertThat(other.received()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "veryFast", "very_fast", "very-fast", "VERY-FAST", "3" })
	void acceptsNameOfLettersDigitsDashesAndUnderscores(String name) {
		this.application.withPropertyValues("qhaigc.models." + name + ".model=gemini-3.8-flash")
			.run((context) -> assertThat(options(context, name).getModel()).isEqualTo("gemini-3.8-flash"));
	}

	@ParameterizedTest
	@CsvSource({ "[gpt-5.1], gpt-5.1", "gpt-5.1, gpt-5", "[veryFast], veryFast", "[very fast], very fast" })
	void rejectsInvalidName(String name, String boundName) {
		this.application.withPropertyValues("qhaigc.models." + name + ".model=gemini-3.8-flash")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ConfigurationException.class)
				.hasMessage("The model name '%s' under 'qhaigc.models' is not valid.".formatted(boundName)));
	}

	@Test
	void acceptsGoogleNamesOfHarmCategories() {
		this.application
			.withPropertyValues("qhaigc.chat.safety-settings[0].category=HARM_CATEGORY_HATE_SPEECH",
					"qhaigc.chat.safety-settings[0].threshold=BLOCK_NONE",
					"qhaigc.models.fast.chat.safety-settings[0].category=harm-category-harassment",
					"qhaigc.models.fast.chat.safety-settings[0].threshold=off")
			.run((context) -> {
				assertThat(options(context, "qhaigcGeminiChatModel").getSafetySettings())
					.containsExactly(new SafetySetting(Category.HATE_SPEECH, Threshold.BLOCK_NONE));
				assertThat(options(context, "fast").getSafetySettings())
					.containsExactly(new SafetySetting(Category.HARASSMENT, Threshold.OFF));
			});
	}

	@Test
	void acceptsAliasOfModelProperty() {
		this.application.withPropertyValues("qhaigc.models.aliased.chat.model=gemini-3.8-flash")
			.run((context) -> assertThat(options(context, "aliased").getModel()).isEqualTo("gemini-3.8-flash"));
	}

	@Test
	void aliasReplacesInheritedModelProperty() {
		this.application
			.withPropertyValues("qhaigc.model=gemini-2.5-pro", "qhaigc.models.aliased.chat.model=gemini-3.8-flash")
			.run((context) -> assertThat(options(context, "aliased").getModel()).isEqualTo("gemini-3.8-flash"));
	}

	@Test
	void modelPropertyReplacesInheritedAlias() {
		this.application.withPropertyValues("qhaigc.chat.model=gemini-2.5-pro").run((context) -> {
			assertThat(options(context, "qhaigcGeminiChatModel").getModel()).isEqualTo("gemini-2.5-pro");
			assertThat(options(context, "fast").getModel()).isEqualTo("gemini-2.5-flash-lite");
		});
	}

	@Test
	void modelWithEmptyValueInheritsAllProperties() {
		this.application.withPropertyValues("qhaigc.models.plain=")
			.run((context) -> assertThat(options(context, "plain").getModel()).isEqualTo("gemini-3.5-flash"));
	}

	@Test
	void rejectsModelIdInPlaceOfProperties() {
		this.application.withPropertyValues("qhaigc.models.quick=gemini-3.8-flash")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ConfigurationException.class)
				.hasMessage("The property 'qhaigc.models.quick' must not have a value of its own."));
	}

	@Test
	void validationMessageNamesModel() {
		this.application.withPropertyValues("qhaigc.models.fast.chat.temperature=3")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("Invalid configuration under 'qhaigc.models.fast': ")
				.hasMessageContaining("temperature"));
	}

	private static QhaigcGateway startOtherGateway() {
		return QhaigcGateway.builder().apiKey("sk-other").autoRespond().start();
	}

	private ApplicationContextRunner withFastModelAt(QhaigcGateway gateway) {
		return this.application.withPropertyValues("qhaigc.models.fast.base-url=" + gateway.url(),
				"qhaigc.models.fast.api-key=" + gateway.apiKey());
	}

	private static ChatModel model(AssertableApplicationContext context, String name) {
		return context.getBean(name, ChatModel.class);
	}

	private static QhaigcGeminiChatOptions options(AssertableApplicationContext context, String name) {
		return context.getBean(name, QhaigcGeminiChatModel.class).getOptions();
	}

	@Configuration(proxyBeanMethods = false)
	static class QualifierConfiguration {

		// tag::qualifier[]
		@Bean
		ChatClient fastChatClient(@Qualifier("fast") ChatModel fast) {
			return ChatClient.create(fast);
		}
		// end::qualifier[]

	}

	@Configuration(proxyBeanMethods = false)
	static class UserModelConfiguration {

		@Bean(defaultCandidate = false)
		QhaigcGeminiChatModel fast() {
			return QhaigcGeminiChatModel.builder()
				.client(QhaigcClient.builder().apiKey("sk-1").build())
				.options(QhaigcGeminiChatOptions.builder().model("user-model").build())
				.build();
		}

	}

}
