package net.qhaigc.springai.gemini.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.definition.ToolDefinition;

import net.qhaigc.springai.gemini.codec.markup.ResponseMarkup;
import net.qhaigc.springai.gemini.codec.schema.SchemaEncoder;
import net.qhaigc.springai.gemini.codec.turn.MediaRetention;
import net.qhaigc.springai.gemini.codec.unified.UnifiedPrompt;
import net.qhaigc.springai.gemini.codec.unified.UnifiedPromptEncoder;
import net.qhaigc.springai.gemini.codec.warning.IgnoredOptions;
import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.MediaInMetadata;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.wire.ChatCompletionRequest;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.JsonObject;
import net.qhaigc.springai.gemini.wire.RequestBody;
import net.qhaigc.springai.gemini.wire.Tool;
import net.qhaigc.springai.gemini.wire.ToolConfig;

/**
 * Encodes prompts as requests to the gateway.
 */
public final class PromptEncoder {

	private final ToolCallingManager toolCallingManager;

	private final MediaRetention referenceRetention;

	private final WarnOnce warnings;

	private final MessageEncoder messageEncoder;

	private final ConfigEncoder configEncoder;

	private final ToolEncoder toolEncoder;

	private final UnifiedPromptEncoder unifiedEncoder;

	private final IgnoredOptions ignoredOptions;

	/**
	 * Create an encoder for one chat model.
	 * @param toolCallingManager resolves the definitions of the tools
	 * @param store the store of media that the model generates; null if there is none
	 * @param warnings logs what is dropped or changed
	 */
	public PromptEncoder(ToolCallingManager toolCallingManager, @Nullable MediaStore store, WarnOnce warnings) {
		this.toolCallingManager = toolCallingManager;
		this.referenceRetention = (store != null) ? MediaRetention.inStore(store, warnings) : MediaRetention.NONE;
		this.warnings = warnings;
		this.messageEncoder = new MessageEncoder(store, warnings);
		this.configEncoder = new ConfigEncoder(warnings);
		this.toolEncoder = new ToolEncoder(warnings);
		this.unifiedEncoder = new UnifiedPromptEncoder(warnings);
		this.ignoredOptions = IgnoredOptions.ofNativeEndpoint(warnings);
	}

	/**
	 * Encode a prompt.
	 * @param prompt a prompt with {@link QhaigcGeminiChatOptions}
	 * @return the request
	 * @throws IllegalArgumentException if the prompt or one of its options is invalid
	 */
	public EncodedPrompt encode(Prompt prompt) {
		QhaigcGeminiChatOptions options = (QhaigcGeminiChatOptions) Objects.requireNonNull(prompt.getOptions());
		String model = options.getModel();
		if (model == null || model.isBlank()) {
			throw new IllegalArgumentException(
					"The model is not set. Set qhaigc.model, or the option 'model' of this prompt");
		}
		List<ToolDefinition> available = this.toolCallingManager.resolveToolDefinitions(options);
		boolean unified = options.getEndpoint() == Endpoint.UNIFIED;
		List<ToolDefinition> tools = unified ? available
				: PredefinedFunctions.removeFrom(available, options, this.warnings);
		List<String> originalNames = available.isEmpty() ? List.of()
				: available.stream().map(ToolDefinition::name).toList();
		ToolNames names = unified ? ToolNames.forUnified(originalNames) : ToolNames.of(originalNames);
		MessageEncoder.Conversation conversation = this.messageEncoder.encode(prompt.getInstructions(), options,
				ModelId.of(model), names);
		ToolConfig toolConfig = this.toolEncoder.encodeToolConfig(options, names, !tools.isEmpty(),
				conversation.endsWithToolResult());
		RequestBody body = unified ? unifiedBody(conversation, options, tools, names, toolConfig)
				: nativeBody(conversation, options, tools, names, toolConfig);
		return new EncodedPrompt(model, body, orEmpty(options.getHeaders()), orEmpty(options.getExtraBody()),
				names.changed(), embeddedJsonLocations(options, tools, unified), ResponseMarkup.of(options),
				Objects.requireNonNullElse(options.getToolCallbacks(), List.of()), mediaRetention(options),
				conversation.earlierResponseHasThoughts());
	}

