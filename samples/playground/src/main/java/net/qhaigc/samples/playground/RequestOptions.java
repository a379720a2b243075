package net.qhaigc.samples.playground;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.Thinking;

/**
 * The options that the page has set. The configuration of the application applies to
 * those of the {@linkplain #toOptions() chat options} that are null.
 *
 * @param model the ID of the model
 * @param fallbackModel the ID of the model to use if {@code model} fails before it
 * responds
 * @param endpoint the endpoint of the gateway
 * @param system the system prompt
 * @param temperature the temperature, from 0 to 2
 * @param topP the cumulative probability of the tokens to sample from
 * @param maxTokens the maximum number of output tokens
 * @param seed the seed for sampling
 * @param stopSequences strings that stop the generation
 * @param thinking the thinking budget in tokens, or a thinking level such as {@code LOW}
 * @param includeThoughts whether to include thoughts in the response; the configuration
 * also applies if this is false
 * @param tools whether the model can call the tools of the playground
 * @param serverTools the tools that Google's servers run
 * @param format the format of the response
 * @param schema the JSON Schema of the response if the format is {@code JSON}
 * @param extraBody fields that are merged into the body of the request
 */
record RequestOptions(@Nullable String model, @Nullable String fallbackModel, @Nullable Endpoint endpoint,
		@Nullable String system, @Nullable Double temperature, @Nullable Double topP, @Nullable Integer maxTokens,
		@Nullable Integer seed, @Nullable List<String> stopSequences, @Nullable String thinking,
		@Nullable Boolean includeThoughts, @Nullable Boolean tools, @Nullable Set<ServerToolName> serverTools,
		@Nullable Format format, @Nullable String schema, @Nullable Map<String, Object> extraBody) {

	static final RequestOptions NONE = new RequestOptions(null, null, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null);

	/** The format of a response. */
	enum Format {

		/** Markdown. */
		TEXT,

		/** JSON that conforms to a JSON Schema. */
		JSON,

		/** Text and images, for models that generate images. */
		IMAGE

	}

	/** A tool that Google's servers run. */
	enum ServerToolName {

		/** Grounding with Google Search. */
		GOOGLE_SEARCH("google-search", "googleSearch", ServerTool.googleSearch()),

		/** Retrieval of the pages whose URLs are in the message. */
		URL_CONTEXT("url-context", "urlContext", ServerTool.urlContext()),

		/** Execution of Python code. */
		CODE_EXECUTION("code-execution", "codeExecution", ServerTool.codeExecution());

		private final String property;

		private final String method;

		private final ServerTool tool;

		ServerToolName(String property, String method, ServerTool tool) {
			this.property = property;
			this.method = method;
			this.tool = tool;
		}

		/** Return the last part of the name of the property that enables the tool. */
		String property() {
			return this.property;
		}

		/** Return the name of the method of {@link ServerTool} that creates the tool. */
		String method() {
			return this.method;
		}

		ServerTool tool() {
			return this.tool;
		}

	}

	/** Whether the model can call the tools of the playground. */
	boolean usesTools() {
		return Boolean.TRUE.equals(this.tools);
	}

	boolean hasSystemPrompt() {
		return StringUtils.hasText(this.system);
	}

	/**
	 * Return the chat options that the page has set. The fallback model, the system
	 * prompt and the tools of the playground are not included.
	 * @return a builder with the chat options
	 * @throws IllegalArgumentException if the value of an option is invalid
	 */
	QhaigcGeminiChatOptions.Builder toOptions() {
		QhaigcGeminiChatOptions.Builder options = QhaigcGeminiChatOptions.builder()
			.model(this.model)
			.endpoint(this.endpoint)
			.temperature(this.temperature)
			.topP(this.topP)
			.maxTokens(this.maxTokens)
			.seed(this.seed)
			.stopSequences(this.stopSequences)
			.extraBody(this.extraBody);
		if (Boolean.TRUE.equals(this.includeThoughts)) {
			options.includeThoughts(true);
		}
		if (StringUtils.hasText(this.thinking)) {
			options.thinking(thinking(this.thinking));
		}
		if (this.serverTools != null && !this.serverTools.isEmpty()) {
			options.serverTools(this.serverTools.stream().sorted().map(ServerToolName::tool).toList());
		}
		return switch ((this.format != null) ? this.format : Format.TEXT) {
			case TEXT -> options;
			case JSON -> options.outputSchema(this.schema);
			case IMAGE -> options.responseModalities(List.of(Modality.TEXT, Modality.IMAGE));
		};
	}

	private static Thinking thinking(String thinking) {
		return Character.isLetter(thinking.charAt(0)) ? Thinking.Level.valueOf(thinking)
				: Thinking.budget(Integer.parseInt(thinking));
	}

}
