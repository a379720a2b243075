package net.qhaigc.springai.gemini.support;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.FunctionCallIds;
import net.qhaigc.springai.gemini.options.ImageConfig;
import net.qhaigc.springai.gemini.options.IncompleteStream;
import net.qhaigc.springai.gemini.options.LeadingModelTurn;
import net.qhaigc.springai.gemini.options.MarkdownImages;
import net.qhaigc.springai.gemini.options.MediaInMetadata;
import net.qhaigc.springai.gemini.options.MediaResolution;
import net.qhaigc.springai.gemini.options.MissingSignature;
import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions.Builder;
import net.qhaigc.springai.gemini.options.RetrievalConfig;
import net.qhaigc.springai.gemini.options.SafetySetting;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.ServiceTier;
import net.qhaigc.springai.gemini.options.Speech;
import net.qhaigc.springai.gemini.options.ThinkTags;
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.options.ToolChoice;

/**
 * An example value for every option. The options are found by reflection on the builder,
 * so a test of all options fails if a new option has no example.
 */
public final class OptionExamples {

	/** A tool that takes no input. */
	public static final ToolCallback TOOL = FunctionToolCallback.builder("now", () -> "noon")
		.description("The time")
		.build();

	/** Options that set the value of another option, completely or in part. */
	private static final Set<String> ALIASES = Set.of("maxOutputTokens", "responseSchema", "cachedContentName",
			"thinkingBudget", "thinkingLevel");

	private static final Map<String, Object> VALUES = new TreeMap<>(Map.ofEntries(Map.entry("model", "gemini-3-flash"),
			Map.entry("temperature", 0.5), Map.entry("topP", 0.9), Map.entry("topK", 40), Map.entry("maxTokens", 100),
			Map.entry("maxOutputTokens", 200), Map.entry("stopSequences", List.of("END")),
			Map.entry("presencePenalty", 0.1), Map.entry("frequencyPenalty", 0.2),
			Map.entry("toolCallbacks", List.of(TOOL)), Map.entry("toolContext", Map.of("tenant", "hidden")),
			Map.entry("candidateCount", 2), Map.entry("seed", 7), Map.entry("responseLogprobs", true),
			Map.entry("logprobs", 3), Map.entry("responseMimeType", "application/json"),
			Map.entry("outputSchema", "{\"type\":\"string\"}"), Map.entry("responseSchema", "{\"type\":\"number\"}"),
			Map.entry("responseFormat", Map.of("text", Map.of("mimeType", "TEXT_PLAIN"))),
			Map.entry("responseModalities", List.of(Modality.TEXT, Modality.IMAGE)),
			Map.entry("speech", Speech.voice("Kore")), Map.entry("imageConfig", new ImageConfig("16:9", "2K")),
			Map.entry("mediaResolution", MediaResolution.LOW), Map.entry("thinking", Thinking.budget(100)),
			Map.entry("thinkingBudget", 200), Map.entry("thinkingLevel", Thinking.Level.LOW),
			Map.entry("includeThoughts", true), Map.entry("audioTranscriptionConfig", Map.of("wordTimestamp", true)),
			Map.entry("translationConfig", Map.of("targetLanguageCode", "zh")),
			Map.entry("enableEnhancedCivicAnswers", true), Map.entry("enableAffectiveDialog", true),
			Map.entry("safetySettings",
					List.of(new SafetySetting(SafetySetting.Category.HARASSMENT, SafetySetting.Threshold.OFF))),
			Map.entry("cachedContent", "cachedContents/a"), Map.entry("cachedContentName", "cachedContents/b"),
			Map.entry("serviceTier", ServiceTier.FLEX), Map.entry("store", false),
			Map.entry("labels", Map.of("team", "search")), Map.entry("user", "user-1"),
			Map.entry("logitBias", Map.of("42", -100)), Map.entry("parallelToolCalls", false),
			Map.entry("toolChoice", ToolChoice.any("now")), Map.entry("resetToolChoice", false),
			Map.entry("serverTools", List.of(ServerTool.googleSearch())),
			Map.entry("extraTools", List.of(Map.of("mcpServers", List.of(Map.of("name", "hidden"))))),
			Map.entry("includeServerSideToolInvocations", true),
			Map.entry("retrievalConfig", RetrievalConfig.at(30.2, 120.2)), Map.entry("schemaMode", SchemaMode.SCHEMA),
			Map.entry("functionCallIds", FunctionCallIds.NEVER),
			Map.entry("missingSignature", MissingSignature.SEND_UNSIGNED),
			Map.entry("leadingModelTurn", LeadingModelTurn.DROP), Map.entry("mediaInMetadata", MediaInMetadata.COPY),
			Map.entry("keepMedia", 0), Map.entry("keepImages", 0),
			Map.entry("onIncompleteStream", IncompleteStream.COMPLETE), Map.entry("maxContinuations", 3),
			Map.entry("thinkTags", ThinkTags.SPLIT), Map.entry("markdownImages", MarkdownImages.EXTRACT),
			Map.entry("endpoint", Endpoint.UNIFIED), Map.entry("apiKey", new SimpleApiKey("sk-hidden")),
			Map.entry("extraBody", Map.of("password", "hidden")),
			Map.entry("headers", Map.of("X-Api-Token", "hidden"))));

	private OptionExamples() {
	}

	/** Return the name of each option that the builder has, aliases included. */
	public static Stream<String> names() {
		return setters().map(Method::getName);
	}

	/** Return the example for an option. */
	public static Object value(String option) {
		return Objects.requireNonNull(VALUES.get(option), () -> "There is no example for the option " + option);
	}

	/** Set an option, or unset it with null. */
	public static void set(Builder builder, String option, @Nullable Object value) {
		Method setter = setters().filter((method) -> method.getName().equals(option)).findFirst().orElseThrow();
		try {
			setter.invoke(builder, value);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Return the value that the getter of an option returns. The getter must exist. */
	public static @Nullable Object get(QhaigcGeminiChatOptions options, String option) {
		try {
			return QhaigcGeminiChatOptions.class.getMethod("get" + StringUtils.capitalize(option)).invoke(options);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Return a builder in which every option is set. */
	public static Builder allOptions() {
		Builder builder = QhaigcGeminiChatOptions.builder();
		names().filter((option) -> !ALIASES.contains(option)).forEach((option) -> set(builder, option, value(option)));
		return builder;
	}

	/** Return each builder method that takes the value of one option. */
	private static Stream<Method> setters() {
		Map<String, Method> setters = new LinkedHashMap<>();
		Arrays.stream(Builder.class.getMethods())
			.filter((method) -> method.getParameterCount() == 1 && !method.getParameterTypes()[0].isArray())
			.filter((method) -> Builder.class.isAssignableFrom(method.getReturnType()) || isInherited(method))
			.filter((method) -> !method.getName().equals("combineWith") && !takesApiKeyAsString(method))
			.forEach((method) -> setters.putIfAbsent(method.getName(), method));
		return new TreeMap<>(setters).values().stream();
	}

	/**
	 * Whether the method takes the API key as a string. The example is for the method
	 * with the same name that takes an {@code ApiKey}.
	 */
	private static boolean takesApiKeyAsString(Method method) {
		return method.getName().equals("apiKey") && method.getParameterTypes()[0] == String.class;
	}

	/**
	 * Whether the method is inherited from a builder of Spring AI. Such a method is
	 * declared to return a type variable, which reflection shows as a supertype of
	 * {@link Builder}.
	 */
	private static boolean isInherited(Method method) {
		return method.getReturnType().isAssignableFrom(Builder.class) && method.getReturnType() != Object.class;
	}

}
