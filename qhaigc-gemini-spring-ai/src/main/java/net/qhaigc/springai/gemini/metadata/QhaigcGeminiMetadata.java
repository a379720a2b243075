package net.qhaigc.springai.gemini.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import net.qhaigc.springai.gemini.wire.UsageMetadata;

/**
 * What an answer holds beside its text: one typed view of Spring AI's metadata maps.
 *
 * <p>
 * It is the same after {@code call()}, on the closing chunk of a stream, and on what
 * Spring AI's {@code MessageAggregator} makes of a stream. Nothing is assumed of the
 * metadata: what is missing or of an unknown form counts as absent. Lists and objects are
 * never null but empty; single texts and numbers are null where the answer has none.
 */
public final class QhaigcGeminiMetadata {

	/**
	 * Message metadata: the turn's envelope, JSON as a string; empty if none is needed.
	 */
	public static final String TURN = "qhaigcTurn";

	/** Message metadata: the thoughts, in a stream those of the chunk. */
	public static final String THOUGHTS = "thoughts";

	/** Message metadata: whether a chunk of a stream is a thought. */
	public static final String IS_THOUGHT = "isThought";

	/** Generation metadata: the thoughts. */
	public static final String REASONING_CONTENT = "reasoningContent";

	/** Generation metadata: which of the candidates this is, from 0. */
	public static final String CANDIDATE_INDEX = "candidateIndex";

	/** Generation metadata: Google's {@code finishMessage}. */
	public static final String FINISH_MESSAGE = "finishMessage";

	/** Generation metadata: the text that grounding and citations point into. */
	public static final String ANSWER_TEXT = "answerText";

	/** Generation metadata: code that the server ran, and what it gave. */
	public static final String CODE_EXECUTION = "codeExecution";

	/** Generation metadata: tools that the server ran, and what they gave. */
	public static final String SERVER_TOOLS = "serverTools";

	/** Generation metadata: calls that the model tried and that are not to be run. */
	public static final String ATTEMPTED_TOOL_CALLS = "attemptedToolCalls";

	/** Generation metadata: Google's {@code promptFeedback}. */
	public static final String PROMPT_FEEDBACK = "promptFeedback";

	/** Generation metadata: the tier that served the request. */
	public static final String SERVICE_TIER = "serviceTier";

	/** Generation metadata: Google's {@code usageMetadata}. */
	public static final String USAGE = "usageMetadata";

	/** Response metadata: the gateway's id of the request. */
	public static final String REQUEST_ID = "requestId";

	private final JsonView message;

	private final JsonView generation;

	private final @Nullable Object nativeUsage;

	private final ResponseText answer;

	private QhaigcGeminiMetadata(@Nullable Generation generation, @Nullable Object nativeUsage) {
		Map<String, Object> details = new LinkedHashMap<>();
		if (generation != null) {
			generation.getMetadata().entrySet().forEach((entry) -> details.put(entry.getKey(), entry.getValue()));
		}
		this.message = JsonView.of((generation != null) ? generation.getOutput().getMetadata() : null);
		this.generation = JsonView.of(details);
		this.nativeUsage = nativeUsage;
		this.answer = ResponseText.of((generation != null) ? generation.getOutput().getText() : null,
				this.generation.text(ANSWER_TEXT));
	}

	/**
	 * The view of one answer.
	 * @param generation a generation of any model; null is one that holds nothing
	 * @return the view
	 */
	public static QhaigcGeminiMetadata from(@Nullable Generation generation) {
		return new QhaigcGeminiMetadata(generation, null);
	}

	/**
	 * The view of a response's first answer.
	 * @param response a response of any model, or a chunk of a stream; null is one that
	 * holds nothing
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
	 * The text that grounding and citations point into: the message's own, and on the
	 * closing chunk of a stream, which has none, that of the whole answer.
	 * @return the text, perhaps empty
	 */
	public String text() {
		return this.answer.text();
	}

