package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import tools.jackson.databind.node.ObjectNode;

import net.qhaigc.springai.gemini.test.Transmission.End;

/**
 * A scripted reply and how it is sent. Every method changes this reply and returns it.
 * <p>
 * Methods for parts, the finish reason and the token counts, such as
 * {@link #text(String...)} and {@link #callTool(String, Map)}, throw an
 * {@link IllegalStateException} if the reply does not consist of parts.
 */
public final class Reply {

	private static final Set<String> SCRIPT_CLASSES = Set.of(Reply.class.getName(), ReplyScript.class.getName());

	private final String origin = describeCallingLine();

	private volatile ReplyBody body;

	private volatile Transmission transmission = Transmission.DEFAULT;

	private volatile boolean unchecked;

	private Runnable onInvalidChange = () -> {
	};

	Reply(ReplyBody body) {
		this.body = body;
	}

	/**
	 * Add text.
	 * @param texts the text of each event; the texts are joined if the response is not
	 * streamed
	 * @return this reply
	 */
	public Reply text(String... texts) {
		return changeOrDiscard(() -> {
			for (String text : texts) {
				add(() -> WireParts.text(text));
			}
		});
	}

	/**
	 * Add a thought.
	 * @param thought the summary of the thought
	 * @return this reply
	 */
	public Reply thinking(String thought) {
		return add(() -> WireParts.thought(thought));
	}

	/**
	 * Add a tool call. Consecutive tool calls are parallel.
	 * @param name the name of the tool
	 * @param args the arguments, which must match the schema in the request
	 * @return this reply
	 * @see #unchecked()
	 */
	public Reply callTool(String name, Map<String, ?> args) {
		return add(() -> WireParts.functionCall(name, args));
	}

	/**
	 * Do not check the tool calls of this reply. By default, a call of a function that
	 * the request does not declare, or with arguments that do not match the schema of the
	 * function, is a {@linkplain QhaigcGateway#problems() problem}.
	 * @return this reply
	 */
	public Reply unchecked() {
		this.unchecked = true;
		return this;
	}

	/**
	 * Add a PNG image.
	 * @param bytes the image
	 * @return this reply
	 */
	public Reply image(byte[] bytes) {
		return add(() -> WireParts.inlineData(bytes, "image/png"));
	}

	/**
	 * Add a part of any kind.
	 * @param part the JSON object of a {@code Part}
	 * @return this reply
	 * @throws IllegalArgumentException if {@code part} is not a JSON object
	 */
	public Reply part(String part) {
		return change((turn) -> turn.with(Json.object(part)));
	}

	/**
	 * Set the ID of the tool call that was added last. By default, the call has no ID in
	 * Google's format, since Gemini does not always send an ID; in OpenAI's format, an ID
	 * is generated.
	 * @param id the ID
	 * @return this reply
	 */
	public Reply id(String id) {
		return change((turn) -> turn.withCallId(id));
	}

	/**
	 * Set the thought signature of the part that was added last.
	 * @param thoughtSignature the signature in Base64
	 * @return this reply
	 */
	public Reply signature(String thoughtSignature) {
		return change((turn) -> turn.withSignature(thoughtSignature));
	}

	/**
	 * Do not generate a thought signature for the first tool call. By default, a
	 * signature is generated for the models that require signatures.
	 * @return this reply
	 */
	public Reply withoutSignature() {
		return change(ModelTurn::withoutGeneratedSignature);
	}

	/**
	 * Set the finish reason. Defaults to {@code STOP}.
	 * @param reason the finish reason, such as {@code MAX_TOKENS}
	 * @return this reply
	 */
	public Reply finishReason(String reason) {
		return change((turn) -> turn.withFinishReason(reason));
	}

	/**
	 * End the response with the finish reason {@code CONTINUATION}, as Gemini 4 does when
	 * a response is too long for one request. Script the continuation of the response as
	 * the next reply.
	 * @param token the token with which a request continues the response, in Base64
	 * @return this reply
	 */
	public Reply continuation(String token) {
		return change((turn) -> turn.withContinuation(token));
	}

	/**
	 * Set the token counts. They are estimated by default.
	 * @param prompt the number of prompt tokens
	 * @param candidates the number of output tokens, without thinking tokens
	 * @param total the total number of tokens; if the reply has thoughts, the tokens that
	 * are neither prompt nor output tokens are thinking tokens
	 * @return this reply
	 */
	public Reply usage(int prompt, int candidates, int total) {
		return change((turn) -> turn.withUsage(prompt, candidates, total));
	}

	/**
	 * Omit {@code modelVersion} and {@code responseId}, as in the example in the
	 * gateway's documentation.
	 * @return this reply
	 */
	public Reply withoutModelVersion() {
		return change(ModelTurn::withoutModelVersion);
	}

	/**
	 * Set the retry delay, which is sent as a {@code Retry-After} header and, for an
	 * error in Google's format, as {@code RetryInfo}.
	 * @param seconds the retry delay in seconds
	 * @return this reply
	 */
	public Reply retryAfter(int seconds) {
		return changeOrDiscard(() -> {
			Arguments.requireAtLeast("seconds", 0, seconds);
			if (this.body instanceof ErrorResponse error) {
				this.body = error.withRetryAfter(seconds);
			}
		}).header("Retry-After", Integer.toString(seconds));
	}

	/**
	 * Set a response header.
	 * @param name the name
	 * @param value the value, which replaces an earlier value of the header
	 * @return this reply
	 */
	public Reply header(String name, String value) {
		return changeTransmission((transmission) -> transmission.withHeader(name, value));
	}

