package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import net.qhaigc.springai.gemini.test.Transmission.End;
import tools.jackson.databind.node.ObjectNode;

/**
 * One scripted reply: what is said, and how well it is delivered. Every method changes
 * this reply and returns it.
 * <p>
 * Parts of the answer ({@link #text(String...)}, {@link #callTool(String, Map)} and so
 * on) can be added to replies made of parts only: an {@link IllegalStateException} says
 * so elsewhere.
 */
public final class Reply {

	private static final Set<String> VERBS = Set.of(Reply.class.getName(), ReplyScript.class.getName());

	private final String origin = origin();

	private volatile ReplyBody body;

	private volatile Transmission delivery = Transmission.PERFECT;

	Reply(ReplyBody body) {
		this.body = body;
	}

	/**
	 * Adds text to the answer: one event each if streamed.
	 * @param deltas the pieces of text
	 * @return this reply
	 */
	public Reply text(String... deltas) {
		for (String delta : deltas) {
			add(WireParts.text(delta));
		}
		return this;
	}

	/**
	 * Adds a thought to the answer.
	 * @param thought the summary of a thought
	 * @return this reply
	 */
	public Reply thinking(String thought) {
		return add(WireParts.thought(thought));
	}

	/**
	 * Adds a tool call to the answer. Neighbouring calls are parallel calls.
	 * @param name the tool's name
	 * @param args the arguments
	 * @return this reply
	 */
	public Reply callTool(String name, Map<String, ?> args) {
		return add(WireParts.functionCall(name, args));
	}

	/**
	 * Adds a PNG image to the answer.
	 * @param bytes the image
	 * @return this reply
	 */
	public Reply image(byte[] bytes) {
		return add(WireParts.inlineData(bytes, "image/png"));
	}

	/**
	 * Adds a part to the answer that has no verb of its own.
	 * @param part the JSON of a {@code Part}
	 * @return this reply
	 * @throws IllegalArgumentException if it is not a JSON object
	 */
	public Reply part(String part) {
		return add(Json.object(part));
	}

	/**
	 * Gives the last tool call an id. Google sends one at times, so there is none unless
	 * set; OpenAI's format always has one.
	 * @param id the id
	 * @return this reply
	 */
	public Reply id(String id) {
		return turn((turn) -> turn.withCallId(id));
	}

	/**
	 * Signs the last part.
	 * @param thoughtSignature the signature, as base64
	 * @return this reply
	 */
	public Reply signature(String thoughtSignature) {
		return turn((turn) -> turn.withSignature(thoughtSignature));
	}

	/**
	 * Leaves the first tool call unsigned. Without this it is signed for the models that
	 * demand signatures, as their answers are.
	 * @return this reply
	 */
	public Reply withoutSignature() {
		return turn(ModelTurn::withoutSignature);
	}

	/**
	 * Ends the answer with another reason than {@code STOP}.
	 * @param reason the reason, such as {@code MAX_TOKENS}
	 * @return this reply
	 */
	public Reply finishReason(String reason) {
		return turn((turn) -> turn.withFinishReason(reason));
	}

	/**
	 * Sets the token counts, which are estimated otherwise.
	 * @param prompt tokens of the prompt
	 * @param candidates tokens of the answer, without those of thoughts
	 * @param total all tokens; what the other two leave are those of thoughts, if there
	 * are any
	 * @return this reply
	 */
	public Reply usage(int prompt, int candidates, int total) {
		return turn((turn) -> turn.withUsage(prompt, candidates, total));
	}

	/**
	 * Leaves {@code modelVersion} and {@code responseId} out, as the gateway's documented
	 * example does.
	 * @return this reply
	 */
	public Reply withoutModelVersion() {
		return turn(ModelTurn::withoutModelVersion);
	}

	/**
	 * Tells the client when to try again: a {@code Retry-After} header and, in an error
	 * of Google's shape, a {@code RetryInfo}.
	 * @param seconds the seconds to wait
	 * @return this reply
	 */
	public Reply retryAfter(int seconds) {
		if (this.body instanceof Rejection rejection) {
			this.body = rejection.retryAfter(seconds);
		}
		return header("Retry-After", Integer.toString(seconds));
	}

	/**
	 * Sets a header of the answer.
	 * @param name the name
	 * @param value the value, which replaces an earlier one
	 * @return this reply
	 */
	public Reply header(String name, String value) {
		return deliver((delivery) -> delivery.withHeader(name, value));
	}

	/**
	 * Waits before the status line.
	 * @param delay the time to wait
	 * @return this reply
	 */
	public Reply delay(Duration delay) {
		return deliver((delivery) -> delivery.withDelay(delay));
	}

	/**
	 * Waits between one event and the next.
	 * @param delay the time to wait
	 * @return this reply
	 */
	public Reply delayBetween(Duration delay) {
		return deliver((delivery) -> delivery.withDelayBetween(delay));
	}

	/**
	 * Closes the connection after some events, before the answer has ended. A body that
	 * is not streamed counts as one event.
	 * @param events how many events come; with 0 not even the status line does
	 * @return this reply
	 */
	public Reply closeAfter(int events) {
		return deliver((delivery) -> delivery.withEnd(End.cutAfterEvents(events)));
	}

	/**
	 * Closes the connection after some bytes of the body, before the answer has ended.
	 * @param bytes how many bytes come; with 0 the status line and the headers do
	 * @return this reply
	 */
	public Reply closeAfterBytes(int bytes) {
		return deliver((delivery) -> delivery.withEnd(End.closeAfterBytes(bytes)));
	}

	/**
	 * Sends what was scripted without the end of the answer, and then nothing more: the
	 * connection stays open until the client gives up.
	 * @return this reply
	 */
	public Reply hang() {
		return deliver((delivery) -> delivery.withEnd(End.OPEN));
	}

	/**
	 * Sends some events and then nothing more: the connection stays open until the client
	 * gives up.
	 * @param events how many events come; with 0 the status line and the headers do
	 * @return this reply
	 */
	public Reply hangAfter(int events) {
		return deliver((delivery) -> delivery.withEnd(End.stallAfterEvents(events)));
	}

	/**
	 * Flushes the body in small pieces, each a chunk of its own on the wire.
	 * @param bytesPerWrite the bytes in a piece, at least 1
	 * @return this reply
	 */
	public Reply chunked(int bytesPerWrite) {
		return deliver((delivery) -> delivery.withBytesPerWrite(bytesPerWrite));
	}

	Reply neverAnswer() {
		return deliver((delivery) -> delivery.withEnd(End.NEVER_BEGINS));
	}

	ReplyBody body() {
		return this.body;
	}

	Transmission delivery() {
		return this.delivery;
	}

	@Override
	public String toString() {
		return this.body.describe() + this.origin;
	}

	/**
	 * The line of the test that this reply comes from.
	 */
	private static String origin() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.filter((frame) -> !VERBS.contains(frame.getClassName())).findFirst())
			.map((frame) -> ", scripted at " + frame.getFileName() + ":" + frame.getLineNumber())
			.orElse("");
	}

	private Reply add(ObjectNode part) {
		return turn((turn) -> turn.with(part));
	}

	private Reply turn(UnaryOperator<ModelTurn> change) {
		if (!(this.body instanceof ModelTurn turn)) {
			throw new IllegalStateException("Only a reply made of text, thoughts, calls or images can be changed so");
		}
		this.body = change.apply(turn);
		return this;
	}

	private Reply deliver(UnaryOperator<Transmission> change) {
		this.delivery = change.apply(this.delivery);
		return this;
	}

}
