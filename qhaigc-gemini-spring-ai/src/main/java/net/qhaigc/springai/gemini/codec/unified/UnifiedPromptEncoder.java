package net.qhaigc.springai.gemini.codec.unified;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.codec.schema.SchemaEncoder;
import net.qhaigc.springai.gemini.codec.warning.IgnoredOptions;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.FunctionCallIds;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.options.ServiceTier;
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.options.ToolChoice;
import net.qhaigc.springai.gemini.wire.ChatCompletionRequest;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.ToolConfig.FunctionCallingConfig;

/**
 * Encodes prompts for the unified endpoint. Options that OpenAI's format does not have
 * are ignored, each with a warning.
 */
public final class UnifiedPromptEncoder {

	private final UnifiedMessageEncoder messageEncoder;

	private final SchemaEncoder schemaEncoder;

	private final IgnoredOptions ignoredOptions;

	private final WarnOnce warnings;

	/**
	 * Create an encoder for one chat model.
	 * @param warnings logs the options and parts that the endpoint does not support
	 */
	public UnifiedPromptEncoder(WarnOnce warnings) {
		this.messageEncoder = new UnifiedMessageEncoder(warnings);
		this.schemaEncoder = new SchemaEncoder(warnings);
		this.ignoredOptions = IgnoredOptions.ofUnifiedEndpoint(warnings);
		this.warnings = warnings;
	}

	/**
	 * Encode a prompt.
	 * @param prompt the prompt
	 * @return the body of the request
	 * @throws IllegalArgumentException if the output schema is not a JSON Schema
	 */
	public ChatCompletionRequest encode(UnifiedPrompt prompt) {
		QhaigcGeminiChatOptions options = prompt.options();
		warnIgnoredOptions(options);
		String model = Objects.requireNonNull(options.getModel());
		List<Map<String, Object>> tools = tools(prompt);
		return ChatCompletionRequest
			.builder(model, this.messageEncoder.encode(prompt.systemInstruction(), prompt.contents()))
			.maxTokens(options.getMaxTokens())
			.temperature(options.getTemperature())
			.topP(options.getTopP())
			.n(options.getCandidateCount())
			.stop(options.getStopSequences())
			.presencePenalty(options.getPresencePenalty())
			.frequencyPenalty(options.getFrequencyPenalty())
			.seed(options.getSeed())
			.logprobs(options.getResponseLogprobs())
			.topLogprobs(options.getLogprobs())
			.reasoningEffort(reasoningEffort(options))
			.serviceTier(serviceTier(options.getServiceTier()))
			.store(options.getStore())
			.metadata(options.getLabels())
			.user(options.getUser())
			.logitBias(options.getLogitBias())
			.tools(tools.isEmpty() ? null : tools)
			.toolChoice(toolChoice(prompt))
			.parallelToolCalls(parallelToolCalls(options, !tools.isEmpty()))
			.responseFormat(responseFormat(options))
			.build();
	}

	/** Warn about options for which OpenAI's format has no fields. */
	private void warnIgnoredOptions(QhaigcGeminiChatOptions options) {
		this.ignoredOptions.warnIfSet("topK", options.getTopK());
		this.ignoredOptions.warnIfSet("responseFormat", options.getResponseFormat());
		this.ignoredOptions.warnIfSet("responseModalities", options.getResponseModalities());
		this.ignoredOptions.warnIfSet("speech", options.getSpeech());
		this.ignoredOptions.warnIfSet("imageConfig", options.getImageConfig());
		this.ignoredOptions.warnIfSet("mediaResolution", options.getMediaResolution());
		this.ignoredOptions.warnIfSet("includeThoughts", options.getIncludeThoughts());
		this.ignoredOptions.warnIfSet("audioTranscriptionConfig", options.getAudioTranscriptionConfig());
		this.ignoredOptions.warnIfSet("translationConfig", options.getTranslationConfig());
		this.ignoredOptions.warnIfSet("enableEnhancedCivicAnswers", options.getEnableEnhancedCivicAnswers());
		this.ignoredOptions.warnIfSet("enableAffectiveDialog", options.getEnableAffectiveDialog());
		this.ignoredOptions.warnIfSet("safetySettings", options.getSafetySettings());
		this.ignoredOptions.warnIfSet("cachedContent", options.getCachedContent());
		this.ignoredOptions.warnIfSet("serverTools", options.getServerTools());
		this.ignoredOptions.warnIfSet("includeServerSideToolInvocations",
				options.getIncludeServerSideToolInvocations());
		this.ignoredOptions.warnIfSet("retrievalConfig", options.getRetrievalConfig());
		this.ignoredOptions.warnIfSet("thinkingBudget", options.getThinkingBudget());
		if (options.getFunctionCallIds() == FunctionCallIds.NEVER) {
			this.ignoredOptions.warnIfSet("functionCallIds", options.getFunctionCallIds());
		}
	}

