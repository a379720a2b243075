package net.qhaigc.springai.gemini.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of the unified endpoint {@code /v1/chat/completions}, in OpenAI's form, with
 * Qhaigc's {@code "style":"gemini"} that asks for an answer in Gemini's.
 *
 * @param model the model's id, of any vendor
 * @param messages the conversation, oldest first
 * @param style always {@code gemini}
 * @param stream whether the answer comes as a stream; set by the client
 * @param streamOptions {@code include_usage} for a stream; set by the client
 * @param maxTokens the most tokens of the answer
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param n how many answers to give
 * @param stop words that end the answer
 * @param presencePenalty a penalty for words that are there already
 * @param frequencyPenalty a penalty that grows with a word's use
 * @param seed a seed for repeatable answers
 * @param logprobs whether log probabilities are wanted
 * @param topLogprobs how many alternatives for each token
 * @param reasoningEffort how much to think
 * @param serviceTier how the request is served and charged
 * @param store whether the provider may log this request
 * @param tools functions in OpenAI's form
 * @param toolChoice {@code auto}, {@code none}, {@code required} or a named function
 * @param responseFormat the form of a JSON answer
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
		@Nullable List<Map<String, Object>> tools, @JsonProperty("tool_choice") @Nullable Object toolChoice,
		@JsonProperty("response_format") @Nullable Map<String, Object> responseFormat) implements RequestBody {

	public ChatCompletionRequest {
		messages = List.copyOf(messages);
	}

	/**
	 * The same request for the answer as a whole or as a stream.
	 * @param streaming true for a stream, null for a whole answer
	 * @return a request; this one if it asks for that already
	 */
	public ChatCompletionRequest streaming(@Nullable Boolean streaming) {
		return Objects.equals(this.stream, streaming) ? this
				: new ChatCompletionRequest(this.model, this.messages, this.style, streaming, usage(streaming),
						this.maxTokens, this.temperature, this.topP, this.n, this.stop, this.presencePenalty,
						this.frequencyPenalty, this.seed, this.logprobs, this.topLogprobs, this.reasoningEffort,
						this.serviceTier, this.store, this.tools, this.toolChoice, this.responseFormat);
	}

	/**
	 * Return the fields of a request for a whole response or a stream.
	 * @param streaming true for a stream, null for a whole response
	 * @return the fields by name; null values are absent from the request
	 */
	public static Map<String, @Nullable Object> streamingFields(@Nullable Boolean streaming) {
		Map<String, @Nullable Object> fields = new HashMap<>();
		fields.put("stream", streaming);
		fields.put("stream_options", usage(streaming));
		return fields;
	}

	private static @Nullable Map<String, Object> usage(@Nullable Boolean streaming) {
		return Boolean.TRUE.equals(streaming) ? Map.of("include_usage", true) : null;
	}

	/**
	 * One message in OpenAI's form.
	 *
	 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
	 * @param content a text, a list of content parts, or null beside tool calls
	 * @param toolCalls calls that the model made
	 * @param toolCallId the call that a tool message answers
	 */
	public record Message(String role, @Nullable Object content,
			@JsonProperty("tool_calls") @Nullable List<Map<String, Object>> toolCalls,
			@JsonProperty("tool_call_id") @Nullable String toolCallId) {

	}

}
