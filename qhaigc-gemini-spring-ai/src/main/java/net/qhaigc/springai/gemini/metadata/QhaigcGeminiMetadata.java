package net.qhaigc.springai.gemini.metadata;

/**
 * What an answer holds beside its text.
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

	/** Generation metadata: code that the server ran, and what it gave. */
	public static final String CODE_EXECUTION = "codeExecution";

	/** Generation metadata: tools that the server ran, and what they gave. */
	public static final String SERVER_TOOLS = "serverTools";

	/** Generation metadata: calls that the model tried and that are not to be run. */
	public static final String ATTEMPTED_CALLS = "attemptedCalls";

	/** Generation metadata: Google's {@code promptFeedback}. */
	public static final String PROMPT_FEEDBACK = "promptFeedback";

	/** Generation metadata: the tier that served the request. */
	public static final String SERVICE_TIER = "serviceTier";

	/** Response metadata: the gateway's id of the request. */
	public static final String REQUEST_ID = "requestId";

	private QhaigcGeminiMetadata() {
	}

}
