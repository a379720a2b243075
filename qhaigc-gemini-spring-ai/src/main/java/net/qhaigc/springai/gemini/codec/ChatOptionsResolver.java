package net.qhaigc.springai.gemini.codec;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.util.CollectionUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Resolves the options that apply to a prompt. The options of the prompt itself can be of
 * any type.
 */
public final class ChatOptionsResolver {

	private static final Set<String> PORTABLE_PACKAGES = Set.of(ChatOptions.class.getPackageName(),
			ToolCallingChatOptions.class.getPackageName());

	private final QhaigcGeminiChatOptions modelOptions;

	private final WarnOnce warnings;

	/**
	 * Create a resolver for one model.
	 * @param modelOptions the options that apply to a prompt without options
	 * @param warnings logs a warning if options of another provider are ignored
	 */
	public ChatOptionsResolver(QhaigcGeminiChatOptions modelOptions, WarnOnce warnings) {
		this.modelOptions = modelOptions;
		this.warnings = warnings;
	}

	/**
	 * Resolve the options of a prompt. {@link QhaigcGeminiChatOptions} are used
	 * unchanged, except that a missing model, endpoint or API key is taken from the model
	 * options. If the options are of any other type, the portable ones among them are
	 * merged into the model options, and all others are ignored. The model ID in options
	 * of another provider is also ignored.
	 * @param prompt the prompt
	 * @return a prompt with the same messages, whose options are
	 * {@link QhaigcGeminiChatOptions}
	 */
	public Prompt resolve(Prompt prompt) {
		QhaigcGeminiChatOptions options = resolve(prompt.getOptions());
		return (options == prompt.getOptions()) ? prompt : new Prompt(prompt.getInstructions(), options);
	}

	private QhaigcGeminiChatOptions resolve(@Nullable ChatOptions options) {
		if (options == null) {
			return this.modelOptions;
		}
		if (options instanceof QhaigcGeminiChatOptions own) {
			return withApiKey(withModelAndEndpoint(own));
		}
		QhaigcGeminiChatOptions.Builder builder = this.modelOptions.mutate();
		merge(options, builder);
		if (PORTABLE_PACKAGES.contains(options.getClass().getPackageName())) {
			ifPresent(options.getModel(), builder::model);
		}
		else {
			warnIgnoredOptions(options);
		}
		return builder.build();
	}

	private QhaigcGeminiChatOptions withModelAndEndpoint(QhaigcGeminiChatOptions options) {
		boolean addsModel = !StringUtils.hasText(options.getModel()) && this.modelOptions.getModel() != null;
		boolean addsEndpoint = options.getEndpoint() == null && this.modelOptions.getEndpoint() != null;
		if (!addsModel && !addsEndpoint) {
			return options;
		}
		QhaigcGeminiChatOptions.Builder builder = options.mutate();
		if (addsModel) {
			builder.model(this.modelOptions.getModel());
		}
		if (addsEndpoint) {
			builder.endpoint(this.modelOptions.getEndpoint());
		}
		return builder.build();
	}

	private QhaigcGeminiChatOptions withApiKey(QhaigcGeminiChatOptions options) {
		boolean complete = options.getApiKey() != null || this.modelOptions.getApiKey() == null;
		return complete ? options : options.mutate().apiKey(this.modelOptions.getApiKey()).build();
	}

	private static void merge(ChatOptions options, QhaigcGeminiChatOptions.Builder builder) {
		ifPresent(options.getTemperature(), builder::temperature);
		ifPresent(options.getTopP(), builder::topP);
		ifPresent(options.getTopK(), builder::topK);
		ifPresent(options.getMaxTokens(), builder::maxTokens);
		ifPresent(options.getStopSequences(), builder::stopSequences);
		ifPresent(options.getPresencePenalty(), builder::presencePenalty);
		ifPresent(options.getFrequencyPenalty(), builder::frequencyPenalty);
		if (options instanceof StructuredOutputChatOptions structured) {
			ifPresent(structured.getOutputSchema(), builder::outputSchema);
		}
		if (options instanceof ToolCallingChatOptions toolCalling) {
			if (!CollectionUtils.isEmpty(toolCalling.getToolCallbacks())) {
				builder.toolCallbacks(toolCalling.getToolCallbacks());
			}
			ifPresent(toolCalling.getToolContext(), builder::toolContext);
		}
	}

	private static <T> void ifPresent(@Nullable T value, Consumer<T> setter) {
		if (value != null) {
			setter.accept(value);
		}
	}

	private void warnIgnoredOptions(ChatOptions options) {
		Set<String> ignored = nonPortableOptions(options);
		if (StringUtils.hasText(options.getModel())) {
			ignored.add("model");
		}
		String type = options.getClass().getSimpleName();
		if (!ignored.isEmpty()) {
			this.warnings.warn("options", type,
					"These options of the prompt's %s were ignored: %s. Use QhaigcGeminiChatOptions to set options of this model"
						.formatted(type, String.join(", ", ignored)));
		}
	}

	/** Return the names of the non-portable options that are set. */
	private static Set<String> nonPortableOptions(ChatOptions options) {
		List<String> portable = Arrays.stream(QhaigcGeminiChatOptions.class.getSuperclass().getMethods())
			.map(Method::getName)
			.toList();
		Set<String> names = new TreeSet<>();
		for (Method method : options.getClass().getMethods()) {
			boolean isGetter = method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers())
					&& method.getName().matches("(get|is)[A-Z].*");
			if (isGetter && !portable.contains(method.getName()) && !method.getName().equals("getOutputSchema")
					&& isSet(method, options)) {
				names.add(StringUtils.uncapitalize(method.getName().replaceFirst("^(get|is)", "")));
			}
		}
		return names;
	}

	private static boolean isSet(Method getter, ChatOptions options) {
		try {
			ReflectionUtils.makeAccessible(getter);
			Object value = getter.invoke(options);
			return value != null && !Boolean.FALSE.equals(value)
					&& !(value instanceof Collection<?> list && list.isEmpty())
					&& !(value instanceof Map<?, ?> map && map.isEmpty());
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return false;
		}
	}

}
