package net.qhaigc.springai.gemini.codec;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the memory that is allocated to encode a long conversation, which is sent
 * with each request.
 */
class HistoryAllocationTests {

	private static final int TURNS = 100;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final PromptEncoder encoder = new PromptEncoder(ToolCallingManager.builder().build(), null, new WarnOnce());

	@Test
	void allocatesLessThan700BytesForEachTurn() {
		long one = bytesAllocatedToEncode(conversation(1));
		long many = bytesAllocatedToEncode(conversation(1 + TURNS));
		assertThat((many - one) / TURNS).isLessThan(700);
	}

	private long bytesAllocatedToEncode(Prompt prompt) {
		this.encoder.encode(prompt);
		long before = THREADS.getCurrentThreadAllocatedBytes();
		this.encoder.encode(prompt);
		return THREADS.getCurrentThreadAllocatedBytes() - before;
	}

	private static Prompt conversation(int turns) {
		List<Message> messages = IntStream.range(0, 2 * turns)
			.<Message>mapToObj((i) -> (i % 2 == 0) ? new UserMessage("Question") : new AssistantMessage("Answer"))
			.toList();
		return new Prompt(messages, QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").build());
	}

}