	/**
	 * Return the tools to declare: the tools of the prompt and the extra tools. If the
	 * tool choice names tools, tools of the prompt that it does not name are left out.
	 */
	private List<Map<String, Object>> tools(UnifiedPrompt prompt) {
		FunctionCallingConfig choice = prompt.toolChoice();
		List<String> allowed = (choice != null) ? choice.allowedFunctionNames() : null;
		List<Map<String, Object>> tools = new ArrayList<>();
		prompt.tools().forEach((name, definition) -> {
			if (allowed == null || allowed.contains(name)) {
				tools.add(tool(definition, name, prompt.options().getSchemaMode()));
			}
		});
		if (prompt.options().getExtraTools() != null) {
			tools.addAll(prompt.options().getExtraTools());
		}
		return tools;
	}

	private Map<String, Object> tool(ToolDefinition definition, String name, @Nullable SchemaMode mode) {
		String description = StringUtils.hasText(definition.description()) ? definition.description() : null;
		return JsonObject.of("type", "function", "function",
				JsonObject.of("name", name, "description", description, "parameters", parameters(definition, mode)));
	}

	private @Nullable Map<String, Object> parameters(ToolDefinition definition, @Nullable SchemaMode mode) {
		if (!StringUtils.hasText(definition.inputSchema())) {
			return null;
		}
		if (mode == SchemaMode.SCHEMA) {
			return RelaySchema
				.of(this.schemaEncoder.encodeParameters(definition.name(), definition.inputSchema(), mode, false));
		}
		return this.schemaEncoder.parseParameters(definition.name(), definition.inputSchema());
	}

	/**
	 * Return the value of {@code parallel_tool_calls}, which OpenAI rejects if there are
	 * no tools.
	 */
	private @Nullable Boolean parallelToolCalls(QhaigcGeminiChatOptions options, boolean hasTools) {
		if (options.getParallelToolCalls() != null && !hasTools) {
			this.warnings.debug("parallel tool calls", "no tools",
					"Option 'parallelToolCalls' is not sent, since the prompt has no tools");
			return null;
		}
		return options.getParallelToolCalls();
	}

	private @Nullable String toolChoice(UnifiedPrompt prompt) {
		FunctionCallingConfig choice = prompt.toolChoice();
		if (choice == null) {
			return null;
		}
		ToolChoice option = prompt.options().getToolChoice();
		if (option != null && option.mode() == ToolChoice.Mode.VALIDATED) {
			this.warnings.warn("tool choice", "validated",
					"Option 'toolChoice' (VALIDATED) is sent as 'auto' with the allowed tools: the unified endpoint does not validate tool calls");
		}
		return switch (choice.mode()) {
			case "ANY" -> "required";
			case "NONE" -> "none";
			default -> "auto";
		};
	}

	private static @Nullable String reasoningEffort(QhaigcGeminiChatOptions options) {
		return (options.getThinking() instanceof Thinking.Level level) ? level.name().toLowerCase(Locale.ROOT) : null;
	}

	private static @Nullable String serviceTier(@Nullable ServiceTier tier) {
		if (tier == null) {
			return null;
		}
		return (tier == ServiceTier.STANDARD) ? "default" : tier.name().toLowerCase(Locale.ROOT);
	}

	private @Nullable Map<String, Object> outputSchema(String schema, @Nullable SchemaMode mode) {
		return (mode == SchemaMode.SCHEMA) ? RelaySchema.of(this.schemaEncoder.encodeOutput(schema, mode, false))
				: this.schemaEncoder.parseOutput(schema);
	}

	private @Nullable Map<String, Object> responseFormat(QhaigcGeminiChatOptions options) {
		String mimeType = options.getResponseMimeType();
		boolean json = mimeType == null || mimeType.equals("application/json");
		String schema = options.getOutputSchema();
		if (json && schema != null && StringUtils.hasText(schema)) {
			Map<String, Object> encoded = outputSchema(schema, options.getSchemaMode());
			return JsonObject.of("type", "json_schema", "json_schema", JsonObject.of("name", "answer", "strict",
					StrictSchema.isStrict(encoded) ? true : null, "schema", encoded));
		}
		if (mimeType == null || mimeType.equals("text/plain")) {
			return null;
		}
		if (!json) {
			this.ignoredOptions.warnIfSet("responseMimeType", mimeType);
			return null;
		}
		return Map.of("type", "json_object");
	}

}
