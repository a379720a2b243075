package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcConnectionDetails;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the failure analyses that are reported if an application fails to start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	/** Required because Spring AI's starter for OpenAI is also on the classpath. */
	private static final String[] QHAIGC_SELECTED = { "spring.ai.model.chat=qhaigc-gemini",
			"spring.ai.openai.api-key=sk-2" };

	/**
	 * An application sets the log level of the whole process, which would affect other
	 * tests.
	 */
	@AfterAll
	static void resetLogLevel() {
		LoggingSystem.get(FailureAnalysisTests.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@Test
	void describesMissingApiKey(CapturedOutput output) {
		assertFailsToStart();
		assertThat(analysis(output)).isEqualToNormalizingNewlines("""
				Description:

				The API key is required, but the property 'qhaigc.api-key' is not set.

				Action:

				Do one of the following:

				    - set the environment variable QHAIGC_API_KEY, or the property 'qhaigc.api-key', to your API key;
				    - define a bean of type ApiKey, ApiKeyResolver, QhaigcConnectionDetails or QhaigcClient;
				    - to use the chat model of another provider, set 'spring.ai.model.chat' to that provider.
				""");
	}

	@Test
	void describesMissingNetty() {
		ApplicationContextRunner application = new ApplicationContextRunner()
			.withConfiguration(Applications.AUTO_CONFIGURATIONS)
			.withClassLoader(new FilteredClassLoader("reactor.netty", "io.netty"))
			.withPropertyValues("qhaigc.api-key=sk-1", "spring.http.clients.reactive.connector=jdk");
		application.run((context) -> {
			FailureAnalysis analysis = new ConfigurationFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.isEqualTo("Reactor Netty is not on the classpath, and the client of the gateway requires it, even if"
						+ " 'spring.http.clients.reactive.connector' selects another HTTP client.");
			assertThat(analysis.getAction()).contains("io.projectreactor.netty:reactor-netty-http");
		});
		application.withPropertyValues("spring.ai.model.chat=openai")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
		application.withPropertyValues("spring.ai.model.chat=openai", "qhaigc.models.fast.model=gemini-2.5-flash-lite")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void describesBlankApiKey(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key= ");
		assertThat(analysis(output)).contains("'qhaigc.api-key' is empty");
	}

	@Test
	void describesUnresolvedApiKey(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=${NO_SUCH_VARIABLE}");
		assertThat(analysis(output)).contains("'qhaigc.api-key' is '${NO_SUCH_VARIABLE}', which could not be resolved");
	}

	@Test
	void redactsApiKeyWithLineBreak(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1\nsk-2");
		assertThat(analysis(output)).isEqualToNormalizingNewlines(
				"""
						Description:

						The API key contains a space, a line break or another character that is not allowed in an API key. Check qhaigc.api-key

						Action:

						Correct the value of the property.
						""");
		assertThat(output).doesNotContain("sk-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer sk-1", "\"sk-1\"", "'sk-1" })
	void describesApiKeyWithPrefixOrQuotes(String key, CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=" + key);
		assertThat(analysis(output)).contains("The API key").contains("Remove").contains("qhaigc.api-key");
		assertThat(output).doesNotContain("sk-1");
	}

	@Test
	void describesBaseUrlWithEndpoint(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1", "qhaigc.base-url=https://api.qhaigc.net/v1/chat/completions");
		assertThat(analysis(output)).contains("remove '/v1/chat/completions' from its end");
	}

	@Test
	void describesInvalidBaseUrl(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1", "qhaigc.base-url=api.qhaigc.net");
		assertThat(analysis(output)).contains("qhaigc.base-url 'api.qhaigc.net' is not valid");
	}

	@Test
	void listsValidValuesOfEndpoint(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1", "qhaigc.endpoint=natve");
		assertThat(analysis(output)).contains("Property: qhaigc.endpoint", "Value: \"natve\"", "NATIVE", "UNIFIED");
	}

	@Test
	void listsValidValuesOfThinkingLevel(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1", "qhaigc.chat.thinking-level=a-lot");
		assertThat(analysis(output)).contains("Property: qhaigc.chat.thinking-level", "Value: \"a-lot\"", "MINIMAL",
				"HIGH");
	}

	@Test
	void describesOptionOutOfRange(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1", "qhaigc.chat.temperature=3");
		assertThat(analysis(output)).contains("qhaigc.chat.temperature").contains("3");
	}

	@Test
	void describesNegativeTimeout(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1", "qhaigc.response-timeout=-1s");
		assertThat(analysis(output)).contains("qhaigc.response-timeout").contains("-1");
	}

	@Test
	void describesEmptyModel(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1", "qhaigc.model=");
		assertThat(analysis(output)).contains("'qhaigc.model' is empty");
	}

	@Test
	void describesSeveralChatModels(CapturedOutput output) {
		assertFailsToStart(ApplicationWithChatClient.class, "qhaigc.api-key=sk-1", "spring.ai.openai.api-key=sk-2");
		assertThat(analysis(output)).isEqualToNormalizingNewlines("""
				Description:

				A single ChatModel bean is required, but 2 were found: openAiChatModel, qhaigcGeminiChatModel.

				Action:

				Do one of the following:

				    - set the property 'spring.ai.model.chat' to the provider to use: openai or qhaigc-gemini;
				    - mark one of the beans as @Primary;
				    - to use several chat models, inject each ChatModel by its @Qualifier, create each ChatClient
				      with ChatClient.create(chatModel), and set 'spring.ai.chat.client.enabled' to false.
				""");
	}

	@Test
	void describesUnconfiguredProvider(CapturedOutput output) {
		assertFailsToStart(Application.class, "qhaigc.api-key=sk-1");
		assertThat(analysis(output)).isEqualToNormalizingNewlines(
				"""
						Description:

						The bean 'openAiSdkAudioSpeechModel' of the provider 'openai' could not be created: At least one credential source must be specified: credential (apiKey), workloadIdentity, or adminApiKey

						Action:

						Configure the provider 'openai', or disable its models with the following properties:

						    spring.ai.model.audio.speech=none
						    spring.ai.model.audio.transcription=none
						    spring.ai.model.chat=qhaigc-gemini
						    spring.ai.model.embedding=none
						    spring.ai.model.image=none
						    spring.ai.model.moderation=none
						""");
	}

	@Test
	void startsWithSeveralChatModelsIfNoneIsInjected() {
		run(Application.class, "qhaigc.api-key=sk-1", "spring.ai.openai.api-key=sk-2");
	}

	@Test
	void describesFailedCallInApplicationRunner(CapturedOutput output) {
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			assertFailsToStart(ApplicationWithRunner.class, "spring.ai.model.chat=qhaigc-gemini",
					"spring.ai.openai.api-key=sk-2", "qhaigc.base-url=" + gateway.url(), "qhaigc.api-key=sk-wrong");
		}
		assertThat(analysis(output)).isEqualToNormalizingNewlines(
				"""
						Description:

						The gateway returned 401 invalid_api_key: The API key is missing or not valid. The gateway rejected the API key. Check qhaigc.api-key (environment variable QHAIGC_API_KEY)

						Action:

						Follow the advice in the description, then start the application again. To start it even if the request fails, catch QhaigcNonTransientException where the application calls the model.
						""");
	}

	@Test
	void describesProviderThatIsNotOnClasspath(CapturedOutput output) {
		assertFailsToStart(ApplicationWithRunner.class, "qhaigc.api-key=sk-1", "spring.ai.openai.api-key=sk-2",
				"spring.ai.model.chat=google-gemini");
		assertThat(analysis(output)).isEqualToNormalizingNewlines(
				"""
						Description:

						A ChatModel bean is required, but the property 'spring.ai.model.chat' is 'google-gemini', which is not a provider on the classpath.

						Action:

						Add the starter of the provider 'google-gemini', or set the property to one of the following providers: openai, qhaigc-gemini.
						""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "qhaigc", "qhaigc_gemini", "Qhaigc-Gemini", "qhaigcGemini" })
	void describesMisspelledProvider(String provider, CapturedOutput output) {
		assertFailsToStart(Application.class, "qhaigc.api-key=sk-1", "spring.ai.openai.api-key=sk-2",
				"spring.ai.model.chat=" + provider);
		assertThat(analysis(output)).isEqualToNormalizingNewlines("""
				Description:

				The property 'spring.ai.model.chat' is '%s', which is not the name of a provider.

				Action:

				Set the property to 'qhaigc-gemini'.
				""".formatted(provider));
	}

	@Test
	void describesModelPropertyThatDiffersFromItsAlias(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1", "qhaigc.model=gemini-3.5-flash", "qhaigc.chat.model=gemini-2.5-pro");
		assertThat(analysis(output)).contains(
				"The property 'qhaigc.model' is 'gemini-3.5-flash', but its alias 'qhaigc.chat.model' is 'gemini-2.5-pro'.");
	}

	@Test
	void listsValidHarmCategories(CapturedOutput output) {
		assertFailsToStart("qhaigc.api-key=sk-1", "qhaigc.chat.safety-settings[0].category=HARM_CATEGORY_NOISE",
				"qhaigc.chat.safety-settings[0].threshold=off");
		assertThat(analysis(output)).contains("qhaigc.chat.safety-settings[0].category", "HARASSMENT", "HATE_SPEECH");
	}

	/** The application selects Qhaigc as the provider. */
	private static void assertFailsToStart(String... properties) {
		assertFailsToStart(Application.class,
				Stream.of(QHAIGC_SELECTED, properties).flatMap(Stream::of).toArray(String[]::new));
	}

	private static void assertFailsToStart(Class<?> application, String... properties) {
		assertThatException().isThrownBy(() -> run(application, properties));
	}

	private static void run(Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.main.banner-mode=off", "logging.level.root=error"));
		all.addAll(List.of(properties));
		new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run()
			.close();
	}

	/** Return the printed analysis without its headline. */
	private static String analysis(CapturedOutput output) {
		assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
		return output.toString().substring(output.toString().indexOf("Description:")).strip() + "\n";
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationWithChatClient {

		@Bean
		ChatClient chatClient(ChatClient.Builder builder) {
			return builder.build();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationWithRunner {

		@Bean
		ApplicationRunner callingRunner(ChatModel model) {
			return (arguments) -> model.call("Hello");
		}

	}

}
