package net.qhaigc.springai.gemini.options;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.test.options.AbstractChatOptionsTests;

import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions.Builder;
import net.qhaigc.springai.gemini.options.SafetySetting.Category;
import net.qhaigc.springai.gemini.options.SafetySetting.Threshold;
import net.qhaigc.springai.gemini.support.OptionExamples;

import static net.qhaigc.springai.gemini.support.OptionExamples.TOOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link QhaigcGeminiChatOptions} and its builder.
 */
class QhaigcGeminiChatOptionsTests extends AbstractChatOptionsTests<QhaigcGeminiChatOptions, Builder> {

	@Override
	protected Class<QhaigcGeminiChatOptions> getConcreteOptionsClass() {
		return QhaigcGeminiChatOptions.class;
	}

	@Override
	protected Builder readyToBuildBuilder() {
		return OptionExamples.allOptions();
	}

	@Test
	void stripsWhitespaceAroundModel() {
		assertThat(QhaigcGeminiChatOptions.builder().model(" gemini-9 \n").build().getModel()).isEqualTo("gemini-9");
	}

	@Nested
	class EveryOption {

		@ParameterizedTest
		@MethodSource("net.qhaigc.springai.gemini.support.OptionExamples#names")
		void isReturnedByItsGetter(String option) {
			Object value = OptionExamples.value(option);
			assertThat(OptionExamples.get(with(option), option)).isEqualTo(value);
		}

		@ParameterizedTest
		@MethodSource("net.qhaigc.springai.gemini.support.OptionExamples#names")
		void isUnsetByNull(String option) {
			Builder builder = with(option).mutate();
			OptionExamples.set(builder, option, null);
			assertThat(builder.build()).isEqualTo(QhaigcGeminiChatOptions.builder().build());
		}

		@ParameterizedTest
		@MethodSource("net.qhaigc.springai.gemini.support.OptionExamples#names")
		void isIncludedInEqualsAndHashCode(String option) {
			assertThat(with(option)).isEqualTo(with(option))
				.hasSameHashCodeAs(with(option))
				.isNotEqualTo(QhaigcGeminiChatOptions.builder().build());
		}

		@ParameterizedTest
		@MethodSource("net.qhaigc.springai.gemini.support.OptionExamples#names")
		void isCopied(String option) {
			QhaigcGeminiChatOptions options = with(option);
			assertThat(options.mutate().build()).isEqualTo(options);
			assertThat(options.mutate().clone().build()).isEqualTo(options);
			assertThat(QhaigcGeminiChatOptions.builder().combineWith(options.mutate()).build()).isEqualTo(options);
			assertThat(options.mutate().combineWith(QhaigcGeminiChatOptions.builder()).build()).isEqualTo(options);
		}

		@ParameterizedTest
		@MethodSource("net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptionsTests#getters")
		void hasGetterThatReturnsNullIfNotSet(Method getter) throws ReflectiveOperationException {
			assertThat(getter.invoke(QhaigcGeminiChatOptions.builder().build())).isNull();
		}

		@ParameterizedTest
		@MethodSource("net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptionsTests#getters")
		void hasSetter(Method getter) {
			String option = getter.getName().substring("get".length());
			assertThat(OptionExamples.names()).anyMatch(option::equalsIgnoreCase);
		}

		private static QhaigcGeminiChatOptions with(String option) {
			Builder builder = QhaigcGeminiChatOptions.builder();
			OptionExamples.set(builder, option, OptionExamples.value(option));
			return builder.build();
		}

	}

	@Nested
	class Copies {

		@Test
		void includeAllOptions() {
			QhaigcGeminiChatOptions options = OptionExamples.allOptions().build();
			assertThat(options.mutate().build()).isEqualTo(options).hasSameHashCodeAs(options);
			assertThat(OptionExamples.allOptions().clone().build()).isEqualTo(options);
			assertThat(QhaigcGeminiChatOptions.builder().combineWith(OptionExamples.allOptions()).build())
				.isEqualTo(options);
			assertThat(OptionExamples.allOptions().combineWith(QhaigcGeminiChatOptions.builder()).build())
				.isEqualTo(options);
		}

