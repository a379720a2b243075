package net.qhaigc.springai.gemini.failover;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.util.CollectionUtils;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.client.error.FailureKind;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Adapts the options of a prompt to a route. {@code ChatClient} fills a prompt with the
 * options of the first route, so a value that equals the value of the first route is not
 * regarded as set by the caller. If the options of the prompt and of this route have the
 * same type, those of the prompt are used unchanged, unless the options of the prompt and
 * of both routes are {@link QhaigcGeminiChatOptions}.
 *
 * @param first the options of the first route
 * @param own the options of this route
 */
record RouteOptions(ChatOptions first, ChatOptions own) {

	/** Return a prompt whose options are valid for this route. */
	Prompt apply(Prompt prompt) {
		ChatOptions options = prompt.getOptions();
		if (options == null || this.own == this.first) {
			return prompt;
		}
		ChatOptions adapted = adapt(options);
		return (adapted == options) ? prompt : new Prompt(prompt.getInstructions(), adapted);
	}

	private ChatOptions adapt(ChatOptions options) {
		if (this.own instanceof QhaigcGeminiChatOptions ownOptions
				&& options instanceof QhaigcGeminiChatOptions promptOptions
				&& this.first instanceof QhaigcGeminiChatOptions defaults) {
			return adapt(promptOptions, defaults, ownOptions);
		}
		return (options.getClass() == this.own.getClass()) ? options : copyPortableOptions(options);
	}

	/**
	 * The caller's model is kept unless the model of this route differs from that of the
	 * first route.
	 */
	private static QhaigcGeminiChatOptions adapt(QhaigcGeminiChatOptions options, QhaigcGeminiChatOptions defaults,
			QhaigcGeminiChatOptions own) {
		QhaigcGeminiChatOptions changes = options.differencesFrom(defaults);
		QhaigcGeminiChatOptions.Builder builder = own.mutate().combineWith(changes.mutate());
		if (changes.getStopSequences() != null) {
			builder.stopSequences(changes.getStopSequences());
		}
		if (own.getModel() != null && !own.getModel().equals(defaults.getModel())) {
			builder.model(own.getModel());
		}
		return builder.build();
	}

	/**
	 * Return a copy of the options of this route with the values that the caller has set
	 * for the options that Spring AI declares, except the model.
	 */
	private ChatOptions copyPortableOptions(ChatOptions options) {
		ChatOptions.Builder<?> builder = this.own.mutate();
		copyIfChanged(options, ChatOptions::getTemperature, builder::temperature);
		copyIfChanged(options, ChatOptions::getTopP, builder::topP);
		copyIfChanged(options, ChatOptions::getTopK, builder::topK);
		copyIfChanged(options, ChatOptions::getMaxTokens, builder::maxTokens);
		copyIfChanged(options, ChatOptions::getFrequencyPenalty, builder::frequencyPenalty);
		copyIfChanged(options, ChatOptions::getPresencePenalty, builder::presencePenalty);
		copyIfChanged(options, ChatOptions::getStopSequences, builder::stopSequences);
		if (options instanceof ToolCallingChatOptions tools
				&& builder instanceof ToolCallingChatOptions.Builder<?> to) {
			copyTools(tools, to);
		}
		if (options instanceof StructuredOutputChatOptions structured && structured.getOutputSchema() != null
				&& builder instanceof StructuredOutputChatOptions.Builder<?> to) {
			to.outputSchema(structured.getOutputSchema());
		}
		return builder.build();
	}

	private static void copyTools(ToolCallingChatOptions options, ToolCallingChatOptions.Builder<?> builder) {
		if (!CollectionUtils.isEmpty(options.getToolCallbacks())) {
			builder.toolCallbacks(options.getToolCallbacks());
		}
		if (!CollectionUtils.isEmpty(options.getToolContext())) {
			builder.toolContext(options.getToolContext());
		}
	}

	private <T> void copyIfChanged(ChatOptions options, Function<ChatOptions, @Nullable T> getter, Consumer<T> setter) {
		T value = getter.apply(options);
		if (value != null && !Objects.equals(value, getter.apply(this.first))) {
			setter.accept(value);
		}
	}

	/**
	 * Return whether the failure was caused by the caller's API key, as
	 * {@link #isCausedByCallersKey} determines, or by the model that the caller has set.
	 * Such a failure says nothing about the route.
	 */
	boolean isCausedByCaller(RouteFailure failure, Prompt prompt, ChatModel model) {
		return isCausedByCallersKey(failure, prompt, model)
				|| (failure.kind() == FailureKind.MODEL && hasCallersModel(prompt));
	}

	/**
	 * Return whether the failure was caused by the API key that the caller has set or
	 * that an {@code ApiKeyResolver} has returned.
	 */
	boolean isCausedByCallersKey(RouteFailure failure, Prompt prompt, ChatModel model) {
		if (failure.kind() != FailureKind.API_KEY && failure.kind() != FailureKind.CREDIT) {
			return false;
		}
		boolean hasKey = prompt.getOptions() instanceof QhaigcGeminiChatOptions options && options.getApiKey() != null;
		return model instanceof QhaigcGeminiChatModel qhaigc && (hasKey || qhaigc.hasApiKeyResolver());
	}

	private boolean hasCallersModel(Prompt prompt) {
		ChatOptions options = apply(prompt).getOptions();
		return options != null && options.getModel() != null && !options.getModel().equals(this.own.getModel());
	}

}
