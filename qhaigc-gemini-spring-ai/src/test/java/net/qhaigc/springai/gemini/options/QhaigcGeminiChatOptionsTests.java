package net.qhaigc.springai.gemini.options;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.test.options.AbstractChatOptionsTests;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions.Builder;
import net.qhaigc.springai.gemini.options.SafetySetting.Category;
import net.qhaigc.springai.gemini.options.SafetySetting.Threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The options as Spring AI wants them, and what is ours about them.
 */
class QhaigcGeminiChatOptionsTests extends AbstractChatOptionsTests<QhaigcGeminiChatOptions, Builder> {

	private static final ToolCallback TOOL = FunctionToolCallback.builder("now", () -> "noon")
		.description("The time")
		.build();

	@Override
	protected Class<QhaigcGeminiChatOptions> getConcreteOptionsClass() {
		return QhaigcGeminiChatOptions.class;
	}

	@Override
	protected Builder readyToBuildBuilder() {
		return everything();
	}

	@Test
	void nothingIsSetUnlessItWasSet() throws Exception {
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder().build();
		for (Method getter : getters()) {
			assertThat(getter.invoke(options)).as(getter.getName()).isNull();
		}
		assertThat(options).hasToString("QhaigcGeminiChatOptions{}");
	}

	@Test
	void everyOptionSurvivesMutateCloneAndCombine() throws Exception {
		QhaigcGeminiChatOptions options = everything().build();
		for (Method getter : getters()) {
			assertThat(getter.invoke(options)).as(getter.getName()).isNotNull();
		}
		assertThat(options.mutate().build()).isEqualTo(options).hasSameHashCodeAs(options);
		assertThat(everything().clone().build()).isEqualTo(options);
		assertThat(QhaigcGeminiChatOptions.builder().combineWith(everything()).build()).isEqualTo(options);
		assertThat(everything().combineWith(QhaigcGeminiChatOptions.builder()).build()).isEqualTo(options);
	}

	@Test
	void oneOptionMakesADifference() throws Exception {
		QhaigcGeminiChatOptions options = everything().build();
		for (Method setter : Builder.class.getDeclaredMethods()) {
			boolean unsets = setter.getReturnType() == Builder.class && setter.getParameterCount() == 1
					&& !List.of("thinkingBudget", "thinkingLevel", "combineWith").contains(setter.getName())
					&& !setter.isBridge() && !java.lang.reflect.Modifier.isPrivate(setter.getModifiers());
			if (unsets) {
				Builder builder = options.mutate();
				setter.invoke(builder, (Object) null);
				assertThat(builder.build()).as(setter.getName()).isNotEqualTo(options);
			}
		}
	}

	@Test
	void aCloneIsOnItsOwn() {
		Builder builder = QhaigcGeminiChatOptions.builder().seed(1);
		Builder clone = builder.clone().seed(2);
		assertThat(builder.build().getSeed()).isEqualTo(1);
		assertThat(clone.build().getSeed()).isEqualTo(2);
	}

	@Test
	void builtOptionsNeverChange() {
		Map<String, Object> body = new HashMap<>(Map.of("a", 1));
		Builder builder = QhaigcGeminiChatOptions.builder().extraBody(body);
		QhaigcGeminiChatOptions options = builder.build();
		body.put("b", 2);
		builder.extraBody(Map.of());
		assertThat(options.getExtraBody()).containsExactly(Map.entry("a", 1)).isUnmodifiable();
	}

	@Test
	void maxOutputTokensIsMaxTokens() {
		assertThat(QhaigcGeminiChatOptions.builder().maxOutputTokens(7).build().getMaxTokens()).isEqualTo(7);
		assertThat(QhaigcGeminiChatOptions.builder().maxTokens(7).maxOutputTokens(8).build().getMaxTokens())
			.isEqualTo(8);
	}