	/**
	 * Wait before the status line is sent.
	 * @param delay the delay
	 * @return this reply
	 */
	public Reply delay(Duration delay) {
		return changeTransmission((transmission) -> transmission.withDelay(delay));
	}

	/**
	 * Wait between events.
	 * @param delay the delay before each event except the first
	 * @return this reply
	 */
	public Reply delayBetween(Duration delay) {
		return changeTransmission((transmission) -> transmission.withEventDelay(delay));
	}

	/**
	 * Close the connection prematurely, after a number of events. A body that is not
	 * streamed counts as one event.
	 * @param events the number of events; with 0 not even the status line is sent
	 * @return this reply
	 */
	public Reply closeAfter(int events) {
		return changeTransmission((transmission) -> transmission.withEnd(End.closeAfterEvents(events)));
	}

	/**
	 * Close the connection prematurely, after a number of bytes of the body.
	 * @param bytes the number of bytes; with 0 the status line and the headers are sent
	 * @return this reply
	 */
	public Reply closeAfterBytes(int bytes) {
		return changeTransmission((transmission) -> transmission.withEnd(End.closeAfterBytes(bytes)));
	}

	/**
	 * Close the connection prematurely, while the status line or the headers are sent.
	 * @param bytes the number of bytes of the status line and the headers that are sent
	 * @return this reply
	 */
	public Reply closeInHead(int bytes) {
		return changeTransmission((transmission) -> transmission.withEnd(End.closeInHead(bytes)));
	}

	/**
	 * Announce a body that is longer than the body that is sent, and close the connection
	 * after the body.
	 * @param bytes the value of the {@code Content-Length} header
	 * @return this reply
	 */
	public Reply announceLength(long bytes) {
		return header("Content-Length", Long.toString(bytes))
			.changeTransmission((transmission) -> transmission.withEnd(End.closeAfterBytes(Integer.MAX_VALUE)));
	}

	/**
	 * Send an interim response before the response, such as 102 (Processing) or 103
	 * (Early Hints). Each call adds an interim response.
	 * @param status the status, from 100 to 199
	 * @return this reply
	 */
	public Reply interim(int status) {
		return changeTransmission((transmission) -> transmission.withInterimResponse(status));
	}

	/**
	 * Send the body as the data of a server-sent event. Some gateways send an error in
	 * response to a streaming request in this way.
	 * @return this reply
	 */
	public Reply asServerSentEvent() {
		return changeTransmission(Transmission::asServerSentEvent);
	}

	/**
	 * Do not complete the response after the scripted events, and keep the connection
	 * open until the client closes it.
	 * @return this reply
	 */
	public Reply hang() {
		return changeTransmission((transmission) -> transmission.withEnd(End.HANG_AFTER_ALL_EVENTS));
	}

	/**
	 * Send nothing more after a number of events, and keep the connection open until the
	 * client closes it.
	 * @param events the number of events; with 0 the status line and the headers are sent
	 * @return this reply
	 */
	public Reply hangAfter(int events) {
		return changeTransmission((transmission) -> transmission.withEnd(End.hangAfterEvents(events)));
	}

	/**
	 * Send the body in HTTP chunks of a fixed size, each of which is flushed.
	 * @param bytesPerChunk the size of a chunk in bytes, at least 1
	 * @return this reply
	 */
	public Reply chunked(int bytesPerChunk) {
		return changeTransmission((transmission) -> transmission.withBytesPerChunk(bytesPerChunk));
	}

	/**
	 * Set the callback that removes this reply from its script. It is called if a method
	 * that changes the reply throws an exception.
	 */
	void onInvalidChange(Runnable onInvalidChange) {
		this.onInvalidChange = onInvalidChange;
	}

	/** Send this reply with the headers, delays and faults of another reply. */
	Reply withTransmissionOf(Reply other) {
		return changeTransmission((transmission) -> other.transmission);
	}

	Reply hangBeforeStatusLine() {
		return changeTransmission((transmission) -> transmission.withEnd(End.HANG_BEFORE_STATUS_LINE));
	}

	boolean isUnchecked() {
		return this.unchecked;
	}

	/**
	 * Return where this reply was scripted, in a form that can be appended to a
	 * description, such as {@code , scripted at MyTests.java:12}.
	 */
	String origin() {
		return this.origin;
	}

	ReplyBody body() {
		return this.body;
	}

	Transmission transmission() {
		return this.transmission;
	}

	@Override
	public String toString() {
		return this.body.describe() + this.origin;
	}

	private static String describeCallingLine() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.filter((frame) -> !SCRIPT_CLASSES.contains(frame.getClassName())).findFirst())
			.map((frame) -> frame.getClassName().equals(RuleReplies.class.getName()) ? ", scripted in a rules file"
					: ", scripted at " + frame.getFileName() + ":" + frame.getLineNumber())
			.orElse("");
	}

	private Reply add(Supplier<ObjectNode> part) {
		return change((turn) -> turn.with(part.get()));
	}

	private Reply change(UnaryOperator<ModelTurn> change) {
		return changeOrDiscard(() -> {
			if (!(this.body instanceof ModelTurn turn)) {
				throw new IllegalStateException("Only a reply with text, thoughts, tool calls or images"
						+ " can have parts, a finish reason and token counts");
			}
			this.body = change.apply(turn);
		});
	}

	private Reply changeTransmission(UnaryOperator<Transmission> change) {
		return changeOrDiscard(() -> this.transmission = change.apply(this.transmission));
	}

	private Reply changeOrDiscard(Runnable change) {
		try {
			change.run();
			return this;
		}
		catch (RuntimeException ex) {
			this.onInvalidChange.run();
			throw ex;
		}
	}

}
