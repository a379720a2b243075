package net.qhaigc.springai.gemini.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the auto-configuration is there, and what takes its place.
 */
class QhaigcGeminiChatAutoConfigurationTests {

	private final ApplicationContextRunner withoutKey = Applications.plain();

	private final ApplicationContextRunner application = this.withoutKey.withPropertyValues("qhaigc.api-key=sk-1");

	@Test
	void aKeyIsEnoughForAChatModelAndAChatClient() {
		this.application.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(QhaigcGeminiChatModel.class)
			.hasBean("qhaigcGeminiChatModel")
			.hasSingleBean(ChatModel.class)
			.hasSingleBean(QhaigcClient.class)
			.hasSingleBean(QhaigcConnectionDetails.class)
			.hasSingleBean(ChatClient.Builder.class)
			.hasSingleBean(ChatMemory.class));
	}

	@Test
	void theModelIsTheGatewaysExampleUnlessNamed() {
		this.application.run((context) -> assertThat(options(context).getModel()).isEqualTo("gemini-2.5-flash"));
		this.application.withPropertyValues("qhaigc.model=gemini-3.8-flash")
			.run((context) -> assertThat(options(context).getModel()).isEqualTo("gemini-3.8-flash"));
	}

	@Test
	void propertiesOfChatAreTheModelsOwnOptions() {
		this.application.withPropertyValues("qhaigc.chat.temperature=0.4", "qhaigc.chat.max-tokens=512")
			.run((context) -> assertThat(options(context)).isEqualTo(QhaigcGeminiChatOptions.builder()
				.model("gemini-2.5-flash")
				.temperature(0.4)
				.maxTokens(512)
				.build()));
	}

	@Test
	void aServletApplicationHasIt() {
		new WebApplicationContextRunner().withConfiguration(Applications.AUTO_CONFIGURATIONS)
			.withPropertyValues("qhaigc.api-key=sk-1")
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class));
	}

	@Test
	void aReactiveApplicationHasIt() {
		new ReactiveWebApplicationContextRunner().withConfiguration(Applications.AUTO_CONFIGURATIONS)
			.withPropertyValues("qhaigc.api-key=sk-1")
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class));
	}

	@Test
	void itIsOnWhenChosen() {
		this.application.withPropertyValues("spring.ai.model.chat=qhaigc-gemini")
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class));
	}

	@Test
	void itIsOffWhenAnotherProviderIsChosenAndNeedsNoKeyThen() {
		this.withoutKey.withPropertyValues("spring.ai.model.chat=openai")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(QhaigcGeminiChatModel.class)
				.doesNotHaveBean(QhaigcClient.class));
	}

	@Test
	void itIsOffWhenNoChatModelIsWanted() {
		this.withoutKey.withPropertyValues("spring.ai.model.chat=none")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
	}

	@Test
	void itIsOffWithoutTheLibrary() {
		this.withoutKey.withClassLoader(new FilteredClassLoader(QhaigcGeminiChatModel.class, QhaigcClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("qhaigcGeminiChatModel"));
	}

	@Test
	void withoutAKeyItFailsToStart() {
		this.withoutKey.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(ConfigurationException.class)
			.hasMessageContaining("qhaigc.api-key"));
	}

	@Test
	void anApiKeyBeanSuppliesTheKey() {
		ApiKey rotating = new SimpleApiKey("sk-2");
		this.withoutKey.withBean(ApiKey.class, () -> rotating)
			.run((context) -> assertThat(context.getBean(QhaigcConnectionDetails.class).getApiKey())
				.isSameAs(rotating));
	}

	@Test
	void anApiKeyBeanTakesThePlaceOfTheProperty() {
		ApiKey rotating = new SimpleApiKey("sk-2");
		this.application.withBean(ApiKey.class, () -> rotating)
			.run((context) -> assertThat(context.getBean(QhaigcConnectionDetails.class).getApiKey())
				.isSameAs(rotating));
	}

	@Test
	void connectionDetailsTakeThePlaceOfUrlAndKey() {
		this.withoutKey.withUserConfiguration(OwnConnection.class)
			.run((context) -> assertThat(context).hasSingleBean(QhaigcConnectionDetails.class)
				.hasSingleBean(QhaigcGeminiChatModel.class)
				.doesNotHaveBean("qhaigcConnectionDetails"));
	}

	@Test
	void aClientTakesThePlaceOfTheConnection() {
		this.withoutKey.withUserConfiguration(OwnClient.class)
			.run((context) -> assertThat(context).hasSingleBean(QhaigcClient.class)
				.hasSingleBean(QhaigcGeminiChatModel.class)
				.doesNotHaveBean("qhaigcClient"));
	}

	@Test
	void aModelTakesThePlaceOfTheModel() {
		this.withoutKey.withUserConfiguration(OwnClient.class, OwnModel.class)
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class)
				.hasBean("ownModel")
				.doesNotHaveBean("qhaigcGeminiChatModel"));
	}

	@Test
	void optionsTakeThePlaceOfTheProperties() {
		QhaigcGeminiChatOptions own = QhaigcGeminiChatOptions.builder().model("gemini-3.8-flash").seed(7).build();
		this.application.withBean(QhaigcGeminiChatOptions.class, () -> own)
			.withPropertyValues("qhaigc.chat.temperature=0.4")
			.run((context) -> assertThat(options(context)).isEqualTo(own));
	}

	@Test
	void aConventionOfTheApplicationNamesTheObservations() {
		List<String> events = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationTextPublisher(events::add));
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start()) {
			Applications.asking(gateway)
				.withBean(ObservationRegistry.class, () -> registry)
				.withBean(ChatModelObservationConvention.class, OwnConvention::new)
				.run((context) -> context.getBean(ChatModel.class).call("Hello"));
		}
		assertThat(events).anyMatch((event) -> event.contains("name='asking'"))
			.noneMatch((event) -> event.contains("gen_ai.client.operation'"));
	}

	@Test
	void itDoesWithoutAllThatIsOptional() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(QhaigcClientAutoConfiguration.class, QhaigcGeminiChatAutoConfiguration.class))
			.withPropertyValues("qhaigc.api-key=sk-1")
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class));
	}

	private static QhaigcGeminiChatOptions options(AssertableApplicationContext context) {
		return context.getBean(QhaigcGeminiChatModel.class).getOptions();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnection {

		@Bean
		QhaigcConnectionDetails ownConnection() {
			return new QhaigcConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return "https://gateway.example";
				}

				@Override
				public ApiKey getApiKey() {
					return new SimpleApiKey("sk-2");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Bean
		QhaigcClient ownClient() {
			return QhaigcClient.builder().apiKey("sk-2").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnModel {

		@Bean
		QhaigcGeminiChatModel ownModel(QhaigcClient client) {
			return QhaigcGeminiChatModel.builder().client(client).build();
		}

	}

	static class OwnConvention extends DefaultChatModelObservationConvention {

		@Override
		public String getName() {
			return "asking";
		}

	}

}