	@Test
	void theOtherBuilderWinsButToolsAndEntriesAddUp() {
		Builder model = QhaigcGeminiChatOptions.builder()
			.model("gemini-2.5-flash")
			.seed(1)
			.toolCallbacks(TOOL)
			.stopSequences(List.of("A"))
			.headers(Map.of("X-A", "1", "X-B", "1"))
			.extraBody(Map.of("a", Map.of("b", 1, "c", 1)))
			.safetySettings(List.of(new SafetySetting(Category.HARASSMENT, Threshold.OFF),
					new SafetySetting(Category.HATE_SPEECH, Threshold.OFF)));
		QhaigcGeminiChatOptions options = model
			.combineWith(QhaigcGeminiChatOptions.builder()
				.seed(2)
				.toolCallbacks(TOOL)
				.stopSequences(List.of("A", "B"))
				.headers(Map.of("X-B", "2"))
				.extraBody(Map.of("a", Map.of("c", 2)))
				.safetySettings(List.of(new SafetySetting(Category.HARASSMENT, Threshold.BLOCK_ONLY_HIGH))))
			.build();
		assertThat(options.getModel()).isEqualTo("gemini-2.5-flash");
		assertThat(options.getSeed()).isEqualTo(2);
		assertThat(options.getToolCallbacks()).containsExactly(TOOL);
		assertThat(options.getStopSequences()).containsExactly("A", "B");
		assertThat(options.getHeaders()).isEqualTo(Map.of("X-A", "1", "X-B", "2"));
		assertThat(options.getExtraBody()).isEqualTo(Map.of("a", Map.of("b", 1, "c", 2)));
		assertThat(options.getSafetySettings()).containsExactlyInAnyOrder(
				new SafetySetting(Category.HARASSMENT, Threshold.BLOCK_ONLY_HIGH),
				new SafetySetting(Category.HATE_SPEECH, Threshold.OFF));
	}

	@Test
	void buildersOfPortableOptionsCombineToo() {
		QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder()
			.model("gemini-2.5-flash")
			.combineWith(ChatOptions.builder().temperature(0.5))
			.combineWith(ToolCallingChatOptions.builder().toolCallbacks(TOOL))
			.combineWith(StructuredOutputChatOptions.builder().outputSchema("{}"))
			.build();
		assertThat(options.getTemperature()).isEqualTo(0.5);
		assertThat(options.getToolCallbacks()).containsExactly(TOOL);
		assertThat(options.getOutputSchema()).isEqualTo("{}");
	}

	@Test
	void nullInTheExtraBodyRemovesAField() {
		Map<String, Object> body = new HashMap<>();
		body.put("safetySettings", null);
		assertThat(QhaigcGeminiChatOptions.builder().extraBody(body).build().getExtraBody())
			.containsEntry("safetySettings", null);
	}

	@Test
	void whatMayBeSecretIsNotShown() {
		assertThat(everything().build().toString())
			.contains("model=gemini-3-flash", "headers=[X-Api-Token]", "extraBody=[password]", "toolContext=[tenant]",
					"toolCallbacks=[now]")
			.doesNotContain("hidden");
	}

	@Test
	void aThinkingBudgetAndALevelReplaceEachOther() {
		Builder level = QhaigcGeminiChatOptions.builder().thinkingLevel(Thinking.Level.LOW);
		assertThat(level.build().mutate().thinkingBudget(100).build().getThinking()).isEqualTo(Thinking.budget(100));
		assertThat(level.clone().combineWith(QhaigcGeminiChatOptions.builder().thinkingBudget(5)).build().getThinking())
			.isEqualTo(Thinking.budget(5));
		assertThat(QhaigcGeminiChatOptions.builder()
			.thinkingBudget(5)
			.build()
			.mutate()
			.thinkingLevel(Thinking.Level.HIGH)
			.build()
			.getThinking()).isEqualTo(Thinking.Level.HIGH);
	}

