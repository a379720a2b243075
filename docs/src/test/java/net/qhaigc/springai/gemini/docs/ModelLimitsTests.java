package net.qhaigc.springai.gemini.docs;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.Thinking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Contains the code in {@code docs/models.md}.
 */
class ModelLimitsTests extends SnippetTest {

	@Test
	void listsModels() {
		// tag::list[]
		List<String> ids = this.client.models().block();
		// end::list[]
		assertThat(ids).contains("gemini-3.5-flash");
	}

	@Test
	void gatewayRejectsThinkingLevelForGemini25() {
		this.gateway.allowRejectedRequests();
		ChatClient chat = ChatClient.create(model("gemini-2.5-flash-lite"));
		// tag::level[]
		QhaigcGeminiChatOptions.Builder options = QhaigcGeminiChatOptions.builder()
			.model("gemini-2.5-flash-lite")
			.thinkingLevel(Thinking.Level.LOW);
		// end::level[]
		assertThatExceptionOfType(QhaigcNonTransientException.class)
			.isThrownBy(() -> chat.prompt("Hi").options(options).call().content())
			.withMessageStartingWith(
					"The gateway returned 400 INVALID_ARGUMENT: Thinking level is not supported for this model.");
		this.gateway.reset();
	}

}
