package net.qhaigc.samples.playground;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the use of the stand-in gateway.
 */
class StandInTests {

	@Test
	void usesStandInGatewayWithoutApiKey() {
		try (ConfigurableApplicationContext context = start("qhaigc.api-key=")) {
			assertThat(context.getBean(PlaygroundController.class).about().standIn()).isTrue();
			assertThat(context.getBean(ChatModel.class).call("Good morning")).isEqualTo("Good morning");
			assertThat(context.getBean(ChatModel.class).call("What can this page show?")).contains("**Markdown**");
			assertThat(context.getBean(ChatModel.class).call("这个页面能展示什么？")).contains("**Markdown**");
			assertThat(context.getBean(ChatModel.class)
				.call(new Prompt("Three cities by a river, as a table", QhaigcGeminiChatOptions.builder()
					.outputSchema(
							"""
									{"type": "array", "items": {"type": "object", "properties": {"inhabitants": {"type": "integer"}}}}""")
					.build()))
				.getResult()
				.getOutput()
				.getText()).contains("\"Wuhan\"");
		}
	}

	@Test
	void usesGatewayWithApiKey() {
		try (ConfigurableApplicationContext context = start("qhaigc.api-key=a-key")) {
			assertThat(context.getBean(PlaygroundController.class).about().standIn()).isFalse();
			assertThat(context.getBeansOfType(QhaigcGateway.class)).isEmpty();
		}
	}

	private static ConfigurableApplicationContext start(String key) {
		return new SpringApplicationBuilder(PlaygroundApplication.class).run("--server.port=0", "--" + key,
				"--spring.datasource.url=jdbc:h2:mem:stand-in");
	}

}
