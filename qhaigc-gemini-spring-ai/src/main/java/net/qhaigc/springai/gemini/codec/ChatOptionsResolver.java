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

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.util.CollectionUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Which options hold for a prompt, whatever kind of options it brings.
 */
public final class ChatOptionsResolver {

	private static final Set<String> PORTABLE_PACKAGES = Set.of(ChatOptions.class.getPackageName(),
			ToolCallingChatOptions.class.getPackageName());

	private final QhaigcGeminiChatOptions modelOptions;

	private final WarnOnce notices;

	/**
	 * Makes the rule for one model.
	 * @param modelOptions what holds where a prompt says nothing
	 * @param notices where it is said what another provider's options had that is not
	 * taken over
	 */
	public ChatOptionsResolver(QhaigcGeminiChatOptions modelOptions, WarnOnce notices) {
		this.modelOptions = modelOptions;
		this.notices = notices;
	}

	/**
	 * Settles the options of a prompt. Options of ours hold as they are, but for a
	 * missing model, which comes with its endpoint. Any others are laid over the model's
	 * own; another provider's without the model that they name.
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
		if (options instanceof QhaigcGeminiChatOptions ours) {
			boolean complete = StringUtils.hasText(ours.getModel()) || this.modelOptions.getModel() == null;
			return complete ? ours : withModel(ours);
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

	private QhaigcGeminiChatOptions withModel(QhaigcGeminiChatOptions options) {
		QhaigcGeminiChatOptions.Builder builder = options.mutate()
			.model(this.modelOptions.getModel())
			.endpoint(this.modelOptions.getEndpoint());
		ifPresent(options.getEndpoint(), builder::endpoint);
		return builder.build();
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
		Set<String> lost = ownFields(options);
		if (StringUtils.hasText(options.getModel())) {
			lost.add("model");
		}
		String type = options.getClass().getSimpleName();
		if (!lost.isEmpty()) {
			this.notices.warn("options", type,
					"Of the prompt's %s, what is not portable is not sent to the Qhaigc gateway: %s. Use QhaigcGeminiChatOptions to set such things"
						.formatted(type, String.join(", ", lost)));
		}
	}

	/** The names of what is set beyond the portable options; values are never shown. */
	private static Set<String> ownFields(ChatOptions options) {
		List<String> portable = Arrays.stream(QhaigcGeminiChatOptions.class.getSuperclass().getMethods())
			.map(Method::getName)
			.toList();
		Set<String> names = new TreeSet<>();
		for (Method method : options.getClass().getMethods()) {
			boolean getter = method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers())
					&& method.getName().matches("(get|is)[A-Z].*");
			if (getter && !portable.contains(method.getName()) && !method.getName().equals("getOutputSchema")
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
