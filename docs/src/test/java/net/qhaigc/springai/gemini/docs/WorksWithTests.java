package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springaicommunity.agent.tools.SkillsTool;
import org.springaicommunity.agent.tools.task.TaskTool;
import org.springaicommunity.agent.tools.task.claude.ClaudeSubagentReferences;
import org.springaicommunity.agent.tools.task.claude.ClaudeSubagentType;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.session.CreateSessionRequest;
import org.springframework.ai.session.DefaultSessionService;
import org.springframework.ai.session.InMemorySessionRepository;
import org.springframework.ai.session.SessionService;
import org.springframework.ai.session.advisor.SessionMemoryAdvisor;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.ai.tool.augment.AugmentedToolCallbackProvider;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Verifies what {@code docs/works-with.md} says about modules of Spring AI and of its
 * community. Each module is tested with Gemini 2.5, with Gemini 3, and with Gemini 3 on
 * the unified endpoint, in each case with {@code call()} and with {@code stream()}.
 */
class WorksWithTests extends SnippetTest {

	static Stream<Arguments> models() {
		return Stream.of(true, false)
			.flatMap((streamed) -> Stream.of(Arguments.of("gemini-2.5-flash", Endpoint.NATIVE, streamed),
					Arguments.of("gemini-3-flash-preview", Endpoint.NATIVE, streamed),
					Arguments.of("gemini-3-flash-preview", Endpoint.UNIFIED, streamed)));
	}

	@ParameterizedTest
	@MethodSource("models")
	void augmentsToolArguments(String id, Endpoint endpoint, boolean streamed) {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou", "reason", "The user travels there."));
		this.gateway.reply("Rain.");
		List<String> reasons = new ArrayList<>();
		Weather weather = new Weather();
		// tag::augmenter[]
		AugmentedToolCallbackProvider<Reason> tools = AugmentedToolCallbackProvider.<Reason>builder()
			.toolObject(weather)
			.argumentType(Reason.class)
			.argumentConsumer((event) -> reasons.add(event.arguments().reason()))
			.removeExtraArgumentsAfterProcessing(true)
			.build();
		// end::augmenter[]
		assertThat(ask(ChatClient.create(model(id, endpoint)).prompt("Weather?").tools(tools), streamed))
			.isEqualTo("Rain.");
		assertThat(reasons).containsExactly("The user travels there.");
		assertThat(weather.cities).containsExactly("Hangzhou");
		assertThat(requestBody(0)).contains("Why the tool is called");
	}

	@ParameterizedTest
	@MethodSource("models")
	void validatesStructuredOutputOnlyWithCall(String id, Endpoint endpoint, boolean streamed) {
		this.gateway.reply("{\"city\":\"Hangzhou\"}");
		this.gateway.reply("{\"city\":\"Hangzhou\",\"days\":2}");
		// tag::validation[]
		StructuredOutputValidationAdvisor validation = StructuredOutputValidationAdvisor.builder()
			.outputType(Trip.class)
			.maxRepeatAttempts(2)
			.build();
		// end::validation[]
		ChatClient.ChatClientRequestSpec prompt = ChatClient.create(model(id, endpoint))
			.prompt("Plan a trip.")
			.advisors(validation);
		if (streamed) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> ask(prompt, true));
			return;
		}
		assertThat(prompt.call().entity(Trip.class)).isEqualTo(new Trip("Hangzhou", 2));
		assertThat(this.gateway.received()).hasSize(2);
		assertThat(requestBody(1)).contains("days");
	}

	@ParameterizedTest
	@MethodSource("models")
	void continuesSession(String id, Endpoint endpoint, boolean streamed) {
		this.gateway.reply("Hello Ann.");
		this.gateway.reply("Ann.");
		QhaigcGeminiChatModel model = model(id, endpoint);
		// tag::session[]
		SessionService sessions = DefaultSessionService.builder()
			.sessionRepository(InMemorySessionRepository.builder().build())
			.build();
		String session = sessions.create(CreateSessionRequest.builder().userId("ann").build()).id();
		ChatClient chat = ChatClient.builder(model)
			.defaultAdvisors(SessionMemoryAdvisor.builder(sessions).build())
			.defaultAdvisors((advisors) -> advisors.param(SessionMemoryAdvisor.SESSION_ID_CONTEXT_KEY, session))
			.build();
		// end::session[]
		ask(chat.prompt("I am Ann."), streamed);
		assertThat(ask(chat.prompt("Who am I?"), streamed)).isEqualTo("Ann.");
		assertThat(sessions.getMessages(session)).hasSize(4);
		assertThat(requestBody(1)).contains("I am Ann.", "Hello Ann.", "Who am I?");
	}

	@ParameterizedTest
	@MethodSource("models")
	void readsSkill(String id, Endpoint endpoint, boolean streamed, @TempDir Path folder) throws IOException {
		Files.createDirectories(folder.resolve("tea"));
		Files.writeString(folder.resolve("tea/SKILL.md"), """
				---
				name: tea
				description: How to brew tea
				---
				Brew it at 80 degrees.
				""");
		this.gateway.callTool("Skill", Map.of("command", "tea"));
		this.gateway.reply("At 80 degrees.");
		ChatClient.ChatClientRequestSpec prompt = ChatClient.create(model(id, endpoint))
			.prompt("How do I brew tea?")
			.tools(SkillsTool.builder().addSkillsDirectory(folder.toString()).build());
		assertThat(ask(prompt, streamed)).isEqualTo("At 80 degrees.");
		assertThat(requestBody(0)).contains("How to brew tea");
		assertThat(requestBody(1)).contains("Brew it at 80 degrees.");
	}

	@ParameterizedTest
	@MethodSource("models")
	void delegatesToSubagent(String id, Endpoint endpoint, boolean streamed, @TempDir Path folder) throws IOException {
		Files.writeString(folder.resolve("brewer.md"), """
				---
				name: brewer
				description: Knows how to brew tea
				tools: Read
				---
				You brew tea.
				""");
		this.gateway.callTool("Task", Map.of("description", "Brew", "prompt", "How hot?", "subagent_type", "brewer"));
		this.gateway.reply("80 degrees.");
		this.gateway.reply("It is 80 degrees.");
		QhaigcGeminiChatModel model = model(id, endpoint);
		ChatClient.ChatClientRequestSpec prompt = ChatClient.create(model)
			.prompt("How do I brew tea?")
			.tools(TaskTool.builder()
				.subagentReferences(ClaudeSubagentReferences.fromRootDirectory(folder.toString()))
				.subagentTypes(
						ClaudeSubagentType.builder().chatClientBuilder("default", ChatClient.builder(model)).build())
				.build());
		assertThat(ask(prompt, streamed)).isEqualTo("It is 80 degrees.");
		assertThat(requestBody(1)).contains("You brew tea.", "How hot?");
		assertThat(requestBody(2)).contains("80 degrees.");
	}

	private String requestBody(int index) {
		return this.gateway.received().get(index).json().toString();
	}

	private QhaigcGeminiChatModel model(String id, Endpoint endpoint) {
		return model(QhaigcGeminiChatOptions.builder().model(id).endpoint(endpoint).build());
	}

	private static String ask(ChatClient.ChatClientRequestSpec prompt, boolean streamed) {
		return streamed ? String.join("", prompt.stream().content().collectList().block()) : prompt.call().content();
	}

	record Reason(@ToolParam(description = "Why the tool is called") String reason) {
	}

	record Trip(String city, int days) {
	}

	static class Weather {

		private final List<String> cities = new ArrayList<>();

		@Tool
		String weather(String city) {
			this.cities.add(city);
			return "Rain";
		}

	}

}