	private MediaRetention mediaRetention(QhaigcGeminiChatOptions options) {
		return switch (Objects.requireNonNullElse(options.getMediaInMetadata(), MediaInMetadata.REFERENCE)) {
			case REFERENCE -> this.referenceRetention;
			case COPY -> MediaRetention.COPY;
			case NONE -> MediaRetention.NONE;
		};
	}

	private ChatCompletionRequest unifiedBody(MessageEncoder.Conversation conversation, QhaigcGeminiChatOptions options,
			List<ToolDefinition> tools, ToolNames names, @Nullable ToolConfig toolConfig) {
		Map<String, ToolDefinition> toolsByWireName = new LinkedHashMap<>();
		tools.forEach((tool) -> toolsByWireName.put(names.toWire(tool.name()), tool));
		return this.unifiedEncoder
			.encode(new UnifiedPrompt(options, conversation.systemInstruction(), conversation.contents(),
					toolsByWireName, (toolConfig != null) ? toolConfig.functionCallingConfig() : null));
	}

	private GenerateContentRequest nativeBody(MessageEncoder.Conversation conversation, QhaigcGeminiChatOptions options,
			List<ToolDefinition> tools, ToolNames names, @Nullable ToolConfig toolConfig) {
		ModelId model = ModelId.of(options.getModel());
		warnIgnoredOptions(options);
		GenerateContentRequest.Builder request = GenerateContentRequest.builder(conversation.contents());
		List<Tool> encodedTools = this.toolEncoder.encodeTools(options, tools, names, model);
		if (options.getCachedContent() == null) {
			request.systemInstruction(conversation.systemInstruction()).tools(encodedTools).toolConfig(toolConfig);
		}
		else {
			warnAboutCachedContent(conversation.systemInstruction(), encodedTools, toolConfig);
		}
		return request.safetySettings(this.configEncoder.encodeSafety(options))
			.generationConfig(this.configEncoder.encode(options, model))
			.cachedContent(options.getCachedContent())
			.serviceTier(tier(options))
			.store(options.getStore())
			.labels(options.getLabels())
			.build();
	}

	/**
	 * Warn about fields that were dropped. Gemini rejects them in a request with cached
	 * content, since they are part of the cached content.
	 */
	private void warnAboutCachedContent(@Nullable Content systemInstruction, @Nullable List<Tool> tools,
			@Nullable ToolConfig toolConfig) {
		Set<String> dropped = JsonObject
			.of("systemInstruction", systemInstruction, "tools", tools, "toolConfig", toolConfig)
			.keySet();
		if (!dropped.isEmpty()) {
			String names = String.join(", ", dropped);
			this.warnings.warn("cached content", names,
					"A request with cached content must not contain %s. Add them to the cached content; they were dropped from the request"
						.formatted(names));
		}
	}

	/**
	 * Return where the response will contain JSON objects in strings, because the schema
	 * in the request cannot describe objects whose properties are unknown.
	 */
	private EmbeddedJsonLocations embeddedJsonLocations(QhaigcGeminiChatOptions options, List<ToolDefinition> tools,
			boolean unified) {
		ModelId model = ModelId.of(options.getModel());
		if (unified && options.getSchemaMode() != SchemaMode.SCHEMA) {
			return EmbeddedJsonLocations.NONE;
		}
		if (!SchemaEncoder.embedsJson(options.getSchemaMode(), model.isGemini25OrNewer())) {
			return EmbeddedJsonLocations.NONE;
		}
		return new EmbeddedJsonLocations(this.toolEncoder.embeddedJsonLocations(options, tools, model),
				this.configEncoder.embeddedJsonLocations(options, model));
	}

	/** Warn about options for which Google's format has no fields. */
	private void warnIgnoredOptions(QhaigcGeminiChatOptions options) {
		this.ignoredOptions.warnIfSet("user", options.getUser());
		this.ignoredOptions.warnIfSet("logitBias", options.getLogitBias());
		this.ignoredOptions.warnIfSet("parallelToolCalls", options.getParallelToolCalls());
	}

	private static @Nullable String tier(QhaigcGeminiChatOptions options) {
		return (options.getServiceTier() != null) ? options.getServiceTier().name().toLowerCase(Locale.ROOT) : null;
	}

	private static <T> Map<String, T> orEmpty(@Nullable Map<String, T> map) {
		return (map != null) ? map : Map.of();
	}

}
