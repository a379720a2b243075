package net.qhaigc.springai.gemini.codec;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatOptionsResolver}.
 */
class ChatOptionsResolverTests {

	private static final ToolCallback MODEL_TOOL = tool("modelTool");

	private static final ToolCallback PROMPT_TOOL = tool("promptTool");

	private static final QhaigcGeminiChatOptions MODEL_OPTIONS = QhaigcGeminiChatOptions.builder()
		.model("gemini-2.5-flash")
		.temperature(0.1)
		.seed(7)
		.stopSequences(List.of("A"))
		.toolCallbacks(MODEL_TOOL)
		.toolContext(Map.of("a", 1, "b", 1))
		.build();

	private final ChatOptionsResolver resolver = new ChatOptionsResolver(MODEL_OPTIONS, new WarnOnce());

	@Test
	void usesModelOptionsForPromptWithoutOptions() {
		assertThat(resolve(null)).isSameAs(MODEL_OPTIONS);
	}

	@Test
	void keepsCompleteQhaigcOptionsUnchanged() {
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder().model("gemini-3-pro").build();
		Prompt prompt = new Prompt("Hi", options);
		assertThat(this.resolver.resolve(prompt)).isSameAs(prompt);
	}

	@Test
	void addsMissingModelButNoGenerationOptionsOrTools() {
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder().topK(3).build();
		assertThat(resolve(options)).isEqualTo(options.mutate().model("gemini-2.5-flash").build());
	}

	@Test
	void addsMissingEndpointToOptionsWithModel() {
		ChatOptionsResolver unifiedResolver = new ChatOptionsResolver(
				QhaigcGeminiChatOptions.builder().model("gpt-5-mini").endpoint(Endpoint.UNIFIED).build(),
				new WarnOnce());
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder().model("gpt-5").build();
		assertThat(unifiedResolver.resolve(new Prompt("Hi", options)).getOptions())
			.isEqualTo(options.mutate().endpoint(Endpoint.UNIFIED).build());
	}

	@Test
	void keepsEndpointOfPromptOptions() {
		ChatOptionsResolver unifiedResolver = new ChatOptionsResolver(
				QhaigcGeminiChatOptions.builder().model("gpt-5-mini").endpoint(Endpoint.UNIFIED).build(),
				new WarnOnce());
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder().endpoint(Endpoint.NATIVE).build();
		assertThat(unifiedResolver.resolve(new Prompt("Hi", options)).getOptions())
			.isEqualTo(options.mutate().model("gpt-5-mini").build());
	}

	@Test
	void addsMissingModelAndEndpoint() {
		ChatOptionsResolver unifiedResolver = new ChatOptionsResolver(
				QhaigcGeminiChatOptions.builder().model("gpt-5-mini").endpoint(Endpoint.UNIFIED).build(),
				new WarnOnce());
		assertThat(unifiedResolver.resolve(new Prompt("Hi", QhaigcGeminiChatOptions.builder().topK(3).build()))
			.getOptions()).isEqualTo(
					QhaigcGeminiChatOptions.builder().model("gpt-5-mini").endpoint(Endpoint.UNIFIED).topK(3).build());
	}

	@Test
	void mergesPortableOptions() {
		assertThat(resolve(ChatOptions.builder()
			.model("gemini-3-pro")
			.temperature(0.9)
			.topP(0.8)
			.topK(4)
			.maxTokens(5)
			.stopSequences(List.of("B"))
			.presencePenalty(0.2)
			.frequencyPenalty(0.3)
			.build()))
			.isEqualTo(MODEL_OPTIONS.mutate()
				.model("gemini-3-pro")
				.temperature(0.9)
				.topP(0.8)
				.topK(4)
				.maxTokens(5)
				.stopSequences(List.of("B"))
				.presencePenalty(0.2)
				.frequencyPenalty(0.3)
				.build());
	}

	@Test
	void replacesToolsWithToolsOfPortableOptions() {
		QhaigcGeminiChatOptions options = resolve(
				ToolCallingChatOptions.builder().toolCallbacks(PROMPT_TOOL).toolContext(Map.of("b", 2)).build());
		assertThat(options.getToolCallbacks()).containsExactly(PROMPT_TOOL);
		assertThat(options.getToolContext()).isEqualTo(Map.of("a", 1, "b", 2));
		assertThat(options.getModel()).isEqualTo("gemini-2.5-flash");
	}

	@Test
	void keepsToolsIfPortableOptionsHaveNone() {
		assertThat(resolve(ToolCallingChatOptions.builder().build()).getToolCallbacks()).containsExactly(MODEL_TOOL);
	}

	@Test
	void usesOutputSchemaOfPortableOptions() {
		assertThat(resolve(StructuredOutputChatOptions.builder().outputSchema("{}").build()).getOutputSchema())
			.isEqualTo("{}");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void usesPortableOptionsOfOtherProviderAndWarnsOnceAboutIgnoredOptions(CapturedOutput output) {
		OtherChatOptions other = new OtherChatOptions("gpt-5-mini", 0.7);
		assertThat(resolve(other)).isEqualTo(MODEL_OPTIONS.mutate().temperature(0.7).build());
		resolve(other);
		assertThat(output.getOut()).containsOnlyOnce("OtherChatOptions")
			.contains("model, reasoningEffort")
			.doesNotContain("gpt-5-mini", "secret", "verbose", "logitBias");
	}

	@Test
	void keepsMessages() {
		AssistantMessage picture = AssistantMessage.builder()
			.content("")
			.media(List.of(Media.builder().mimeType(MimeTypeUtils.IMAGE_PNG).data(new byte[] { 1 }).build()))
			.build();
		Prompt prompt = new Prompt(List.of(new UserMessage("Draw"), picture), ChatOptions.builder().build());
		assertThat(this.resolver.resolve(prompt).getInstructions()).isSameAs(prompt.getInstructions());
	}

	private QhaigcGeminiChatOptions resolve(@Nullable ChatOptions options) {
		return (QhaigcGeminiChatOptions) this.resolver.resolve(new Prompt("Hi", options)).getOptions();
	}

	private static ToolCallback tool(String name) {
		return FunctionToolCallback.builder(name, () -> "").description(name).build();
	}

	/** Options of another provider. */
	static class OtherChatOptions extends DefaultToolCallingChatOptions {

		OtherChatOptions(String model, double temperature) {
			super(null, null, model, null, null, null, null, temperature, null, null);
		}

		public String getReasoningEffort() {
			return "secret";
		}

		public boolean isVerbose() {
			return false;
		}

		public Map<String, Integer> getLogitBias() {
			return Map.of();
		}

	}

}
