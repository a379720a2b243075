package net.qhaigc.springai.gemini.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.media.FileMediaStore;
import net.qhaigc.springai.gemini.memory.MessageCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verifies {@code docs/chat-memory.md}.
 */
class ChatMemoryTests extends SnippetTest {

	private static final String SIGNATURE = "c2lnbmF0dXJl";

	private final ChatModel model = model("gemini-3-flash-preview");

	@Test
	void restoresSignaturesFromMemoryThatKeepsMetadata() {
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		JsonNode turn = askTwiceAndReturnSecondRequest(memory).at("/contents/1");
		assertThat(turn).hasToString("""
				{"role":"model","parts":[{"text":"In Hangzhou.","thoughtSignature":"c2lnbmF0dXJl"}]}""");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void continuesConversationFromDatabaseThatStoresOnlyText(boolean streamed) {
		DataSource database = database();
		this.gateway.callTool("weather", Map.of("city", "Hangzhou"));
		this.gateway.reply("It is raining.").signature(SIGNATURE);
		ask(database, "How is the weather in Hangzhou?", streamed);
		this.gateway.reply("Yes.");
		ask(database, "Do I need an umbrella?", streamed);
		this.gateway.callTool("weather", Map.of("city", "Suzhou"));
		this.gateway.reply("It is raining there too.");
		assertThat(ask(database, "And in Suzhou?", streamed)).isEqualTo("It is raining there too.");
		assertThat(this.gateway.received().get(4).json().path("contents")).map(JsonNode::toString)
			.satisfiesExactly((turn) -> assertThat(turn).contains("in Hangzhou?"),
					(turn) -> assertThat(turn).isEqualTo("""
							{"role":"model","parts":[{"text":"It is raining."}]}"""),
					(turn) -> assertThat(turn).contains("umbrella?"), (turn) -> assertThat(turn).isEqualTo("""
							{"role":"model","parts":[{"text":"Yes."}]}"""),
					(turn) -> assertThat(turn).contains("in Suzhou?"),
					(turn) -> assertThat(turn).contains("functionCall", "thoughtSignature"),
					(turn) -> assertThat(turn).contains("functionResponse", "rain in Suzhou"));
	}

	@Test
	void writesMessagesAsJson(@TempDir Path directory) {
		Message message = UserMessage.builder()
			.text("Where is this?")
			.media(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, 3 })))
			.build();
		// tag::codec[]
		MessageCodec codec = new MessageCodec(new FileMediaStore(directory));
		String json = codec.write(message);
		Message restored = codec.read(json);
		// end::codec[]
		assertThat(json).contains("\"text\":\"Where is this?\"").doesNotContain("AQID");
		assertThat(((UserMessage) restored).getMedia().get(0).getDataAsByteArray()).containsExactly(1, 2, 3);
	}

	@Test
	void storesModelTurnAsString() {
		this.gateway.reply("In Hangzhou.").signature(SIGNATURE);
		AssistantMessage answer = this.model.call(new Prompt("Where is West Lake?")).getResult().getOutput();
		assertThat(answer.getMetadata().get("qhaigcTurn")).isInstanceOf(String.class);
	}

	@Test
	void acceptsToolCallOfAnotherProviderInHistory() {
		this.gateway.reply("It is raining.");
		AssistantMessage call = AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new ToolCall("call_1", "function", "weather", "{\"city\":\"Hangzhou\"}")))
			.build();
		List<Message> history = List.of(new UserMessage("How is the weather in Hangzhou?"), call,
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponse("call_1", "weather", "\"rain\"")))
					.build());
		assertThat(this.model.call(new Prompt(history)).getResult().getOutput().getText()).isEqualTo("It is raining.");
	}

	/**
	 * Send a prompt with a new chat memory that uses the database, as after a restart.
	 */
	private String ask(DataSource database, String question, boolean streamed) {
		ChatMemoryRepository repository = JdbcChatMemoryRepository.builder().dataSource(database).build();
		ChatMemory memory = MessageWindowChatMemory.builder().chatMemoryRepository(repository).build();
		ChatClient.ChatClientRequestSpec request = ChatClient.builder(this.model)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
			.build()
			.prompt(question)
			.tools(new WeatherTools())
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "zhou"));
		return streamed ? String.join("", request.stream().content().collectList().block()) : request.call().content();
	}

	private static DataSource database() {
		DataSource database = new DriverManagerDataSource(
				"jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		new ResourceDatabasePopulator(
				new ClassPathResource("org/springframework/ai/chat/memory/repository/jdbc/schema-h2.sql"))
			.execute(database);
		return database;
	}

	private JsonNode askTwiceAndReturnSecondRequest(ChatMemory memory) {
		this.gateway.reply("In Hangzhou.").signature(SIGNATURE);
		this.gateway.reply("About 6 square kilometres.");
		ChatClient chat = ChatClient.builder(this.model)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
			.build();
		Map<String, Object> conversation = Map.of(ChatMemory.CONVERSATION_ID, "zhou");
		chat.prompt("Where is West Lake?").advisors((advisors) -> advisors.params(conversation)).call().content();
		chat.prompt("How large is it?").advisors((advisors) -> advisors.params(conversation)).call().content();
		this.gateway.takeRequest();
		return this.gateway.takeRequest().json();
	}

	static class WeatherTools {

		@Tool(description = "The weather in a city")
		String weather(String city) {
			return "rain in " + city;
		}

	}

}
