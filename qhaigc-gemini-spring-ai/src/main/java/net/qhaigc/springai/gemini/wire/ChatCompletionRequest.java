package net.qhaigc.springai.gemini.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to the unified endpoint {@code /v1/chat/completions}: OpenAI's
 * format with Qhaigc's {@code "style":"gemini"}, which requests a response in Gemini's
 * format.
 *
 * @param model the ID of a model, which can be from any vendor
 * @param messages the conversation, oldest first
 * @param style always {@code gemini}
 * @param stream whether the response is a stream; set by the client
 * @param streamOptions {@code include_usage} for a stream; set by the client
 * @param maxTokens the maximum number of output tokens
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param n the number of candidates
 * @param stop sequences that end the response
 * @param presencePenalty a penalty for tokens that already occur in the text
 * @param frequencyPenalty a penalty that increases with the frequency of a token
 * @param seed a seed for reproducible responses
 * @param logprobs whether the response contains log probabilities
 * @param topLogprobs the number of alternatives for each token
 * @param reasoningEffort how much the model thinks
 * @param serviceTier how the request is prioritized and billed
 * @param store whether the provider may store the request
 * @param metadata labels of the request
 * @param user an identifier of the end user
 * @param logitBias biases of tokens by token ID
 * @param tools functions in OpenAI's format
 * @param toolChoice {@code auto}, {@code none}, {@code required} or a named function
 * @param parallelToolCalls whether the model may call several tools in one response
 * @param responseFormat the format of a JSON response
 */
