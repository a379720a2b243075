package net.qhaigc.springai.gemini.client.body;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of a stream into JSON objects, whether they are in server-sent events,
 * in an array, or bare (one after another). One stream can mix these formats. The bytes
 * can arrive in chunks that end at any position.
 */
final class EventSplitter {

	/**
	 * The chunk to feed at the end of a stream, so that the last event needs no blank
	 * line.
	 */
	static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_UNRECOGNIZED_TEXT = 4 * 1024;

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private static final ByteSlice LINE_FEED = ByteSlice.of(new byte[] { '\n' });

	private final long maxEventSize;

	/** The current line. */
	private final ByteCollector line;

	/** The data lines of the current event. */
	private final ByteCollector data;

	private final JsonSplitter bareObjects;

	private final StringBuilder unrecognizedText = new StringBuilder();

	/** The current chunk, and the position of the next byte. */
	private byte[] bytes = END;

	private int from = END.length;

	private int matchedMarkBytes;

	private boolean afterCarriageReturn;

	private boolean insideBareObjects;

	private int dataLines;

	private boolean endedInsideLine;

	/** The rest of an event that may contain several objects, and their splitter. */
	private ByteSlice remainder = ByteSlice.EMPTY;

	private JsonSplitter remainderSplitter;

	private boolean remainderFollowsObject;

	private boolean done;

	EventSplitter(long maxEventSize) {
		this.maxEventSize = maxEventSize;
		this.line = new ByteCollector(maxEventSize);
		this.data = new ByteCollector(maxEventSize);
		this.bareObjects = new JsonSplitter(maxEventSize, false);
		this.remainderSplitter = this.bareObjects;
	}

	/** Add a chunk, after {@link #next} has returned null. */
	void feed(byte[] chunk) {
		this.bytes = chunk;
		this.from = 0;
		while (this.matchedMarkBytes < BYTE_ORDER_MARK.length && hasBytes()) {
			boolean matches = (chunk[this.from] == BYTE_ORDER_MARK[this.matchedMarkBytes]);
			this.matchedMarkBytes = matches ? this.matchedMarkBytes + 1 : BYTE_ORDER_MARK.length;
			this.from += matches ? 1 : 0;
		}
	}

	/**
	 * Return the next JSON object. If the data of an event is not an object, return the
	 * data.
	 * @param endsAtMarker whether to ignore everything after {@code [DONE]}
	 * @return the object or the data; null if more bytes are needed, or at the end
	 */
	@Nullable ByteSlice next(boolean endsAtMarker) {
		ByteSlice json = null;
		while (json == null && !(endsAtMarker && isDone()) && (!this.remainder.isEmpty() || hasBytes())) {
			if (!this.remainder.isEmpty()) {
				json = nextInRemainder();
			}
			else {
				json = this.insideBareObjects ? nextBareObject() : nextInLines();
			}
		}
		return json;
	}

	/**
	 * Continue with the bytes that follow an object on the same line, unless the
	 * remainder already contains them.
	 */
	void resume(ByteSlice bytes) {
		if (this.remainder.isEmpty()) {
			setRemainder(bytes.stripLeading(), true);
		}
	}

	private void setRemainder(ByteSlice bytes, boolean followsObject) {
		if (!bytes.isEmpty()) {
			this.remainder = bytes;
			this.remainderSplitter = new JsonSplitter(this.maxEventSize, true);
			this.remainderFollowsObject = followsObject;
		}
	}

	/** Whether the stream has ended with {@code [DONE]}. */
	boolean isDone() {
		return this.done || this.bareObjects.others().isDone();
	}

	/**
	 * Whether the bytes ended inside a bare object or array, or inside a line that begins
	 * an event but contains no data yet.
	 */
	boolean endedInsideObject() {
		return this.endedInsideLine || !this.bareObjects.isBetweenObjects() || this.bareObjects.isInsideArray();
	}

	/** Return the beginning of text in no known format, such as an HTML page. */
	String unrecognizedText() {
		return (this.bareObjects.others().unrecognizedText() + this.unrecognizedText).strip();
	}

	private boolean hasBytes() {
		return this.from < this.bytes.length;
	}

	private boolean isAt(char ascii) {
		return hasBytes() && this.bytes[this.from] == ascii;
	}

