package net.qhaigc.springai.gemini.autoconfigure;

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
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several models and gateways side by side, each by its name.
 */
class NamedModelRegistryTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	private final ApplicationContextRunner application = Applications.asking(this.gateway)
		.withPropertyValues("qhaigc.models.fast.model=gemini-2.5-flash-lite",
				"qhaigc.models.thorough.model=gemini-2.5-pro");

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void eachNameIsABean() {
		this.application.run((context) -> assertThat(context.getBeansOfType(QhaigcGeminiChatModel.class))
			.containsOnlyKeys("qhaigcGeminiChatModel", "fast", "thorough"));
	}

	@Test
	void theChatClientIsNotInDoubt() {
		this.application.run((context) -> {
			context.getBean(ChatClient.Builder.class).build().prompt("Hello").call().content();
			assertThat(this.gateway.takeRequest().model()).isEqualTo("gemini-2.5-flash");
		});
	}

	@Test
	void aNameIsAQualifier() {
		this.application.withUserConfiguration(Qualified.class).run((context) -> {
			context.getBean(ChatClient.class).prompt("Hello").call().content();
			assertThat(this.gateway.takeRequest().model()).isEqualTo("gemini-2.5-flash-lite");
		});
	}

	@Test
	void theyAreThereIfAnotherProviderIsChosen() {
		this.application.withPropertyValues("spring.ai.model.chat=openai").run((context) -> {
			assertThat(context).doesNotHaveBean("qhaigcGeminiChatModel");
			assertThat(model(context, "fast").call("Hello")).isEqualTo("Hello");
		});
	}

	@Test
	void aBeanOfTheApplicationWithTheNameIsKept() {
		this.application.withUserConfiguration(OwnFast.class)
			.run((context) -> assertThat(options(context, "fast").getModel()).isEqualTo("own"));
	}

	@Test
	void whatANameLeavesOutIsInherited() {
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
	void aLevelForThinkingTakesThePlaceOfAnInheritedBudget() {
		this.application
			.withPropertyValues("qhaigc.chat.thinking-budget=1024", "qhaigc.models.fast.chat.thinking-level=low")
			.run((context) -> {
				assertThat(options(context, "fast").getThinking()).isEqualTo(Thinking.Level.LOW);
				assertThat(options(context, "thorough").getThinking()).isEqualTo(Thinking.budget(1024));
			});
	}

	@Test
	void aNameMayHaveAGatewayOfItsOwn() {
		try (QhaigcGateway other = QhaigcGateway.builder().apiKey("sk-other").autoRespond().start()) {
			this.application
				.withPropertyValues("qhaigc.models.fast.base-url=" + other.url(), "qhaigc.models.fast.api-key=sk-other")
				.run((context) -> {
					model(context, "fast").call("Hello");
					model(context, "thorough").call("Hello");
				});
			assertThat(other.received()).hasSize(1);
			assertThat(this.gateway.received()).hasSize(1);
		}
	}

	@Test
	void equalConnectionsShareOneClient() {
		this.application
			.withPropertyValues("qhaigc.models.slow.response-timeout=1h", "qhaigc.models.slower.response-timeout=1h")
			.run((context) -> {
				NamedModelRegistry models = context.getBean(NamedModelRegistry.class);
				QhaigcClient shared = context.getBean(QhaigcClient.class);
				assertThat(models.client("fast")).isSameAs(shared);
				assertThat(models.client("thorough")).isSameAs(shared);
				assertThat(models.client("slow")).isNotSameAs(shared).isSameAs(models.client("slower"));
			});
	}

	@Test
	void theConnectionsOfANameAreClosedWithTheContext() {
		try (QhaigcGateway other = QhaigcGateway.builder().apiKey("sk-other").autoRespond().start()) {
			this.application
				.withPropertyValues("qhaigc.models.fast.base-url=" + other.url(), "qhaigc.models.fast.api-key=sk-other")
				.run((context) -> {
					model(context, "fast").call("Hello");
					assertThat(other.openConnections()).isEqualTo(1);
				});
			await().untilAsserted(() -> assertThat(other.openConnections()).isZero());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "veryFast", "very_fast", "very-fast", "VERY-FAST", "3" })
	void aNameIsWrittenAsOneLikes(String name) {
		this.application.withPropertyValues("qhaigc.models." + name + ".model=gemini-3.8-flash")
			.run((context) -> assertThat(options(context, name).getModel()).isEqualTo("gemini-3.8-flash"));
	}

	@ParameterizedTest
	@CsvSource({ "[gpt-5.1], gpt-5.1", "gpt-5.1, gpt-5", "[veryFast], veryFast", "[very fast], very fast" })
	void aNameByWhichNoPropertyIsFoundIsRefused(String name, String read) {
		this.application.withPropertyValues("qhaigc.models." + name + ".model=gemini-3.8-flash")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ConfigurationException.class)
				.hasMessage("Below 'qhaigc.models' there is a model called '%s', which is no name.".formatted(read)));
	}

	@Test
	void aModelMayInheritEverything() {
		this.application.withPropertyValues("qhaigc.models.plain=")
			.run((context) -> assertThat(options(context, "plain").getModel()).isEqualTo("gemini-2.5-flash"));
	}

	@Test
	void aModelIdInThePlaceOfPropertiesIsRefused() {
		this.application.withPropertyValues("qhaigc.models.quick=gemini-3.8-flash")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ConfigurationException.class)
				.hasMessage("The property 'qhaigc.models.quick' has a value, where properties should follow."));
	}

	@Test
	void aMistakeComesWithTheName() {
		this.application.withPropertyValues("qhaigc.models.fast.chat.temperature=3")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageStartingWith("Below 'qhaigc.models.fast': ")
				.hasMessageContaining("temperature"));
	}

	private static ChatModel model(AssertableApplicationContext context, String name) {
		return context.getBean(name, ChatModel.class);
	}

	private static QhaigcGeminiChatOptions options(AssertableApplicationContext context, String name) {
		return context.getBean(name, QhaigcGeminiChatModel.class).getOptions();
	}

	@Configuration(proxyBeanMethods = false)
	static class Qualified {

		// tag::qualifier[]
		@Bean
		ChatClient fastChatClient(@Qualifier("fast") ChatModel fast) {
			return ChatClient.create(fast);
		}
		// end::qualifier[]

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFast {

		@Bean(defaultCandidate = false)
		QhaigcGeminiChatModel fast() {
			return QhaigcGeminiChatModel.builder()
				.client(QhaigcClient.builder().apiKey("sk-1").build())
				.options(QhaigcGeminiChatOptions.builder().model("own").build())
				.build();
		}

	}

}
