package net.qhaigc.samples.switching;

import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for Spring AI's Anthropic starter as a third provider on the classpath.
 */
@ExtendWith(OutputCaptureExtension.class)
class ThirdProviderTests {

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@ParameterizedTest
	@CsvSource({ "qhaigc-gemini, QhaigcGeminiChatModel", "openai, OpenAiChatModel", "anthropic, AnthropicChatModel" })
	void definesOnlyChatModelOfSelectedProvider(String provider, String model) {
		try (ConfigurableApplicationContext application = start("--spring.ai.model.chat=" + provider)) {
			assertThat(application.getBeansOfType(ChatModel.class).values()).singleElement()
				.extracting((chatModel) -> chatModel.getClass().getSimpleName())
				.isEqualTo(model);
			assertThat(application.getBean(ChatClient.Builder.class)).isNotNull();
		}
	}

	@Test
	void travelGuideUsesQhaigcIfQhaigcIsSelected() {
		try (ConfigurableApplicationContext application = start("--spring.ai.model.chat=qhaigc-gemini")) {
			assertThat(application.getBean(TravelGuide.class).answer("zhou", "Hello")).isEqualTo("Hello");
		}
	}

	@Test
	void definesNamedModelIfAnthropicIsSelected() {
		try (ConfigurableApplicationContext application = start("--spring.ai.model.chat=anthropic",
				"--qhaigc.models.fast.model=gemini-2.5-flash-lite")) {
			assertThat(application.getBean(ChatModel.class)).isInstanceOf(AnthropicChatModel.class);
			assertThat(application.getBean("fast", QhaigcGeminiChatModel.class).call("Hello")).isEqualTo("Hello");
		}
	}

	@Test
	void listsProvidersIfNoneIsSelected(CapturedOutput output) {
		String noApplicationYaml = "--spring.config.location=optional:classpath:/none/";
		assertThatException().isThrownBy(() -> start(noApplicationYaml));
		assertThat(output)
			.contains("A single ChatModel bean is required, but 3 were found:"
					+ " anthropicChatModel, openAiChatModel, qhaigcGeminiChatModel.")
			.contains("- set the property 'spring.ai.model.chat' to the provider to use:"
					+ " anthropic or openai or qhaigc-gemini;");
	}

	private ConfigurableApplicationContext start(String... properties) {
		String[] connectionProperties = { "--qhaigc.base-url=" + this.gateway.url(),
				"--qhaigc.api-key=" + this.gateway.apiKey(), "--spring.ai.openai.api-key=sk-openai",
				"--spring.ai.anthropic.api-key=sk-anthropic" };
		return ProviderSwitchingSample.start(new InMemoryChatMemoryRepository(), "any",
				Stream.of(connectionProperties, properties).flatMap(Stream::of).toArray(String[]::new));
	}

}