	private @Nullable ByteSlice nextBareObject() {
		ByteSlice object = this.bareObjects.next(new ByteSlice(this.bytes, this.from, this.bytes.length));
		this.from = this.bareObjects.position();
		this.insideBareObjects = (object != null || !(hasBytes() || this.bareObjects.isAtMarker()));
		return object;
	}

	private @Nullable ByteSlice nextInLines() {
		if (this.line.isEmpty() && advanceToBareObject()) {
			ByteSlice event = endEvent();
			this.insideBareObjects = (event == null && this.remainder.isEmpty());
			return event;
		}
		ByteSlice ended = nextLine();
		return (ended != null) ? readField(ended) : null;
	}

	/**
	 * Skip spaces and the line feed that completes a line break. Return whether an object
	 * or array follows.
	 */
	private boolean advanceToBareObject() {
		if (this.afterCarriageReturn && isAt('\n')) {
			this.from++;
		}
		this.afterCarriageReturn = false;
		while (isAt(' ')) {
			this.from++;
		}
		return isAt('{') || isAt('[');
	}

	private @Nullable ByteSlice nextLine() {
		int end = endOfLine(this.bytes, this.from);
		this.line.add(ByteSlice.of(this.bytes, this.from, end));
		this.from = end;
		if (!hasBytes()) {
			return null;
		}
		this.afterCarriageReturn = isAt('\r');
		this.from++;
		return this.line.take();
	}

	/**
	 * Most bytes are greater than both line-break characters, so one comparison is enough
	 * for them.
	 */
	private static int endOfLine(byte[] bytes, int from) {
		int end = from;
		while (end < bytes.length && (bytes[end] > '\r' || (bytes[end] != '\n' && bytes[end] != '\r'))) {
			end++;
		}
		return end;
	}

	private @Nullable ByteSlice readField(ByteSlice text) {
		if (text.isEmpty()) {
			return endEvent();
		}
		this.endedInsideLine = (this.bytes == END && isBeginningOfEvent(text));
		if (text.startsWith("data:")) {
			if (isDoneMarker(text)) {
				// without waiting for the blank line, which can be missing
				this.done = true;
				return endEvent();
			}
			if (this.dataLines++ > 0) {
				this.data.add(LINE_FEED);
			}
			this.data.add(data(text));
		}
		else if (!isCommentOrOtherField(text) && this.unrecognizedText.length() < MAX_UNRECOGNIZED_TEXT) {
			this.unrecognizedText.append(text.text(MAX_UNRECOGNIZED_TEXT)).append('\n');
		}
		return null;
	}

	/** Whether an incomplete line begins an event but contains no data yet. */
	private static boolean isBeginningOfEvent(ByteSlice line) {
		return line.isPrefixOf("data:") || line.isPrefixOf("event:") || line.startsWith("event:")
				|| (line.startsWith("data:") && data(line).stripLeading().isEmpty());
	}

	private static ByteSlice data(ByteSlice line) {
		return line.startingAt(line.from() + "data:".length());
	}

	private static boolean isDoneMarker(ByteSlice line) {
		return data(line).stripLeading().startsWith("[DONE]");
	}

	private static boolean isCommentOrOtherField(ByteSlice text) {
		return text.startsWith(":") || text.startsWith("event:") || text.startsWith("id:") || text.startsWith("retry:");
	}

	private @Nullable ByteSlice endEvent() {
		boolean single = (this.dataLines == 1);
		this.dataLines = 0;
		ByteSlice event = this.data.take().stripLeading();
		if (single && event.startsWith("{")) {
			return event;
		}
		setRemainder(event, false);
		return null;
	}

	/**
	 * According to the specification, data lines without a blank line between them are
	 * one event, but some gateways omit the blank lines or the line breaks between
	 * events.
	 */
	private @Nullable ByteSlice nextInRemainder() {
		ByteSlice rest = this.remainder;
		ByteSlice object = this.remainderSplitter.next(rest);
		this.remainder = rest.startingAt(this.remainderSplitter.position());
		if (object != null) {
			this.remainderFollowsObject = true;
			return object;
		}
		this.remainder = ByteSlice.EMPTY;
		OtherValues others = this.remainderSplitter.others();
		this.done |= others.isDone();
		boolean incomplete = !this.remainderSplitter.isBetweenObjects();
		return (incomplete || !(this.remainderFollowsObject || others.isIgnorable())) ? rest : null;
	}

}
