package net.qhaigc.springai.gemini.docs;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.google.genai.GoogleGenAiChatOptions;
import org.springframework.ai.google.genai.common.GoogleGenAiSafetySetting;
import org.springframework.ai.openai.OpenAiChatOptions;

import net.qhaigc.springai.gemini.metadata.QhaigcGeminiMetadata;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.SafetySetting;
import net.qhaigc.springai.gemini.options.ServerTool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Snippets of {@code docs/migrating-from-google-genai.md} and
 * {@code docs/migrating-from-openai.md}.
 */
class MigrationTests extends SnippetTest {

	private final ChatModel model = model("gemini-3-flash-preview");

	@Test
	void googleGenAiOptionsHaveCounterparts() {
		// tag::google-genai-before[]
		GoogleGenAiChatOptions before = GoogleGenAiChatOptions.builder()
			.model("gemini-3.5-flash")
			.maxOutputTokens(512)
			.thinkingBudget(1024)
			.googleSearchRetrieval(true)
			.safetySettings(List.of(new GoogleGenAiSafetySetting.Builder()
				.withCategory(GoogleGenAiSafetySetting.HarmCategory.HARM_CATEGORY_HARASSMENT)
				.withThreshold(GoogleGenAiSafetySetting.HarmBlockThreshold.BLOCK_ONLY_HIGH)
				.build()))
			.build();
		// end::google-genai-before[]
		// tag::google-genai-after[]
		QhaigcGeminiChatOptions after = QhaigcGeminiChatOptions.builder()
			.model("gemini-3.5-flash")
			.maxOutputTokens(512)
			.thinkingBudget(1024)
			.serverTools(List.of(ServerTool.googleSearch()))
			.safetySettings(List
				.of(new SafetySetting(SafetySetting.Category.HARASSMENT, SafetySetting.Threshold.BLOCK_ONLY_HIGH)))
			.build();
		// end::google-genai-after[]
		assertThat(after.getModel()).isEqualTo(before.getModel());
		assertThat(after.getMaxTokens()).isEqualTo(before.getMaxOutputTokens());
	}

	@Test
	void typedViewReturnsThoughts() {
		this.gateway.thinking("A question of geography.").text("In Hangzhou.");
		ChatResponse response = this.model.call(new Prompt("Where is West Lake?"));
		// tag::google-genai-thoughts[]
		String thoughts = QhaigcGeminiMetadata.from(response).thoughts();
		// end::google-genai-thoughts[]
		assertThat(thoughts).isEqualTo("A question of geography.");
	}

	@Test
	void usesPortableOptionsOfOpenAi() {
		this.gateway.reply("Hello.");
		// tag::openai-options[]
		Prompt prompt = new Prompt("Say hello.",
				OpenAiChatOptions.builder().model("gpt-5-mini").temperature(0.2).maxTokens(100).build());
		String answer = this.model.call(prompt).getResult().getOutput().getText();
		// end::openai-options[]
		assertThat(answer).isEqualTo("Hello.");
		assertThat(this.gateway.takeRequest().json().path("generationConfig")).hasToString("""
				{"temperature":0.2,"maxOutputTokens":100}""");
	}

	@Test
	void continuesConversationOfAnotherProvider() {
		this.gateway.reply("It is raining.");
		// tag::openai-history[]
		List<Message> conversation = List.of(new UserMessage("How is the weather in Hangzhou?"),
				AssistantMessage.builder()
					.content("")
					.toolCalls(List.of(new ToolCall("call_1", "function", "weather", "{\"city\":\"Hangzhou\"}")))
					.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponse("call_1", "weather", "\"light rain\"")))
					.build());
		String answer = this.model.call(new Prompt(conversation)).getResult().getOutput().getText();
		// end::openai-history[]
		assertThat(answer).isEqualTo("It is raining.");
	}

}