	/**
	 * What the model thought, as summed up for people, if {@code includeThoughts} asks
	 * for it. On a chunk of a stream that is a thought, this piece of it.
	 * @return the thoughts, or null
	 */
	public @Nullable String thoughts() {
		String thoughts = this.generation.text(REASONING_CONTENT);
		return (thoughts != null) ? thoughts : this.message.text(THOUGHTS);
	}

	/**
	 * What the answer rests on: searches, their sources, and which passage rests on
	 * which.
	 * @return the grounding, empty if there is none
	 */
	public Grounding grounding() {
		return new GroundingReader(this.answer).read(this.generation.object("groundingMetadata"));
	}

	/**
	 * Passages of the answer that stand elsewhere too.
	 * @return the citations in their order
	 */
	public List<Citation> citations() {
		JsonView citations = this.generation.object("citationMetadata");
		return citations.objects(citations.has("citationSources") ? "citationSources" : "citations",
				(source) -> Citation.of(source, this.answer));
	}

	/**
	 * The pages that the server was to read for the prompt.
	 * @return the pages in their order, also those that could not be read
	 */
	public List<RetrievedUrl> retrievedUrls() {
		return this.generation.object("urlContextMetadata").objects("urlMetadata", RetrievedUrl::of);
	}

	/**
	 * The code that the server ran, each with its result.
	 * @return the runs in their order
	 */
	public List<CodeExecution> codeExecutions() {
		return PartPair.of(this.generation.objects(CODE_EXECUTION), "executableCode", "codeExecutionResult")
			.stream()
			.map(CodeExecution::of)
			.toList();
	}

	/**
	 * The tools that the server ran, each call with its response.
	 * @return the uses in their order
	 */
	public List<ServerToolUse> serverTools() {
		return PartPair.of(this.generation.objects(SERVER_TOOLS), "toolCall", "toolResponse")
			.stream()
			.map(ServerToolUse::of)
			.toList();
	}

	/**
	 * The calls that the model tried and that were not offered to be run.
	 * @return the calls in their order
	 */
	public List<AttemptedToolCall> attemptedToolCalls() {
		return this.generation.objects(ATTEMPTED_TOOL_CALLS, AttemptedToolCall::of);
	}

	/**
	 * How harmful the answer may be.
	 * @return the ratings, one for each category
	 */
	public List<SafetyRating> safetyRatings() {
		return SafetyRating.listOf(this.generation);
	}

	/**
	 * What was found of the prompt, and whether it was refused.
	 * @return the feedback, empty if there is none
	 */
	public PromptFeedback promptFeedback() {
		return PromptFeedback.of(this.generation.object(PROMPT_FEEDBACK));
	}

	/**
	 * How probable the model found the words it chose, if {@code responseLogprobs} asks
	 * for it.
	 * @return the log probabilities, empty if there are none
	 */
	public LogProbabilities logProbabilities() {
		return LogProbabilities.of(this.generation);
	}

	/**
	 * A sentence on the finish reason; no sign of an error.
	 * @return the sentence, or null
	 */
	public @Nullable String finishMessage() {
		return this.generation.text(FINISH_MESSAGE);
	}

	/**
	 * The tier that served the request, which need not be the one asked for.
	 * @return such as {@code standard}, or null
	 */
	public @Nullable String serviceTier() {
		return this.generation.text(SERVICE_TIER);
	}

	/**
	 * Which of several answers this is.
	 * @return the index, from 0
	 */
	public int candidateIndex() {
		return this.generation.count(CANDIDATE_INDEX);
	}

	/**
	 * The tokens used, as Google counts them: cached ones, thoughts and modalities.
	 * @return the counts, or null
	 */
	public @Nullable UsageMetadata usage() {
		if (this.nativeUsage instanceof UsageMetadata usage) {
			return usage;
		}
		return UsageReader.read(this.generation.value(USAGE));
	}

}
