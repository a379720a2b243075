package net.qhaigc.samples.playground;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the stand-in gateway, which is used if no API key is set.
 */
@SpringBootTest(properties = { "qhaigc.api-key=", "spring.datasource.url=jdbc:h2:mem:stand-in",
		"spring.ai.retry.backoff.initial-interval=10ms", "qhaigc.stand-in-event-delay=1ms" })
class StandInTests {

	@Autowired
	PlaygroundController controller;

	@Autowired
	ChatModel model;

	@Autowired
	StandInFaults faults;

	@Autowired
	Tools tools;

	@Test
	void usesStandInGatewayIfNoApiKeyIsSet() {
		assertThat(this.controller.about().standIn()).isTrue();
		assertThat(this.model.call("Good morning")).isEqualTo("Good morning");
	}

	@Test
	void respondsToSuggestedQuestions() {
		assertThat(this.model.call("What can this page show?")).contains("**Markdown**");
		assertThat(this.model.call("这个页面能展示什么？")).contains("**Markdown**");
		assertThat(this.model.call(new Prompt("Three cities by a river, as a table", QhaigcGeminiChatOptions.builder()
			.outputSchema(
					"""
							{"type": "array", "items": {"type": "object", "properties": {"inhabitants": {"type": "integer"}}}}""")
			.build())).getResult().getOutput().getText()).contains("\"Wuhan\"");
	}

	@Test
	void respondsInLanguageOfQuestion() {
		assertThat(callWithTools("杭州的天气怎么样？")).matches("杭州：.*°C（示例数据）。");
		assertThat(callWithTools("What is the weather in Hangzhou?"))
			.matches("In Hangzhou it is .* °C \\(example data\\)\\.");
		assertThat(callWithTools("上海现在的时间？")).startsWith("现在是");
		assertThat(callWithTools("What time is it in Shanghai?"))
			.matches("It is \\d\\d:\\d\\d in Asia/Shanghai, on .*");
		assertThat(callWithServerTool("杭州在哪条江边？", ServerTool.googleSearch())).contains("钱塘江");
		assertThat(callWithServerTool("Which river?", ServerTool.googleSearch())).contains("Qiantang");
		assertThat(callWithServerTool("斐波那契数列", ServerTool.codeExecution())).contains("之和是");
		assertThat(callWithServerTool("Fibonacci", ServerTool.codeExecution())).contains("Their sum is");
	}

	@Test
	void letsGivenNumberOfRequestsFail() {
		this.faults.set(StandInFaults.Fault.UNAVAILABLE, 2);
		assertThat(this.model.call("Good morning")).isEqualTo("Good morning");
		assertThat(this.faults.remaining()).isZero();

		this.faults.set(StandInFaults.Fault.INCOMPLETE, 1);
		assertThatExceptionOfType(QhaigcTransientException.class)
			.isThrownBy(() -> this.model.stream("Good morning").collectList().block());

		this.faults.set(null, 5);
		assertThat(this.model.call("Good morning")).isEqualTo("Good morning");
	}

	private String callWithTools(String text) {
		return ChatClient.create(this.model).prompt(text).tools(this.tools).call().content();
	}

	private String callWithServerTool(String text, ServerTool tool) {
		return ChatClient.create(this.model)
			.prompt(text)
			.options(QhaigcGeminiChatOptions.builder().serverTools(List.of(tool)))
			.call()
			.content();
	}

}
