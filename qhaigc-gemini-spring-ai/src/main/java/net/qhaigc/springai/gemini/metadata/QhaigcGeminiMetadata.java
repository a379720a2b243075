package net.qhaigc.springai.gemini.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * A typed view of what a response contains in addition to its text, backed by the
 * metadata maps of Spring AI.
 *
 * <p>
 * The view is the same for the response of {@code call()} and for the response into which
 * Spring AI's {@code MessageAggregator} combines a stream. It is also the same for the
 * closing chunk of a stream, with two exceptions: {@link #text()} is empty unless the
 * response has grounding or citations, and {@link #parts()} is empty unless the response
 * has grounding, citations, media or executed code. Metadata that is missing or has an
 * unexpected type is treated as absent: each method then returns null if its description
 * says so, and otherwise an empty list, object or string, or 0.
 */
public final class QhaigcGeminiMetadata {

	/**
	 * Key of message metadata: JSON text with everything that is needed, in addition to
	 * the message, to send the model turn back unchanged. Absent if the message itself is
	 * sufficient.
	 */
	public static final String TURN = "qhaigcTurn";

	/**
	 * Key of message metadata: the thoughts of the response; in a chunk that is a
	 * thought, the text of this thought. If the response has no thoughts, the key is
	 * absent, or its value is empty because an earlier response of the same tool loop has
	 * thoughts.
	 */
	public static final String THOUGHTS = "thoughts";

	/**
	 * Key of message metadata: whether a chunk of a stream is a thought; present if and
	 * only if {@link #THOUGHTS} is.
	 */
	public static final String IS_THOUGHT = "isThought";

	/** Key of generation metadata: the thoughts. */
	public static final String REASONING_CONTENT = "reasoningContent";

	/** Key of generation metadata: the index of the candidate, starting from 0. */
	public static final String CANDIDATE_INDEX = "candidateIndex";

	/** Key of generation metadata: Google's {@code finishMessage}. */
	public static final String FINISH_MESSAGE = "finishMessage";

	/**
	 * Key of generation metadata: the text to which the offsets of grounding and
	 * citations refer.
	 */
	public static final String RESPONSE_TEXT = "responseText";

	/**
	 * Key of generation metadata: the parts that contain executed code and its results.
	 */
	public static final String CODE_EXECUTION = "codeExecution";

	/**
	 * Key of generation metadata: the parts that contain texts, media, executed code and
	 * its results, in the order of the response; present only if the response has media
	 * or executed code.
	 */
	public static final String PARTS = "responseParts";

	/**
	 * Key of generation metadata: the parts that contain server tool calls and their
	 * results.
	 */
	public static final String SERVER_TOOLS = "serverTools";

	/**
	 * Key of generation metadata: the parts that contain tool calls that are not
	 * executed.
	 */
	public static final String ATTEMPTED_TOOL_CALLS = "attemptedToolCalls";

	/** Key of generation metadata: Google's {@code promptFeedback}. */
	public static final String PROMPT_FEEDBACK = "promptFeedback";

	/** Key of generation metadata: the service tier that processed the request. */
	public static final String SERVICE_TIER = "serviceTier";

	/** Key of generation metadata: Google's {@code usageMetadata}. */
	public static final String USAGE = "usageMetadata";

	/** Key of response metadata: the request ID that the gateway assigned. */
	public static final String REQUEST_ID = "requestId";

	private final JsonView message;

	private final JsonView generation;

	private final @Nullable Object nativeUsage;

	private final ResponseText text;

	private QhaigcGeminiMetadata(@Nullable Generation generation, @Nullable Object nativeUsage) {
		Map<String, Object> entries = new LinkedHashMap<>();
		if (generation != null) {
			generation.getMetadata().entrySet().forEach((entry) -> entries.put(entry.getKey(), entry.getValue()));
		}
		this.message = JsonView.of((generation != null) ? generation.getOutput().getMetadata() : null);
		this.generation = JsonView.of(entries);
		this.nativeUsage = nativeUsage;
		this.text = ResponseText.of((generation != null) ? generation.getOutput().getText() : null,
				this.generation.text(RESPONSE_TEXT), this.generation.objects(PARTS));
	}

	/**
	 * Create the view of a generation.
	 * @param generation a generation of any chat model; null for an empty view
	 * @return the view
	 */
	public static QhaigcGeminiMetadata from(@Nullable Generation generation) {
		return new QhaigcGeminiMetadata(generation, null);
	}

	/**
	 * Create the view of the first generation of a response.
	 * @param response a response of any chat model, or a chunk of a stream; null for an
	 * empty view
	 * @return the view
	 */
	public static QhaigcGeminiMetadata from(@Nullable ChatResponse response) {
		if (response == null) {
			return new QhaigcGeminiMetadata(null, null);
		}
		ChatResponseMetadata metadata = response.getMetadata();
		return new QhaigcGeminiMetadata(response.getResult(), metadata.getUsage().getNativeUsage());
	}

	/**
	 * Return the text to which the ranges of grounding and citations refer: the text of
	 * the message or, for the closing chunk of a stream with grounding or citations, the
	 * text of the whole stream.
	 * @return the text, which may be empty
	 */
	public String text() {
		return this.text.text();
	}

	/**
	 * Return the parts of the response: texts, media, executed code and its results. If
	 * the response has media or executed code, the view of the closing chunk of a stream
	 * has the parts of the whole stream, unlike the message of this chunk.
	 * @return the parts in the order of the response
	 */
	public List<ResponsePart> parts() {
		if (this.generation.has(PARTS)) {
			return ResponsePartReader.read(this.generation.objects(PARTS));
		}
		return text().isEmpty() ? List.of() : List.of(new ResponsePart.Text(text()));
	}

	/**
	 * Return the summary of the model's thoughts, if {@code includeThoughts} is set. For
	 * a chunk that is a thought, this is the text of the thought; the text of the message
	 * is empty.
	 * @return the thoughts; null if there are none
	 */
	public @Nullable String thoughts() {
		String thoughts = this.generation.text(REASONING_CONTENT);
		return (thoughts != null) ? thoughts : this.message.text(THOUGHTS);
	}

	/**
	 * Return the sources of the response and the passages that are based on them.
	 * @return the grounding, which may be empty
	 */
	public Grounding grounding() {
		return new GroundingReader(this.text).read(this.generation.object("groundingMetadata"));
	}

	/**
	 * Return the passages of the response that are cited from a source.
	 * @return the citations in the order of the response
	 */
	public List<Citation> citations() {
		JsonView citations = this.generation.object("citationMetadata");
		return citations.objects(citations.has("citationSources") ? "citationSources" : "citations",
				(source) -> Citation.of(source, this.text));
	}

	/**
	 * Return the pages that the URL context tool retrieved or failed to retrieve.
	 * @return the pages in the order of the response
	 */
	public List<RetrievedUrl> retrievedUrls() {
		return this.generation.object("urlContextMetadata").objects("urlMetadata", RetrievedUrl::of);
	}

	/**
	 * Return the code that Google's servers executed, with its results and the media that
	 * it generated.
	 * @return the executions in the order of the response
	 */
	public List<CodeExecution> codeExecutions() {
		return ServerExecution
			.of(this.generation.objects(this.generation.has(PARTS) ? PARTS : CODE_EXECUTION), "executableCode",
					"codeExecutionResult")
			.stream()
			.map(CodeExecution::of)
			.toList();
	}

	/**
	 * Return the calls of server tools, with their results. The response contains them if
	 * {@code includeServerSideToolInvocations} is set.
	 * @return the calls in the order of the response
	 */
	public List<ServerToolUse> serverTools() {
		return ServerExecution.of(this.generation.objects(SERVER_TOOLS), "toolCall", "toolResponse")
			.stream()
			.map(ServerToolUse::of)
			.toList();
	}

	/**
	 * Return the tool calls that are not executed because the response ended with a
	 * function-calling error, such as {@code MALFORMED_FUNCTION_CALL}.
	 * @return the tool calls in the order of the response
	 */
	public List<AttemptedToolCall> attemptedToolCalls() {
		return this.generation.objects(ATTEMPTED_TOOL_CALLS, AttemptedToolCall::of);
	}

	/**
	 * Return the safety ratings of the response.
	 * @return the ratings, at most one for each category
	 */
	public List<SafetyRating> safetyRatings() {
		return SafetyRating.listOf(this.generation);
	}

	/**
	 * Return the result of checking the prompt, including whether it was blocked.
	 * @return the feedback, which may be empty
	 */
	public PromptFeedback promptFeedback() {
		return PromptFeedback.of(this.generation.object(PROMPT_FEEDBACK));
	}

	/**
	 * Return the log probabilities of the tokens, if {@code responseLogprobs} is set.
	 * @return the log probabilities, which may be empty
	 */
	public LogProbabilities logProbabilities() {
		return LogProbabilities.of(this.generation);
	}

	/**
	 * Return Google's description of the finish reason. A response that has a description
	 * has not necessarily failed.
	 * @return the description; null if there is none
	 */
	public @Nullable String finishMessage() {
		return this.generation.text(FINISH_MESSAGE);
	}

	/**
	 * Return the token with which a request can continue this response. The response has
	 * a token if its finish reason is {@code CONTINUATION}, or if the stream of a
	 * continuation ended prematurely.
	 * @return the token; null if the response has none
	 */
	public @Nullable String continuationToken() {
		return this.generation.text("continuationToken");
	}

	/**
	 * Return the service tier that processed the request, which may differ from the
	 * requested one.
	 * @return the tier, such as {@code standard}; null if the response has none
	 */
	public @Nullable String serviceTier() {
		return this.generation.text(SERVICE_TIER);
	}

	/**
	 * Return the index of the candidate.
	 * @return the index, starting from 0
	 */
	public int candidateIndex() {
		return this.generation.count(CANDIDATE_INDEX);
	}

	/**
	 * Return the estimated cost of the response, if the model has a price. For the
	 * response of an auto-configured {@code ChatClient}, this is the sum over all rounds
	 * of a tool loop.
	 * @return the cost; null if it is not known
	 */
	public @Nullable Cost cost() {
		TokenUsage usage = usage();
		return (usage != null) ? usage.cost() : null;
	}

	/**
	 * Return the token counts, including those of cached tokens and thinking tokens, and
	 * the counts by modality.
	 * @return the token counts; null if the response has none
	 */
	public @Nullable TokenUsage usage() {
		return (this.nativeUsage instanceof TokenUsage usage) ? usage : TokenUsage.from(this.generation.value(USAGE));
	}

}
