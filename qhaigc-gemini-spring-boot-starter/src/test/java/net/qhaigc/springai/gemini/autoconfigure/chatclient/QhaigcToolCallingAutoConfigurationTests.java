package net.qhaigc.springai.gemini.autoconfigure.chatclient;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.model.tool.ToolExecutionEligibilityChecker;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.advisor.ToolRoundLimitException;
import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcToolCallingAutoConfiguration}.
 */
class QhaigcToolCallingAutoConfigurationTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final ApplicationContextRunner application = Applications.connectedTo(this.gateway);

	@AfterEach
	void close() {
		this.gateway.close();
	}

	@Test
	void limitsRoundsByDefault() {
		scriptToolCalls(26);
		this.application.run((context) -> assertThatExceptionOfType(ToolRoundLimitException.class)
			.isThrownBy(() -> ask(context.getBean(ChatClient.Builder.class)))
			.satisfies((ex) -> assertThat(ex.getMaxRounds()).isEqualTo(25)));
		assertThat(this.gateway.received()).hasSize(26);
	}

	@Test
	void limitsRoundsByProperty() {
		scriptToolCalls(2);
		this.application.withPropertyValues("qhaigc.tool-calling.max-rounds=1")
			.run((context) -> assertThatExceptionOfType(ToolRoundLimitException.class)
				.isThrownBy(() -> ask(context.getBean(ChatClient.Builder.class)))
				.satisfies((ex) -> assertThat(ex.getMaxRounds()).isEqualTo(1)));
	}

	@Test
	void rejectsNegativeMaxRounds() {
		this.application.withPropertyValues("qhaigc.tool-calling.max-rounds=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("'qhaigc.tool-calling.max-rounds' is -1"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			failing | closed until June
			error   | not loaded
			silent  | Exception occurred in tool: silent (IOException)
			wether  | There is no tool 'wether'. The available tools are: alone, error, failing, silent, thread, weather
			""")
	void sendsFailuresAsToolResultsIfEnabled(String tool, String result) {
		this.gateway.callTool(tool, Map.of("city", "Hangzhou"))
			.callTool("weather", Map.of("city", "Suzhou"))
			.unchecked();
		this.gateway.reply("I do not know.");
		this.application.withPropertyValues("qhaigc.tool-calling.failures-as-results=true")
			.run((context) -> ask(context.getBean(ChatClient.Builder.class)));
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly(result, "rain");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			failing | closed until June
			error   | not loaded
			wether  | No ToolCallback found for tool name: wether
			""")
	void throwsFailuresByDefault(String tool, String message) {
		this.gateway.callTool(tool, Map.of("city", "Hangzhou")).unchecked();
		this.application.run((context) -> assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> ask(context.getBean(ChatClient.Builder.class)))
			.withMessage(message));
		assertThat(this.gateway.received()).hasSize(1);
	}

	@Test
	void executesToolCallsInParallelIfEnabled() {
		this.gateway.callTool("thread", Map.of("city", "0")).callTool("thread", Map.of("city", "1"));
		this.gateway.callTool("thread", Map.of("city", "0")).callTool("alone", Map.of("city", "1"));
		this.gateway.reply("Done.");
		this.application
			.withPropertyValues("qhaigc.tool-calling.parallel=true", "qhaigc.tool-calling.sequential-tools=alone")
			.run((context) -> ask(context.getBean(ChatClient.Builder.class)));
		String caller = Thread.currentThread().getName();
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).doesNotContain(caller);
		assertThat(this.gateway.received().get(2).json().findValuesAsString("result")).hasSize(4).endsWith(caller);
	}

	@Test
	void appliesAdvisorOrderPropertyAndToolCallCheckerBean() {
		this.application.withPropertyValues("spring.ai.chat.client.tool-calling.advisor-order=1000")
			.withUserConfiguration(ToolCallCheckerConfiguration.class)
			.run((context) -> {
				ToolCallingAdvisor.Builder<?> builder = context.getBean(ToolCallingAdvisor.Builder.class);
				assertThat(builder.copy().build()).isInstanceOf(BoundedToolCallingAdvisor.class)
					.extracting(ToolCallingAdvisor::getOrder)
					.isEqualTo(1000);
				assertThat(builder.getToolExecutionEligibilityChecker())
					.isSameAs(context.getBean(ToolExecutionEligibilityChecker.class));
			});
	}

	@Test
	void backsOffWhenUserDefinesToolCallingAdvisor() {
		this.application.withUserConfiguration(UserAdvisorConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(ToolCallingAdvisor.Builder.class)
				.doesNotHaveBean("qhaigcToolCallingAdvisorBuilder"));
	}

	@Test
	void backsOffIfOtherProviderIsSelected() {
		this.application.withPropertyValues("spring.ai.model.chat=openai")
			.run((context) -> assertThat(context).doesNotHaveBean("qhaigcToolCallingAdvisorBuilder"));
	}

	@Test
	void backsOffIfChatClientIsDisabled() {
		this.application.withPropertyValues("spring.ai.chat.client.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ToolCallingAdvisor.Builder.class));
	}

	private void scriptToolCalls(int rounds) {
		for (int i = 0; i < rounds; i++) {
			this.gateway.callTool("weather", Map.of("city", String.valueOf(i)));
		}
	}

	private static ChatResponse ask(ChatClient.Builder builder) {
		return builder.build().prompt("How is the weather?").tools(new Tools()).call().chatResponse();
	}

	static class Tools {

		@Tool
		String weather(String city) {
			return "rain";
		}

		@Tool
		String failing(String city) throws IOException {
			throw new IOException("closed until June");
		}

		@Tool
		String silent(String city) throws IOException {
			throw new IOException();
		}

		@Tool
		String thread(String city) {
			return Thread.currentThread().getName();
		}

		@Tool
		String alone(String city) {
			return Thread.currentThread().getName();
		}

		@Tool
		String error(String city) {
			throw new NoClassDefFoundError("not loaded");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ToolCallCheckerConfiguration {

		@Bean
		ToolExecutionEligibilityChecker toolCallChecker() {
			return (response) -> response != null && response.hasToolCalls();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserAdvisorConfiguration {

		@Bean
		ToolCallingAdvisor.Builder<?> userAdvisorBuilder() {
			return ToolCallingAdvisor.builder();
		}

	}

}
