package net.qhaigc.springai.gemini.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
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

import net.qhaigc.springai.gemini.ApiKeyResolver;
import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link QhaigcGeminiChatAutoConfiguration} and
 * {@link QhaigcClientAutoConfiguration}.
 */
class QhaigcGeminiChatAutoConfigurationTests {

	private final ApplicationContextRunner withoutApiKey = Applications.withoutProperties();

	private final ApplicationContextRunner application = this.withoutApiKey.withPropertyValues("qhaigc.api-key=sk-1");

	@Test
	void definesChatModelAndChatClientBuilderIfOnlyApiKeyIsSet() {
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
	void usesDefaultModelUnlessModelIsSet() {
		this.application.run((context) -> assertThat(options(context).getModel()).isEqualTo("gemini-3.5-flash"));
		this.application.withPropertyValues("qhaigc.model=gemini-3.8-flash")
			.run((context) -> assertThat(options(context).getModel()).isEqualTo("gemini-3.8-flash"));
	}

	@Test
	void bindsChatPropertiesToModelOptions() {
		this.application.withPropertyValues("qhaigc.chat.temperature=0.4", "qhaigc.chat.max-tokens=512")
			.run((context) -> assertThat(options(context)).isEqualTo(QhaigcGeminiChatOptions.builder()
				.model("gemini-3.5-flash")
				.temperature(0.4)
				.maxTokens(512)
				.build()));
	}

	@Test
	void definesChatModelInServletApplication() {
		new WebApplicationContextRunner().withConfiguration(Applications.AUTO_CONFIGURATIONS)
			.withPropertyValues("qhaigc.api-key=sk-1")
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class));
	}

	@Test
	void definesChatModelInReactiveApplication() {
		new ReactiveWebApplicationContextRunner().withConfiguration(Applications.AUTO_CONFIGURATIONS)
			.withPropertyValues("qhaigc.api-key=sk-1")
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class));
	}

	@Test
	void definesChatModelIfQhaigcIsSelected() {
		this.application.withPropertyValues("spring.ai.model.chat=qhaigc-gemini")
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class));
	}

	@Test
	void backsOffIfOtherProviderIsSelected() {
		this.withoutApiKey.withPropertyValues("spring.ai.model.chat=openai")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(QhaigcGeminiChatModel.class)
				.doesNotHaveBean(QhaigcClient.class));
	}

	@Test
	void backsOffIfNoChatModelIsSelected() {
		this.withoutApiKey.withPropertyValues("spring.ai.model.chat=none")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
	}

	@Test
	void backsOffIfLibraryIsNotOnClasspath() {
		this.withoutApiKey.withClassLoader(new FilteredClassLoader(QhaigcGeminiChatModel.class, QhaigcClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("qhaigcGeminiChatModel"));
	}

	@Test
	void failsToStartWithoutApiKey() {
		this.withoutApiKey.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(ConfigurationException.class)
			.hasMessageContaining("qhaigc.api-key"));
	}

	@Test
	void usesApiKeyBean() {
		assertUsesApiKeyBean(this.withoutApiKey);
	}

	@Test
	void prefersApiKeyBeanToProperty() {
		assertUsesApiKeyBean(this.application);
	}

	@Test
	void startsWithApiKeyResolverInPlaceOfApiKey() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().apiKey("sk-tenant").autoRespond().start()) {
			this.withoutApiKey.withPropertyValues("qhaigc.base-url=" + gateway.url())
				.withBean(ApiKeyResolver.class, () -> QhaigcGeminiChatAutoConfigurationTests::keyFromToolContext)
				.run((context) -> {
					QhaigcGeminiChatModel model = context.getBean(QhaigcGeminiChatModel.class);
					QhaigcGeminiChatOptions.Builder options = model.getOptions().mutate();
					Prompt promptOfTenant = new Prompt("Hi", options.toolContext(Map.of("key", "sk-tenant")).build());
					assertThat(model.call(promptOfTenant).getResult().getOutput().getText()).isEqualTo("Hi");
					assertThatThrownBy(() -> model.call("Hi"))
						.hasMessage("An API key is required, but there is none. Check the ApiKeyResolver bean");
				});
		}
	}

	@Test
	void failsToStartWithSeveralApiKeyResolvers() {
		this.application
			.withBean("one", ApiKeyResolver.class, () -> QhaigcGeminiChatAutoConfigurationTests::keyFromToolContext)
			.withBean("two", ApiKeyResolver.class, () -> QhaigcGeminiChatAutoConfigurationTests::keyFromToolContext)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("one,two"));
	}

	@Test
	void exceptionNamesSourceOfRejectedApiKey() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().apiKey("sk-other").start()) {
			ApplicationContextRunner connected = this.application.withPropertyValues("qhaigc.base-url=" + gateway.url(),
					"qhaigc.models.fast.api-key=sk-2");
			connected.run((context) -> {
				assertMessageNamesSource(context, "qhaigcGeminiChatModel",
						"Check qhaigc.api-key (environment variable QHAIGC_API_KEY)");
				assertMessageNamesSource(context, "fast", "Check qhaigc.models.fast.api-key");
			});
			connected.withBean(ApiKey.class, () -> new SimpleApiKey("sk-3"))
				.run((context) -> assertMessageNamesSource(context, "qhaigcGeminiChatModel", "Check the ApiKey bean"));
			connected.withBean(ApiKeyResolver.class, () -> (options, context) -> new SimpleApiKey("sk-4"))
				.run((context) -> assertMessageNamesSource(context, "fast", "Check the ApiKeyResolver"));
			connected.withBean(QhaigcConnectionDetails.class, () -> new UserConnectionDetails(gateway.url()))
				.run((context) -> assertMessageNamesSource(context, "qhaigcGeminiChatModel",
						"Check the QhaigcConnectionDetails bean"));
		}
	}

	private static @Nullable ApiKey keyFromToolContext(QhaigcGeminiChatOptions options, ContextView context) {
		Map<String, Object> toolContext = options.getToolContext();
		return (toolContext != null) ? new SimpleApiKey(String.valueOf(toolContext.get("key"))) : null;
	}

	private static void assertMessageNamesSource(AssertableApplicationContext context, String modelBean,
			String messageEnd) {
		assertThatThrownBy(() -> context.getBean(modelBean, ChatModel.class).call("Hi"))
			.isInstanceOf(QhaigcNonTransientException.class)
			.hasMessageEndingWith(messageEnd);
	}

	@Test
	void backsOffWhenUserDefinesConnectionDetails() {
		this.withoutApiKey.withUserConfiguration(UserConnectionDetailsConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(QhaigcConnectionDetails.class)
				.hasSingleBean(QhaigcGeminiChatModel.class)
				.doesNotHaveBean("qhaigcConnectionDetails"));
	}

	@Test
	void backsOffWhenUserDefinesClient() {
		this.withoutApiKey.withUserConfiguration(UserClientConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(QhaigcClient.class)
				.hasSingleBean(QhaigcGeminiChatModel.class)
				.doesNotHaveBean("qhaigcClient"));
	}

	@Test
	void backsOffWhenUserDefinesChatModel() {
		this.withoutApiKey.withUserConfiguration(UserClientConfiguration.class, UserChatModelConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class)
				.hasBean("userChatModel")
				.doesNotHaveBean("qhaigcGeminiChatModel"));
	}

	@Test
	void prefersOptionsBeanToProperties() {
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder().model("gemini-3.8-flash").seed(7).build();
		this.application.withBean(QhaigcGeminiChatOptions.class, () -> options)
			.withPropertyValues("qhaigc.chat.temperature=0.4")
			.run((context) -> assertThat(options(context)).isEqualTo(options));
	}

	@Test
	void usesObservationConventionBean() {
		List<String> events = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationTextPublisher(events::add));
		try (QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start()) {
			Applications.connectedTo(gateway)
				.withBean(ObservationRegistry.class, () -> registry)
				.withBean(ChatModelObservationConvention.class, CustomConvention::new)
				.run((context) -> context.getBean(ChatModel.class).call("Hello"));
		}
		assertThat(events).anyMatch((event) -> event.contains("name='custom'"))
			.noneMatch((event) -> event.contains("gen_ai.client.operation'"));
	}

	@Test
	void startsWithoutOptionalAutoConfigurations() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(QhaigcClientAutoConfiguration.class, QhaigcGeminiChatAutoConfiguration.class))
			.withPropertyValues("qhaigc.api-key=sk-1")
			.run((context) -> assertThat(context).hasSingleBean(QhaigcGeminiChatModel.class));
	}

	private static void assertUsesApiKeyBean(ApplicationContextRunner application) {
		ApiKey apiKey = new SimpleApiKey("sk-2");
		application.withBean(ApiKey.class, () -> apiKey)
			.run((context) -> assertThat(context.getBean(QhaigcConnectionDetails.class).getApiKey()).isSameAs(apiKey));
	}

	private static QhaigcGeminiChatOptions options(AssertableApplicationContext context) {
		return context.getBean(QhaigcGeminiChatModel.class).getOptions();
	}

	@Configuration(proxyBeanMethods = false)
	static class UserConnectionDetailsConfiguration {

		@Bean
		QhaigcConnectionDetails userConnectionDetails() {
			return new UserConnectionDetails("https://gateway.example");
		}

	}

	private record UserConnectionDetails(String getBaseUrl) implements QhaigcConnectionDetails {

		@Override
		public ApiKey getApiKey() {
			return new SimpleApiKey("sk-2");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserClientConfiguration {

		@Bean
		QhaigcClient userClient() {
			return QhaigcClient.builder().apiKey("sk-2").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserChatModelConfiguration {

		@Bean
		QhaigcGeminiChatModel userChatModel(QhaigcClient client) {
			return QhaigcGeminiChatModel.builder().client(client).build();
		}

	}

	static class CustomConvention extends DefaultChatModelObservationConvention {

		@Override
		public String getName() {
			return "custom";
		}

	}

}
