package net.qhaigc.samples.playground;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void respondsInLanguageOfQuestion() {
		try (ConfigurableApplicationContext context = start("qhaigc.api-key=")) {
			ChatClient chatClient = ChatClient.create(context.getBean(ChatModel.class));
			Tools tools = context.getBean(Tools.class);
			assertThat(chatClient.prompt("杭州的天气怎么样？").tools(tools).call().content()).matches("杭州：.*°C（示例数据）。");
			assertThat(chatClient.prompt("What is the weather in Hangzhou?").tools(tools).call().content())
				.matches("In Hangzhou it is .* °C \\(example data\\)\\.");
			assertThat(call(chatClient, "杭州在哪条江边？", ServerTool.googleSearch())).contains("钱塘江");
			assertThat(call(chatClient, "Which river?", ServerTool.googleSearch())).contains("Qiantang");
			assertThat(call(chatClient, "斐波那契数列", ServerTool.codeExecution())).contains("之和是");
			assertThat(call(chatClient, "Fibonacci", ServerTool.codeExecution())).contains("Their sum is");
		}
	}

	private static String call(ChatClient chatClient, String text, ServerTool tool) {
		return chatClient.prompt(text)
			.options(QhaigcGeminiChatOptions.builder().serverTools(List.of(tool)))
			.call()
			.content();
	}

	@Test
	void failsAsOftenAsRequested() {
		try (ConfigurableApplicationContext context = start("qhaigc.api-key=",
				"spring.ai.retry.backoff.initial-interval=10ms", "qhaigc.retry-budget=0")) {
			ChatModel model = context.getBean(ChatModel.class);
			StandInFaults faults = context.getBean(StandInFaults.class);
			faults.set(StandInFaults.Fault.UNAVAILABLE, 2);
			assertThat(model.call("Good morning")).isEqualTo("Good morning");
			assertThat(faults.remaining()).isZero();
			faults.set(StandInFaults.Fault.CUT, 1);
			assertThatExceptionOfType(QhaigcTransientException.class)
				.isThrownBy(() -> model.stream("Good morning").collectList().block());
			faults.set(null, 5);
			assertThat(model.call("Good morning")).isEqualTo("Good morning");
		}
	}

	@Test
	void usesGatewayWithApiKey() {
		try (ConfigurableApplicationContext context = start("qhaigc.api-key=a-key")) {
			assertThat(context.getBean(PlaygroundController.class).about().standIn()).isFalse();
			assertThat(context.getBeansOfType(QhaigcGateway.class)).isEmpty();
		}
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(PlaygroundApplication.class).run(Stream
			.concat(Stream.of("server.port=0", "spring.datasource.url=jdbc:h2:mem:stand-in"), Stream.of(properties))
			.map((property) -> "--" + property)
			.toArray(String[]::new));
	}

}
