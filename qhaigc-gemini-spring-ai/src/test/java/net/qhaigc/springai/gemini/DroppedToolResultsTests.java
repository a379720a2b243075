package net.qhaigc.springai.gemini;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for prompts that end with tool results whose tool calls are missing. Such prompts
 * result from a chat memory that is inside the tool loop and stores only text.
 */
@ExtendWith(OutputCaptureExtension.class)
class DroppedToolResultsTests {

	private static final String WARNING = "The prompt ends with tool results whose tool calls are missing";

	@RegisterExtension
	private final GatewayFixture fixture = GatewayFixture.allowingUnusedReplies();

	private final QhaigcGeminiChatModel model = this.fixture.model("gemini-2.5-flash");

	@Test
	void warnsOnceIfResultsAreDroppedAgainForSameUserMessage(CapturedOutput output) {
		this.fixture.gateway().when((request) -> true).reply("Hello");
		send(new UserMessage("How is the weather?"), results());
		assertThat(output.getOut()).doesNotContain(WARNING);
		send(new UserMessage("How is the weather?"), results());
		send(new UserMessage("How is the weather?"), results());
		assertThat(output.getOut().lines().filter((line) -> line.contains(WARNING))).hasSize(1);
	}

	@Test
	void doesNotWarnIfUserMessagesDifferOrResultsWereSentInBetween(CapturedOutput output) {
		this.fixture.gateway().when((request) -> true).reply("Hello");
		UserMessage message = new UserMessage("How is the weather?");
		send(message, results());
		send(new UserMessage("And tomorrow?"), results());
		send(message,
				AssistantMessage.builder()
					.content("")
					.toolCalls(List.of(new ToolCall("1", "function", "weather", "{}")))
					.build(),
				results());
		send(message, results());
		assertThat(output.getOut()).doesNotContain(WARNING);
	}

	private void send(Message... messages) {
		this.model.call(new Prompt(List.of(messages)));
	}

	private static ToolResponseMessage results() {
		return ToolResponseMessage.builder()
			.responses(List.of(new ToolResponse("1", "weather", "Rain")))
			.metadata(Map.of())
			.build();
	}

}