	@Test
	void bothInOneBuilderAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(QhaigcGeminiChatOptions.builder().thinkingBudget(100).thinkingLevel(Thinking.Level.LOW)::build)
			.withMessageContaining("'qhaigc.chat.thinking-budget'")
			.withMessageContaining("'qhaigc.chat.thinking-level'");
		assertThatIllegalArgumentException().isThrownBy(QhaigcGeminiChatOptions.builder()
			.combineWith(QhaigcGeminiChatOptions.builder()
				.thinking(Thinking.level(Thinking.Level.LOW))
				.thinkingBudget(100))::build);
	}

	@Test
	void aMissingThinkingBudgetOrLevelChangesNothing() {
		assertThat(QhaigcGeminiChatOptions.builder()
			.thinkingBudget(5)
			.thinkingLevel(null)
			.thinkingBudget(null)
			.build()
			.getThinking()).isEqualTo(Thinking.budget(5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "temperature", "topP", "topK", "maxOutputTokens", "candidateCount", "logprobs" })
	void aNumberOutOfItsRangeIsRefusedByOptionAndProperty(String option) throws Exception {
		Class<?> type = option.startsWith("t") && !option.equals("topK") ? Double.class : Integer.class;
		Object wrong = (type == Double.class) ? (Object) (-0.1) : (Object) (-1);
		Builder builder = QhaigcGeminiChatOptions.builder();
		Builder.class.getMethod(option, type).invoke(builder, wrong);
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessageContaining("'" + option + "'")
			.withMessageContaining("'qhaigc.chat." + option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + "'")
			.withMessageContaining(wrong.toString());
	}

	@Test
	void wrongValuesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(QhaigcGeminiChatOptions.builder().temperature(2.1)::build)
			.withMessage(
					"Option 'temperature' (property 'qhaigc.chat.temperature') must be between 0 and 2, but is 2.1");
		assertThatIllegalArgumentException()
			.isThrownBy(QhaigcGeminiChatOptions.builder().stopSequences(List.of("1", "2", "3", "4", "5", "6"))::build)
			.withMessageContaining("at most 5");
		assertThatIllegalArgumentException().isThrownBy(() -> Thinking.budget(-2)).withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> new ToolChoice(ToolChoice.Mode.AUTO, List.of("a")));
		assertThatIllegalArgumentException().isThrownBy(() -> new Speech("Kore", Map.of("Ann", "Puck"), null));
		assertThatIllegalArgumentException().isThrownBy(() -> RetrievalConfig.at(91, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new RetrievalConfig(1.0, null, null));
		assertThatIllegalArgumentException().isThrownBy(ServerTool::fileSearch);
	}

	private static List<Method> getters() {
		return Arrays.stream(QhaigcGeminiChatOptions.class.getMethods())
			.filter((method) -> method.getName().startsWith("get") && !method.getName().equals("getClass"))
			.toList();
	}

	private static Builder everything() {
		return QhaigcGeminiChatOptions.builder()
			.model("gemini-3-flash")
			.temperature(0.5)
			.topP(0.9)
			.topK(40)
			.maxTokens(100)
			.stopSequences(List.of("END"))
			.presencePenalty(0.1)
			.frequencyPenalty(0.2)
			.toolCallbacks(TOOL)
			.toolContext(Map.of("tenant", "hidden"))
			.candidateCount(2)
			.seed(7)
			.responseLogprobs(true)
			.logprobs(3)
			.responseMimeType("application/json")
			.outputSchema("{}")
			.responseFormat(Map.of("text", Map.of()))
			.responseModalities(List.of(Modality.TEXT, Modality.IMAGE))
			.speech(Speech.voice("Kore"))
			.imageConfig(new ImageConfig("16:9", "2K"))
			.mediaResolution(MediaResolution.LOW)
			.thinking(Thinking.budget(100))
			.includeThoughts(true)
			.audioTranscriptionConfig(Map.of("a", 1))
			.translationConfig(Map.of("b", 1))
			.enableEnhancedCivicAnswers(true)
			.enableAffectiveDialog(true)
			.safetySettings(List.of(new SafetySetting(Category.HARASSMENT, Threshold.OFF)))
			.cachedContent("cachedContents/a")
			.serviceTier(ServiceTier.FLEX)
			.store(false)
			.toolChoice(ToolChoice.any("now"))
			.resetToolChoice(false)
			.serverTools(List.of(ServerTool.googleSearch()))
			.includeServerSideToolInvocations(true)
			.retrievalConfig(RetrievalConfig.at(30.2, 120.2))
			.schemaMode(SchemaMode.SCHEMA)
			.functionCallIds(FunctionCallIds.NEVER)
			.missingSignature(MissingSignature.SEND_UNSIGNED)
			.leadingModelTurn(LeadingModelTurn.DROP)
			.keepMediaInHistory(true)
			.onIncompleteStream(IncompleteStream.COMPLETE)
			.endpoint(Endpoint.UNIFIED)
			.extraBody(Map.of("password", "hidden"))
			.headers(Map.of("X-Api-Token", "hidden"));
	}

}
