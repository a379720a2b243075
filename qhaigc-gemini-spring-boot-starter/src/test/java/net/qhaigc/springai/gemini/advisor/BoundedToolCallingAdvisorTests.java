package net.qhaigc.springai.gemini.advisor;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.tool.annotation.Tool;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BoundedToolCallingAdvisor} through {@code ChatClient}.
 */
class BoundedToolCallingAdvisorTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcClient client = QhaigcClient.builder()
		.baseUrl(this.gateway.url())
		.apiKey(this.gateway.apiKey())
		.build();

	private final Tools tools = new Tools();

	@AfterEach
	void close() {
		assertThat(this.gateway.problems()).isEmpty();
		this.client.close();
		this.gateway.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void failsWhenToolCallRoundsExceedLimit(boolean streamed) {
		replyWithToolCalls(5);
		assertThatExceptionOfType(ToolRoundLimitException.class).isThrownBy(() -> ask(chat(3), streamed))
			.withMessage("The turn exceeded the maximum number of tool call rounds (3, qhaigc.tool-calling.max-rounds)."
					+ " The last tool calls were not executed")
			.satisfies((ex) -> assertThat(ex.getMaxRounds()).isEqualTo(3))
			.satisfies((ex) -> assertHasRounds(ex.getConversation(), 3));
		assertThat(this.tools.cities).containsExactly("0", "1", "2");
		assertThat(this.gateway.received()).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void limitsRoundsIfMemoryIsInsideToolLoop(boolean streamed) {
		replyWithToolCalls(5);
		MessageChatMemoryAdvisor memory = MessageChatMemoryAdvisor.builder(MessageWindowChatMemory.builder().build())
			.order(ToolCallingAdvisor.DEFAULT_ORDER + 1)
			.build();
		ChatClient chat = chat(3).mutate().defaultAdvisors(memory).build();
		assertThatExceptionOfType(ToolRoundLimitException.class).isThrownBy(() -> ask(chat, streamed))
			.satisfies((ex) -> assertHasRounds(ex.getConversation(), 3));
		assertThat(this.gateway.received()).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void exceptionContainsConversationThatCanBeContinued(boolean streamed) {
		replyWithToolCalls(2);
		this.gateway.reply("Rain.");
		ChatClient chat = chat(1);
		List<Message> conversation = new ArrayList<>();
		assertThatExceptionOfType(ToolRoundLimitException.class).isThrownBy(() -> ask(chat, streamed))
			.satisfies((ex) -> conversation.addAll(ex.getConversation()));
		assertThat(chat.prompt().messages(conversation).call().content()).isEqualTo("Rain.");
		assertThat(this.gateway.received().get(2).json().path("contents")).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void allowsMaximumNumberOfRounds(boolean streamed) {
		replyWithToolCalls(3);
		this.gateway.reply("Rain.");
		assertThat(ask(chat(3), streamed).getMetadata().getUsage().getTotalTokens()).isPositive();
		assertThat(this.tools.cities).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotLimitRoundsIfMaximumIsZero(boolean streamed) {
		replyWithToolCalls(30);
		this.gateway.reply("Rain.");
		ask(chat(0), streamed);
		assertThat(this.gateway.received()).hasSize(31);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void returnsTotalUsageOfAllRounds(boolean streamed) {
		this.gateway.callTool("weather", Map.of("city", "0")).usage(10, 2, 12);
		this.gateway.callTool("weather", Map.of("city", "1")).usage(20, 3, 23);
		this.gateway.reply("Rain.").usage(30, 4, 34);
		ChatResponse response = ask(chat(25), streamed);
		Usage usage = response.getMetadata().getUsage();
		assertThat(usage.getPromptTokens()).isEqualTo(60);
		assertThat(usage.getCompletionTokens()).isEqualTo(9);
		assertThat(usage.getTotalTokens()).isEqualTo(69);
		assertThat(QhaigcGeminiMetadata.from(response).usage())
			.extracting(TokenUsage::promptTokenCount, TokenUsage::candidatesTokenCount, TokenUsage::totalTokenCount)
			.containsExactly(60, 9, 69);
		assertThat(response.getMetadata().getModel()).isEqualTo("gemini-2.5-flash");
		assertThat(response.getMetadata().getId()).isNotBlank();
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("STOP");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void returnsTotalUsageOfAllRoundsIfToolResultIsReturnedDirectly(boolean streamed) {
		this.gateway.callTool("weather", Map.of("city", "0")).usage(10, 2, 12);
		this.gateway.callTool("ticket", Map.of("city", "1")).usage(20, 3, 23);
		ChatResponse response = ask(chat(25), streamed);
		assertThat(response.getResult().getOutput().getText()).isEqualTo("\"T-1\"");
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(35);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void exceptionNamesMediaConverterIfToolResultCannotBeConverted(boolean streamed) {
		this.gateway.callTool("draw", Map.of());
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> ask(chat(3), streamed))
			.withMessage(
					"A tool result cannot be converted to JSON. The called tools are: draw. If a result contains an"
							+ " image, a resource or other media, set MediaToolCallResultConverter as the resultConverter of"
							+ " the tool");
	}

	@Test
	void rejectsNegativeLimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> BoundedToolCallingAdvisor.builder().maxRounds(-1))
			.withMessageContaining("-1");
	}

	private static void assertHasRounds(List<Message> conversation, int rounds) {
		assertThat(conversation).filteredOn((message) -> message.getMessageType() != MessageType.SYSTEM)
			.extracting(Message::getMessageType)
			.startsWith(MessageType.USER)
			.hasSize(1 + 2 * rounds)
			.endsWith(MessageType.ASSISTANT, MessageType.TOOL);
	}

	private void replyWithToolCalls(int rounds) {
		for (int i = 0; i < rounds; i++) {
			this.gateway.callTool("weather", Map.of("city", String.valueOf(i)));
		}
	}

	private ChatClient chat(int maxRounds) {
		QhaigcGeminiChatModel model = QhaigcGeminiChatModel.builder()
			.client(this.client)
			.options(QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build())
			.build();
		return ChatClient
			.builder(model, ObservationRegistry.NOOP, null, null,
					BoundedToolCallingAdvisor.builder().maxRounds(maxRounds))
			.build();
	}

	private ChatResponse ask(ChatClient chat, boolean streamed) {
		ChatClient.ChatClientRequestSpec request = chat.prompt("How is the weather?")
			.tools(this.tools)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "zhou"));
		return streamed ? request.stream().chatResponse().blockLast() : request.call().chatResponse();
	}

	static class Tools {

		private final List<String> cities = new ArrayList<>();

		@Tool
		Map<String, Object> draw() {
			return Map.of("image", new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB));
		}

		@Tool
		String weather(String city) {
			this.cities.add(city);
			return "rain";
		}

		@Tool(returnDirect = true)
		String ticket(String city) {
			return "T-1";
		}

	}

}