		@Test
		void clonedBuildersAreIndependent() {
			Builder builder = QhaigcGeminiChatOptions.builder().seed(1);
			Builder clone = builder.clone().seed(2);
			assertThat(builder.build().getSeed()).isEqualTo(1);
			assertThat(clone.build().getSeed()).isEqualTo(2);
		}

		@Test
		void optionsDoNotChangeWithBuilder() {
			Builder builder = QhaigcGeminiChatOptions.builder().extraBody(Map.of("a", 1));
			QhaigcGeminiChatOptions options = builder.build();
			builder.extraBody(Map.of());
			assertThat(options.getExtraBody()).containsExactly(Map.entry("a", 1));
		}

		@Test
		void copiesFreeFormValuesDeeply() {
			List<Object> list = new ArrayList<>(List.of(1));
			Map<String, Object> inner = new HashMap<>(Map.of("list", list));
			QhaigcGeminiChatOptions options = QhaigcGeminiChatOptions.builder()
				.extraBody(new HashMap<>(Map.of("inner", inner)))
				.build();
			list.add(2);
			inner.put("other", 3);
			assertThat(options.getExtraBody()).isEqualTo(Map.of("inner", Map.of("list", List.of(1)))).isUnmodifiable();
			Map<?, ?> copy = (Map<?, ?>) options.getExtraBody().get("inner");
			assertThat(copy).isUnmodifiable();
			assertThat((List<?>) copy.get("list")).isUnmodifiable();
		}

		@Test
		void convertsArraysToListsAndBytesToBase64() {
			assertThat(QhaigcGeminiChatOptions.builder()
				.extraBody(Map.of("texts", new String[] { "a" }, "numbers", new int[] { 1 }, "bytes", new byte[] { 1 }))
				.build()
				.getExtraBody()).isEqualTo(Map.of("texts", List.of("a"), "numbers", List.of(1), "bytes", "AQ=="));
		}

		@Test
		void keepsNullsInExtraBody() {
			Map<String, Object> body = new HashMap<>();
			body.put("safetySettings", null);
			assertThat(QhaigcGeminiChatOptions.builder().extraBody(body).build().getExtraBody())
				.containsEntry("safetySettings", null);
		}

	}

	@Nested
	class CombineWith {