public record ChatCompletionRequest(String model, List<Message> messages, String style, @Nullable Boolean stream,
		@JsonProperty("stream_options") @Nullable Map<String, Object> streamOptions,
		@JsonProperty("max_tokens") @Nullable Integer maxTokens, @Nullable Double temperature,
		@JsonProperty("top_p") @Nullable Double topP, @Nullable Integer n, @Nullable List<String> stop,
		@JsonProperty("presence_penalty") @Nullable Double presencePenalty,
		@JsonProperty("frequency_penalty") @Nullable Double frequencyPenalty, @Nullable Integer seed,
		@Nullable Boolean logprobs, @JsonProperty("top_logprobs") @Nullable Integer topLogprobs,
		@JsonProperty("reasoning_effort") @Nullable String reasoningEffort,
		@JsonProperty("service_tier") @Nullable String serviceTier, @Nullable Boolean store,
		@Nullable Map<String, String> metadata, @Nullable String user,
		@JsonProperty("logit_bias") @Nullable Map<String, Integer> logitBias, @Nullable List<Map<String, Object>> tools,
		@JsonProperty("tool_choice") @Nullable Object toolChoice,
		@JsonProperty("parallel_tool_calls") @Nullable Boolean parallelToolCalls,
		@JsonProperty("response_format") @Nullable Map<String, Object> responseFormat) implements RequestBody {

	private static final String GEMINI_STYLE = "gemini";

	public ChatCompletionRequest {
		messages = List.copyOf(messages);
		stop = ImmutableCopy.of(stop);
		tools = ImmutableCopy.of(tools);
	}

	/**
	 * Return a builder of a request.
	 * @param model the model ID
	 * @param messages the conversation
	 * @return a builder
	 */
	public static Builder builder(String model, List<Message> messages) {
		return new Builder(model, messages);
	}

	/**
	 * Return this request with the fields for a whole response or for a stream.
	 * @param streaming true for a stream, null for a whole response
	 * @return the request; this instance if nothing changes
	 */
	public ChatCompletionRequest streaming(@Nullable Boolean streaming) {
		return Objects.equals(this.stream, streaming) ? this
				: new Builder(this).stream(streaming).streamOptions(streamOptions(streaming)).build();
	}

	/**
	 * Return the fields that determine whether the response is whole or a stream.
	 * @param streaming true for a stream, null for a whole response
	 * @return the fields by name; a field whose value is null must be absent from the
	 * request
	 */
	public static Map<String, @Nullable Object> streamingFields(@Nullable Boolean streaming) {
		Map<String, @Nullable Object> fields = new HashMap<>();
		fields.put("stream", streaming);
		fields.put("stream_options", streamOptions(streaming));
		return fields;
	}

	private static @Nullable Map<String, Object> streamOptions(@Nullable Boolean streaming) {
		return Boolean.TRUE.equals(streaming) ? Map.of("include_usage", true) : null;
	}

	/**
	 * A message in OpenAI's format.
	 *
	 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
	 * @param content a string, a list of content parts, or null if there are only tool
	 * calls
	 * @param toolCalls the tool calls of the model
	 * @param toolCallId the ID of the tool call whose result this is
	 * @param name the name of the tool whose result this is; relays such as new-api need
	 * it to send the result to Gemini
	 */
	public record Message(String role, @Nullable Object content,
			@JsonProperty("tool_calls") @Nullable List<Map<String, Object>> toolCalls,
			@JsonProperty("tool_call_id") @Nullable String toolCallId, @Nullable String name) {

		public Message {
			content = (content instanceof List<?> parts) ? List.copyOf(parts) : content;
			toolCalls = ImmutableCopy.of(toolCalls);
		}

		/**
		 * Return a message with content only.
		 * @param role {@code system}, {@code user} or {@code assistant}
		 * @param content a string or a list of content parts
		 * @return the message
		 */
		public static Message of(String role, Object content) {
			return new Message(role, content, null, null, null);
		}

		/**
		 * Return an assistant message.
		 * @param content a string, or null
		 * @param toolCalls the tool calls, or null
		 * @return the message
		 */
		public static Message assistant(@Nullable String content, @Nullable List<Map<String, Object>> toolCalls) {
			return new Message("assistant", content, toolCalls, null, null);
		}

		/**
		 * Return a tool result.
		 * @param content the result
		 * @param toolCallId the ID of the tool call, or null if it has none
		 * @param name the name of the tool, or null
		 * @return the message
		 */
		public static Message toolResult(String content, @Nullable String toolCallId, @Nullable String name) {
			return new Message("tool", content, null, toolCallId, name);
		}

	}

	/**
	 * Builds a request. A component that is not set, or is set to null, is absent.
	 */
	public static final class Builder {

		private final String model;

		private final List<Message> messages;

		private @Nullable Boolean stream;

		private @Nullable Map<String, Object> streamOptions;

		private @Nullable Integer maxTokens;

		private @Nullable Double temperature;

		private @Nullable Double topP;

		private @Nullable Integer n;

		private @Nullable List<String> stop;

		private @Nullable Double presencePenalty;

		private @Nullable Double frequencyPenalty;

		private @Nullable Integer seed;

		private @Nullable Boolean logprobs;

		private @Nullable Integer topLogprobs;

		private @Nullable String reasoningEffort;

		private @Nullable String serviceTier;

		private @Nullable Boolean store;

		private @Nullable Map<String, String> metadata;

		private @Nullable String user;

		private @Nullable Map<String, Integer> logitBias;

		private @Nullable List<Map<String, Object>> tools;

		private @Nullable Object toolChoice;

		private @Nullable Boolean parallelToolCalls;

		private @Nullable Map<String, Object> responseFormat;

		private Builder(String model, List<Message> messages) {
			this.model = model;
			this.messages = messages;
		}

		private Builder(ChatCompletionRequest request) {
			this(request.model, request.messages);
			this.stream = request.stream;
			this.streamOptions = request.streamOptions;
			this.maxTokens = request.maxTokens;
			this.temperature = request.temperature;
			this.topP = request.topP;
			this.n = request.n;
			this.stop = request.stop;
			this.presencePenalty = request.presencePenalty;
			this.frequencyPenalty = request.frequencyPenalty;
			this.seed = request.seed;
			this.logprobs = request.logprobs;
			this.topLogprobs = request.topLogprobs;
			this.reasoningEffort = request.reasoningEffort;
			this.serviceTier = request.serviceTier;
			this.store = request.store;
			this.metadata = request.metadata;
			this.user = request.user;
			this.logitBias = request.logitBias;
			this.tools = request.tools;
			this.toolChoice = request.toolChoice;
			this.parallelToolCalls = request.parallelToolCalls;
			this.responseFormat = request.responseFormat;
		}

		public Builder stream(@Nullable Boolean stream) {
			this.stream = stream;
			return this;
		}

		public Builder streamOptions(@Nullable Map<String, Object> streamOptions) {
			this.streamOptions = streamOptions;
			return this;
		}

		public Builder maxTokens(@Nullable Integer maxTokens) {
			this.maxTokens = maxTokens;
			return this;
		}

		public Builder temperature(@Nullable Double temperature) {
			this.temperature = temperature;
			return this;
		}

		public Builder topP(@Nullable Double topP) {
			this.topP = topP;
			return this;
		}

		public Builder n(@Nullable Integer n) {
			this.n = n;
			return this;
		}

		public Builder stop(@Nullable List<String> stop) {
			this.stop = stop;
			return this;
		}

		public Builder presencePenalty(@Nullable Double presencePenalty) {
			this.presencePenalty = presencePenalty;
			return this;
		}

		public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
			this.frequencyPenalty = frequencyPenalty;
			return this;
		}

		public Builder seed(@Nullable Integer seed) {
			this.seed = seed;
			return this;
		}

		public Builder logprobs(@Nullable Boolean logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		public Builder topLogprobs(@Nullable Integer topLogprobs) {
			this.topLogprobs = topLogprobs;
			return this;
		}

		public Builder reasoningEffort(@Nullable String reasoningEffort) {
			this.reasoningEffort = reasoningEffort;
			return this;
		}

		public Builder serviceTier(@Nullable String serviceTier) {
			this.serviceTier = serviceTier;
			return this;
		}

		public Builder store(@Nullable Boolean store) {
			this.store = store;
			return this;
		}

		public Builder metadata(@Nullable Map<String, String> metadata) {
			this.metadata = metadata;
			return this;
		}

		public Builder user(@Nullable String user) {
			this.user = user;
			return this;
		}

		public Builder logitBias(@Nullable Map<String, Integer> logitBias) {
			this.logitBias = logitBias;
			return this;
		}

		public Builder tools(@Nullable List<Map<String, Object>> tools) {
			this.tools = tools;
			return this;
		}

		public Builder toolChoice(@Nullable Object toolChoice) {
			this.toolChoice = toolChoice;
			return this;
		}

		public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
			this.parallelToolCalls = parallelToolCalls;
			return this;
		}

		public Builder responseFormat(@Nullable Map<String, Object> responseFormat) {
			this.responseFormat = responseFormat;
			return this;
		}

		public ChatCompletionRequest build() {
			return new ChatCompletionRequest(this.model, this.messages, GEMINI_STYLE, this.stream, this.streamOptions,
					this.maxTokens, this.temperature, this.topP, this.n, this.stop, this.presencePenalty,
					this.frequencyPenalty, this.seed, this.logprobs, this.topLogprobs, this.reasoningEffort,
					this.serviceTier, this.store, this.metadata, this.user, this.logitBias, this.tools, this.toolChoice,
					this.parallelToolCalls, this.responseFormat);
		}

	}

}
