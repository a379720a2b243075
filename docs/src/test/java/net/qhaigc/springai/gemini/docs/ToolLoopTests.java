package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.advisor.ToolRoundLimitException;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Verifies what {@code docs/chat-memory.md}, {@code docs/tools.md} and
 * {@code docs/troubleshooting.md} say about tool loops.
 */
@ExtendWith(OutputCaptureExtension.class)
class ToolLoopTests extends SnippetTest {

	private static final int DEFAULT_ORDER = MessageChatMemoryAdvisor.DEFAULT_CHAT_MEMORY_PRECEDENCE_ORDER;

	private static final int INSIDE_LOOP = ToolCallingAdvisor.DEFAULT_ORDER + 1;

	private final QhaigcGeminiChatModel model = model("gemini-3-flash-preview");

	static Stream<Arguments> repositories() {
		return Stream.of(true, false)
			.flatMap((streamed) -> Stream.of(Arguments.of(new InMemoryChatMemoryRepository(), streamed),
					Arguments.of(databaseRepository(), streamed)));
	}

	@ParameterizedTest
	@MethodSource("repositories")
	void lastRequestContainsAll15ToolRounds(ChatMemoryRepository repository, boolean streamed) {
		replyWithToolCalls(15);
		this.gateway.reply("Rain everywhere.");
		ChatMemory memory = memory(repository);
		assertThat(ask(chat(memory, DEFAULT_ORDER, 25), streamed)).isEqualTo("Rain everywhere.");
		JsonNode contents = this.gateway.received().get(15).json().path("contents");
		assertThat(contents).hasSize(1 + 2 * 15);
		assertThat(contents.at("/0/parts/0/text").asString()).isEqualTo("How is the weather?");
		assertThat(contents.findValuesAsString("result")).hasSize(15);
		assertThat(memory.get("zhou")).extracting(Message::getMessageType)
			.containsExactly(MessageType.USER, MessageType.ASSISTANT);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void warnsOnceIfTextOnlyMemoryIsInsideLoop(boolean streamed, CapturedOutput output) {
		replyWithToolCalls(5);
		ChatClient chat = chat(memory(databaseRepository()), INSIDE_LOOP, 3);
		assertThatExceptionOfType(ToolRoundLimitException.class).isThrownBy(() -> ask(chat, streamed));
		assertThat(this.gateway.received()).hasSize(4)
			.allSatisfy((request) -> assertThat(request.json().path("contents")).hasSize(1));
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.contains("The prompt ends with tool results whose tool calls are missing")))
			.hasSize(1);
	}

	@Test
	void exceptionExplainsWhyPromptHasNoUserMessage() {
		replyWithToolCalls(15);
		ChatClient chat = ChatClient.builder(this.model)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory(new InMemoryChatMemoryRepository()))
				.order(INSIDE_LOOP)
				.build())
			.build();
		assertThatIllegalArgumentException().isThrownBy(() -> ask(chat, false))
			.withMessageContaining("The prompt has tool results, but neither their tool calls nor a user message")
			.withMessageContaining("inside the tool loop");
	}

	@Test
	void callsModelWithConversationFromException() {
		replyWithToolCalls(4);
		this.gateway.reply("Rain in three cities.");
		assertThat(answerEvenIfRoundLimitIsExceeded(chat(memory(new InMemoryChatMemoryRepository()), DEFAULT_ORDER, 3)))
			.isEqualTo("Rain in three cities.");
		JsonNode request = this.gateway.received().get(4).json();
		assertThat(request.path("contents")).hasSize(7);
		assertThat(request.path("tools")).isEmpty();
	}

	@Test
	void troubleshootingPageQuotesMessages(CapturedOutput output) throws IOException {
		replyWithToolCalls(26);
		ChatClient chat = chat(memory(databaseRepository()), INSIDE_LOOP, 25);
		String page = Files.readString(Path.of("troubleshooting.md")).replace("\n> ", " ");
		assertThatExceptionOfType(ToolRoundLimitException.class).isThrownBy(() -> ask(chat, false))
			.satisfies((ex) -> assertThat(page).contains(ex.getMessage()));
		String warning = "The prompt ends with tool results whose tool calls are missing."
				+ " The model does not receive these results and may call the tools again and again.";
		assertThat(output.getOut()).contains(warning);
		assertThat(page).contains(warning);
	}

	private String answerEvenIfRoundLimitIsExceeded(ChatClient chat) {
		// tag::limit[]
		try {
			return request(chat).call().content();
		}
		catch (ToolRoundLimitException ex) {
			Prompt withoutTools = new Prompt(ex.getConversation());
			return this.model.call(withoutTools).getResult().getOutput().getText();
		}
		// end::limit[]
	}

	@Test
	void addsUpUsageOfTurns() {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou")).usage(10, 2, 12);
		this.gateway.reply("Rain.").usage(20, 3, 23);
		this.gateway.reply("Yes.").usage(30, 4, 34);
		ChatClient chat = chat(memory(new InMemoryChatMemoryRepository()), DEFAULT_ORDER, 25);
		ChatResponse first = response(chat);
		ChatResponse second = response(chat);
		// tag::usage[]
		TokenUsage usage = Objects.requireNonNull(QhaigcGeminiMetadata.from(first).usage());
		TokenUsage total = usage.plus(Objects.requireNonNull(QhaigcGeminiMetadata.from(second).usage()));
		// end::usage[]
		assertThat(usage.totalTokenCount()).isEqualTo(35);
		assertThat(total.totalTokenCount()).isEqualTo(69);
		assertThat(total.promptTokenCount()).isEqualTo(60);
	}

	private void replyWithToolCalls(int rounds) {
		for (int i = 0; i < rounds; i++) {
			this.gateway.callTool("weather", Map.of("city", String.valueOf(i)));
		}
	}

	private ChatClient chat(ChatMemory memory, int memoryOrder, int maxRounds) {
		// tag::advisor[]
		ChatClient chat = ChatClient
			.builder(this.model, ObservationRegistry.NOOP, null, null,
					BoundedToolCallingAdvisor.builder().maxRounds(maxRounds))
			.build();
		// end::advisor[]
		return chat.mutate()
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).order(memoryOrder).build())
			.build();
	}

	private String ask(ChatClient chat, boolean streamed) {
		ChatClient.ChatClientRequestSpec request = request(chat);
		return streamed ? String.join("", request.stream().content().collectList().block()) : request.call().content();
	}

	private ChatResponse response(ChatClient chat) {
		return request(chat).call().chatResponse();
	}

	private ChatClient.ChatClientRequestSpec request(ChatClient chat) {
		return chat.prompt("How is the weather?")
			.tools(new Weather())
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "zhou"));
	}

	private static ChatMemory memory(ChatMemoryRepository repository) {
		return MessageWindowChatMemory.builder().chatMemoryRepository(repository).build();
	}

	private static ChatMemoryRepository databaseRepository() {
		DataSource database = new DriverManagerDataSource(
				"jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		new ResourceDatabasePopulator(
				new ClassPathResource("org/springframework/ai/chat/memory/repository/jdbc/schema-h2.sql"))
			.execute(database);
		return JdbcChatMemoryRepository.builder().dataSource(database).build();
	}

	static class Weather {

		@Tool(description = "The weather in a city")
		String weather(String city) {
			return "rain in " + city;
		}

	}

}