		@Test
		void replacesOptionsButMergesToolsAndMapsAndSafetySettings() {
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
		void acceptsPortableOptionsBuilders() {
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

	}

	@Nested
	class ThinkingBudgetAndLevel {

		@Test
		void replaceEachOther() {
			Builder level = QhaigcGeminiChatOptions.builder().thinkingLevel(Thinking.Level.LOW);
			assertThat(level.build().mutate().thinkingBudget(100).build().getThinking())
				.isEqualTo(Thinking.budget(100));
			assertThat(level.clone()
				.combineWith(QhaigcGeminiChatOptions.builder().thinkingBudget(5))
				.build()
				.getThinking()).isEqualTo(Thinking.budget(5));
			assertThat(QhaigcGeminiChatOptions.builder()
				.thinkingBudget(5)
				.build()
				.mutate()
				.thinkingLevel(Thinking.Level.HIGH)
				.build()
				.getThinking()).isEqualTo(Thinking.Level.HIGH);
		}

		@Test
		void areMutuallyExclusiveInOneBuilder() {
			Builder both = QhaigcGeminiChatOptions.builder().thinkingBudget(100).thinkingLevel(Thinking.Level.LOW);
			assertThatIllegalArgumentException().isThrownBy(both::build)
				.withMessage(
						"Options 'thinkingBudget' and 'thinkingLevel' (properties 'qhaigc.chat.thinking-budget' and"
								+ " 'qhaigc.chat.thinking-level') are mutually exclusive. Set only one of them.");
			assertThatIllegalArgumentException().isThrownBy(QhaigcGeminiChatOptions.builder()
				.combineWith(QhaigcGeminiChatOptions.builder()
					.thinking(Thinking.level(Thinking.Level.LOW))
					.thinkingBudget(100))::build);
		}

		@Test
		void areUnsetByNullIndependentlyOfEachOther() {
			Builder budget = QhaigcGeminiChatOptions.builder().thinkingBudget(5);
			assertThat(budget.clone().thinkingLevel(null).build().getThinking()).isEqualTo(Thinking.budget(5));
			assertThat(budget.clone().thinkingBudget(null).build().getThinking()).isNull();
			Builder both = budget.clone().thinkingLevel(Thinking.Level.LOW);
			assertThat(both.clone().thinkingLevel(null).build().getThinking()).isEqualTo(Thinking.budget(5));
			assertThat(both.clone().thinkingBudget(null).build().getThinking()).isEqualTo(Thinking.Level.LOW);
			assertThat(both.clone().thinking(null).build().getThinking()).isNull();
		}

		@Test
		void haveGettersThatReturnNullIfOtherIsSet() {
			QhaigcGeminiChatOptions budget = QhaigcGeminiChatOptions.builder().thinking(Thinking.budget(5)).build();
			assertThat(budget.getThinkingBudget()).isEqualTo(5);
			assertThat(budget.getThinkingLevel()).isNull();
			QhaigcGeminiChatOptions level = QhaigcGeminiChatOptions.builder().thinking(Thinking.Level.LOW).build();
			assertThat(level.getThinkingBudget()).isNull();
			assertThat(level.getThinkingLevel()).isEqualTo(Thinking.Level.LOW);
		}

	}

	@Nested
	class Validation {

		@ParameterizedTest
		@CsvSource({ "temperature, 2.1, between 0 and 2", "topP, -0.1, between 0 and 1", "topK, 0, at least 1",
				"maxOutputTokens, 0, at least 1", "candidateCount, 0, at least 1", "logprobs, 21, between 0 and 20" })
		void rejectsNumberOutOfRange(String option, String number, String range) {
			Object value = (OptionExamples.value(option) instanceof Integer) ? (Object) Integer.valueOf(number)
					: Double.valueOf(number);
			Builder builder = QhaigcGeminiChatOptions.builder();
			OptionExamples.set(builder, option, value);
			String property = option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			assertThatIllegalArgumentException().isThrownBy(builder::build)
				.withMessage("Option '%s' (property 'qhaigc.chat.%s') must be %s, but is %s", option, property, range,
						number);
		}

		@Test
		void rejectsLogitBiasOutOfRange() {
			assertThatIllegalArgumentException()
				.isThrownBy(QhaigcGeminiChatOptions.builder().logitBias(Map.of("42", 0, "43", 101))::build)
				.withMessage("Option 'logitBias' (property 'qhaigc.chat.logit-bias') must be between -100 and 100,"
						+ " but is 101");
		}

		@Test
		void rejectsTooManyStopSequences() {
			assertThatIllegalArgumentException()
				.isThrownBy(
						QhaigcGeminiChatOptions.builder().stopSequences(List.of("1", "2", "3", "4", "5", "6"))::build)
				.withMessage(
						"Option 'stopSequences' (property 'qhaigc.chat.stop-sequences') must have at most 5 values,"
								+ " but is [1, 2, 3, 4, 5, 6]");
		}

		@Test
		void rejectsInvalidArguments() {
			assertThatIllegalArgumentException().isThrownBy(() -> Thinking.budget(-2)).withMessageContaining("-1");
			assertThatIllegalArgumentException().isThrownBy(() -> new ToolChoice(ToolChoice.Mode.AUTO, List.of("a")));
			assertThatIllegalArgumentException().isThrownBy(() -> new Speech("Kore", Map.of("Ann", "Puck"), null));
			assertThatIllegalArgumentException().isThrownBy(() -> RetrievalConfig.at(91, 0));
			assertThatIllegalArgumentException().isThrownBy(() -> new RetrievalConfig(1.0, null, null));
			assertThatIllegalArgumentException().isThrownBy(ServerTool::fileSearch);
		}

	}

	@Nested
	class Printing {

		@Test
		void omitsSecrets() {
			assertThat(OptionExamples.allOptions().build().toString())
				.contains("model=gemini-3-flash", "headers=[X-Api-Token]", "extraBody=[password]",
						"toolContext=[tenant]", "toolCallbacks=[now]")
				.doesNotContain("hidden");
		}

		@Test
		void omitsOptionsThatAreNotSet() {
			assertThat(QhaigcGeminiChatOptions.builder().build()).hasToString("QhaigcGeminiChatOptions{}");
		}

	}

	static Stream<Method> getters() {
		return Arrays.stream(QhaigcGeminiChatOptions.class.getMethods())
			.filter((method) -> method.getName().startsWith("get") && !method.getName().equals("getClass"));
	}

}
