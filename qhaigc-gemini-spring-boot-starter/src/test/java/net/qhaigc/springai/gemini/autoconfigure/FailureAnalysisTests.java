package net.qhaigc.springai.gemini.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads when an application does not start: what is wrong, what to do, and no
 * stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	/** OpenAI's starter is there too. */
	private static final String[] QHAIGC_IS_CHOSEN = { "spring.ai.model.chat=qhaigc-gemini",
			"spring.ai.openai.api-key=sk-2" };

	@Test
	void aMissingKeyNamesThePropertyAndTheVariable(CapturedOutput output) {
		failToStart();
		assertThat(explanation(output)).isEqualToNormalizingNewlines("""
				Description:

				The Qhaigc gateway needs a key, and the property 'qhaigc.api-key' is not set.

				Action:

				Do one of these:

				    - set the environment variable QHAIGC_API_KEY, or the property 'qhaigc.api-key', to your key;
				    - supply the key by a bean of type ApiKey, QhaigcConnectionDetails or QhaigcClient;
				    - if another provider's model is to answer, name that provider in 'spring.ai.model.chat'.
				""");
	}

	@Test
	void aBlankKeyIsAMissingKey(CapturedOutput output) {
		failToStart("qhaigc.api-key= ");
		assertThat(explanation(output)).contains("'qhaigc.api-key' is not set");
	}

	@Test
	void aVariableThatIsNotSetIsAMissingKey(CapturedOutput output) {
		failToStart("qhaigc.api-key=${NO_SUCH_VARIABLE}");
		assertThat(explanation(output)).contains("'qhaigc.api-key' is '${NO_SUCH_VARIABLE}', which stands for nothing");
	}

	@Test
	void aKeyWithALineBreakIsRefusedAndNotShown(CapturedOutput output) {
		failToStart("qhaigc.api-key=sk-1\nsk-2");
		assertThat(explanation(output)).isEqualToNormalizingNewlines(
				"""
						Description:

						The property 'qhaigc.api-key' has a character in it that no key has, such as a space or a line break.

						Action:

						Copy the key once more, without anything around it. It may come from the environment variable QHAIGC_API_KEY.
						""");
		assertThat(output).doesNotContain("sk-1");
	}

	@Test
	void aBadUrlIsShown(CapturedOutput output) {
		failToStart("qhaigc.api-key=sk-1", "qhaigc.base-url=api.qhaigc.net");
		assertThat(explanation(output)).contains("qhaigc.base-url 'api.qhaigc.net' cannot be used");
	}

	@Test
	void aWordThatAnEnumDoesNotKnowComesWithThoseItKnows(CapturedOutput output) {
		failToStart("qhaigc.api-key=sk-1", "qhaigc.endpoint=natve");
		assertThat(explanation(output)).contains("Property: qhaigc.endpoint", "Value: \"natve\"", "NATIVE", "UNIFIED");
	}

	@Test
	void aWordOfChatThatAnEnumDoesNotKnowComesWithThoseItKnows(CapturedOutput output) {
		failToStart("qhaigc.api-key=sk-1", "qhaigc.chat.thinking-level=a-lot");
		assertThat(explanation(output)).contains("Property: qhaigc.chat.thinking-level", "Value: \"a-lot\"", "MINIMAL",
				"HIGH");
	}

	@Test
	void anOptionOutOfItsRangeIsNamed(CapturedOutput output) {
		failToStart("qhaigc.api-key=sk-1", "qhaigc.chat.temperature=3");
		assertThat(explanation(output)).contains("qhaigc.chat.temperature").contains("3");
	}

	@Test
	void aNegativeTimeoutIsNamed(CapturedOutput output) {
		failToStart("qhaigc.api-key=sk-1", "qhaigc.response-timeout=-1s");
		assertThat(explanation(output)).contains("qhaigc.response-timeout").contains("-1");
	}

	@Test
	void anEmptyModelIsNamed(CapturedOutput output) {
		failToStart("qhaigc.api-key=sk-1", "qhaigc.model=");
		assertThat(explanation(output)).contains("'qhaigc.model' is empty");
	}

	@Test
	void twoStartersAndNoChoiceComeWithTheirNames(CapturedOutput output) {
		failToStart(ApplicationWithChatClient.class, "qhaigc.api-key=sk-1", "spring.ai.openai.api-key=sk-2");
		assertThat(explanation(output)).isEqualToNormalizingNewlines(
				"""
						Description:

						2 chat models are there (openAiChatModel, qhaigcGeminiChatModel), and nothing says which one is to answer.

						Action:

						Do one of these:

						    - set the property 'spring.ai.model.chat' to the provider that is to answer: openai or qhaigc-gemini;
						    - mark one of the beans as @Primary;
						    - to use several side by side, inject each ChatModel by its @Qualifier, build every ChatClient
						      by ChatClient.create(chatModel), and set 'spring.ai.chat.client.enabled' to false.
						""");
	}

	@Test
	void aStarterThatIsNotConfiguredCanBeSwitchedOff(CapturedOutput output) {
		failToStart(Application.class, "qhaigc.api-key=sk-1");
		assertThat(explanation(output)).isEqualToNormalizingNewlines(
				"""
						Description:

						'openAiSdkAudioSpeechModel', a model of the provider 'openai', cannot be made: At least one credential source must be specified: credential (apiKey), workloadIdentity, or adminApiKey

						Action:

						Configure that provider. If its starter is there for other reasons and Qhaigc is to answer, set

						    spring.ai.model.audio.speech=none
						    spring.ai.model.audio.transcription=none
						    spring.ai.model.chat=qhaigc-gemini
						    spring.ai.model.embedding=none
						    spring.ai.model.image=none
						    spring.ai.model.moderation=none
						""");
	}

	@Test
	void twoStartersThatNobodyHasToChooseFromStart() {
		run(Application.class, "qhaigc.api-key=sk-1", "spring.ai.openai.api-key=sk-2");
	}

	@Test
	void whatTheGatewayRefusesInARunnerIsASentence(CapturedOutput output) {
		try (QhaigcGateway gateway = QhaigcGateway.start()) {
			failToStart(ApplicationWithRunner.class, "spring.ai.model.chat=qhaigc-gemini",
					"spring.ai.openai.api-key=sk-2", "qhaigc.base-url=" + gateway.url(), "qhaigc.api-key=sk-wrong");
		}
		assertThat(explanation(output)).isEqualToNormalizingNewlines(
				"""
						Description:

						The gateway answered 401 invalid_api_key: The API key is missing or not valid. Check qhaigc.api-key (environment variable QHAIGC_API_KEY)
						""");
	}

	/** An application in which only Qhaigc's properties matter. */
	private static void failToStart(String... properties) {
		failToStart(Application.class,
				Stream.of(QHAIGC_IS_CHOSEN, properties).flatMap(Stream::of).toArray(String[]::new));
	}

	private static void failToStart(Class<?> application, String... properties) {
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

	/** What is printed between the headline and the end. */
	private static String explanation(CapturedOutput output) {
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
		ApplicationRunner asking(ChatModel model) {
			return (arguments) -> model.call("Hello");
		}

	}

}
