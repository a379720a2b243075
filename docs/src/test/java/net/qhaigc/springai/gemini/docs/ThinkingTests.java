package net.qhaigc.springai.gemini.docs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.Thinking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Contains the code in {@code docs/thinking.md}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ThinkingTests extends SnippetTest {

	private final QhaigcGeminiChatModel model = model(
			QhaigcGeminiChatOptions.builder().model("gemini-2.5-flash").thinkingBudget(1024).build());

	private final ChatClient chat = ChatClient.create(this.model);

	@Test
	void thinkingBudgetOfRequestReplacesDefaultBudget() {
		this.gateway.reply("391");
		// tag::budget[]
		String answer = this.chat.prompt("What is 17 times 23?")
			.options(QhaigcGeminiChatOptions.builder().thinkingBudget(4096))
			.call()
			.content();
		// end::budget[]
		assertThat(answer).isEqualTo("391");
		assertThat(thinkingConfig()).isEqualTo("{\"thinkingBudget\":4096}");
	}

	@Test
	void thinkingLevelOfRequestReplacesDefaultBudget() {
		this.gateway.reply("391");
		// tag::level[]
		String answer = this.chat.prompt("What is 17 times 23?")
			.options(
					QhaigcGeminiChatOptions.builder().model("gemini-3-flash-preview").thinkingLevel(Thinking.Level.LOW))
			.call()
			.content();
		// end::level[]
		assertThat(answer).isEqualTo("391");
		assertThat(thinkingConfig()).isEqualTo("{\"thinkingLevel\":\"LOW\"}");
	}

	@Test
	void rejectsBudgetTogetherWithLevel() {
		assertThatIllegalArgumentException()
			.isThrownBy(QhaigcGeminiChatOptions.builder().thinkingBudget(1024).thinkingLevel(Thinking.Level.LOW)::build)
			.withMessageContaining("are mutually exclusive");
	}

	@Test
	void thoughtsAreNotPartOfText(CapturedOutput output) {
		this.gateway.thinking("17 * 20 + 17 * 3").text("391");
		// tag::thoughts[]
		ChatResponse response = this.chat.prompt("What is 17 times 23?")
			.options(QhaigcGeminiChatOptions.builder().includeThoughts(true))
			.call()
			.chatResponse();
		String answer = response.getResult().getOutput().getText();
		String thoughts = QhaigcGeminiMetadata.from(response).thoughts();
		System.out.println("Thoughts: " + thoughts);
		System.out.println("Answer: " + answer);
		// end::thoughts[]
		assertThat(output.getOut()).endsWith("""
				Thoughts: 17 * 20 + 17 * 3
				Answer: 391
				""");
		assertThat(answer).isEqualTo("391");
		assertThat(thoughts).isEqualTo("17 * 20 + 17 * 3");
		assertThat(response.getResult().getOutput().getMetadata()).containsEntry("thoughts", "17 * 20 + 17 * 3")
			.doesNotContainKey("reasoningContent");
		assertThat(response.getResult().getMetadata().<String>get("reasoningContent")).isEqualTo("17 * 20 + 17 * 3");
		assertThat(thinkingConfig()).isEqualTo("{\"includeThoughts\":true,\"thinkingBudget\":1024}");
	}

	@Test
	void completionTokensIncludeThinkingTokens() {
		this.gateway.thinking("17 * 20 + 17 * 3").text("391").usage(10, 2, 112);
		ChatResponse response = this.model.call(new Prompt("What is 17 times 23?"));
		// tag::tokens[]
		Integer completionTokens = response.getMetadata().getUsage().getCompletionTokens();
		Integer thinkingTokens = QhaigcGeminiMetadata.from(response).usage().thoughtsTokenCount();
		// end::tokens[]
		assertThat(completionTokens).isEqualTo(102);
		assertThat(thinkingTokens).isEqualTo(100);
	}

	@Test
	void textIsEmptyWhenThinkingUsesAllTokens() {
		this.gateway.replyJson("""
				{"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}],
				 "usageMetadata":{"promptTokenCount":10,"thoughtsTokenCount":90,"totalTokenCount":100}}""");
		ChatResponse response = this.model.call(new Prompt("What is 17 times 23?"));
		assertThat(response.getResult().getOutput().getText()).isEmpty();
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("MAX_TOKENS");
	}

	private String thinkingConfig() {
		return this.gateway.takeRequest().json().at("/generationConfig/thinkingConfig").toString();
	}

}
