package net.qhaigc.springai.gemini.client;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Finds the JSON objects in the bytes of a stream: in server-sent events, in an array, or
 * standing bare one after the other, also where one form follows another. Bytes are taken
 * as they come, cut anywhere.
 */
final class EventSplitter {

	/** To be fed at the end, so that a last event needs no blank line. */
	static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

	private static final int KEPT_FOREIGN_TEXT = 4 * 1024;

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private static final ByteSlice LINE_FEED = ByteSlice.of(new byte[] { '\n' });

	private final long limit;

	/** The line that has not ended yet. */
	private final ByteCollector line;

	/** The data lines of the event that has not ended yet. */
	private final ByteCollector data;

	private final JsonSplitter bareObjects;

	private final StringBuilder unrecognizedText = new StringBuilder();

	/** What has come, and where in it to go on. */
	private byte[] bytes = END;

	private int from = END.length;

	private int markBytes;

	private boolean afterCarriageReturn;

	private boolean amongBareObjects;

	private int dataLines;

	/** The rest of an event that may hold several objects, and their splitter. */
	private ByteSlice several = ByteSlice.EMPTY;

	private JsonSplitter severalObjects;

	EventSplitter(long limit) {
		this.limit = limit;
		this.line = new ByteCollector(limit);
		this.data = new ByteCollector(limit);
		this.bareObjects = new JsonSplitter(limit);
		this.severalObjects = this.bareObjects;
	}

	/** Takes further bytes once {@link #next()} has nothing more. */
	void feed(byte[] more) {
		this.bytes = more;
		this.from = 0;
		while (this.markBytes < BYTE_ORDER_MARK.length && hasBytes()) {
			boolean mark = (more[this.from] == BYTE_ORDER_MARK[this.markBytes]);
			this.markBytes = mark ? this.markBytes + 1 : BYTE_ORDER_MARK.length;
			this.from += mark ? 1 : 0;
		}
	}

	/** What is in the place of the next object, or null until there are more bytes. */
	@Nullable ByteSlice next() {
		ByteSlice json = null;
		while (json == null && (!this.several.isEmpty() || hasBytes())) {
			if (!this.several.isEmpty()) {
				json = nextOfSeveral();
			}
			else {
				json = this.amongBareObjects ? nextBareObject() : nextOfLines();
			}
		}
		return json;
	}

	/** Whether the bytes ended inside a bare object. */
	boolean isInsideObject() {
		return !this.bareObjects.isBetweenObjects();
	}

	/** The beginning of what belongs to none of the forms, such as an HTML page. */
	String unrecognizedText() {
		return this.unrecognizedText.toString().stripTrailing();
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
		this.amongBareObjects = (object != null || !hasBytes());
		return object;
	}

	private @Nullable ByteSlice nextOfLines() {
		if (this.line.isEmpty() && atBareObject()) {
			ByteSlice event = endOfEvent();
			this.amongBareObjects = (event == null && this.several.isEmpty());
			return event;
		}
		ByteSlice ended = nextLine();
		return (ended != null) ? field(ended) : null;
	}

	private boolean atBareObject() {
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

	/** Most bytes are above the two that end a line, so one comparison decides. */
	private static int endOfLine(byte[] bytes, int from) {
		int end = from;
		while (end < bytes.length && (bytes[end] > '\r' || (bytes[end] != '\n' && bytes[end] != '\r'))) {
			end++;
		}
		return end;
	}

	private @Nullable ByteSlice field(ByteSlice text) {
		if (text.isEmpty()) {
			return endOfEvent();
		}
		if (text.startsWith("data:")) {
			if (this.dataLines++ > 0) {
				this.data.add(LINE_FEED);
			}
			this.data.add(text.startingAt(text.from() + "data:".length()));
		}
		else if (!isOtherField(text) && this.unrecognizedText.length() < KEPT_FOREIGN_TEXT) {
			this.unrecognizedText.append(text.text(KEPT_FOREIGN_TEXT)).append('\n');
		}
		return null;
	}

	private static boolean isOtherField(ByteSlice text) {
		return text.startsWith(":") || text.startsWith("event:") || text.startsWith("id:") || text.startsWith("retry:");
	}

	private @Nullable ByteSlice endOfEvent() {
		boolean single = (this.dataLines == 1);
		this.dataLines = 0;
		ByteSlice event = this.data.take().stripLeading();
		if (single && event.startsWith("{")) {
			return event;
		}
		this.several = event;
		this.severalObjects = new JsonSplitter(this.limit);
		return null;
	}

	/**
	 * Data lines that are not parted by blank lines are one event to the letter, and
	 * several where a gateway forgot them.
	 */
	private @Nullable ByteSlice nextOfSeveral() {
		ByteSlice rest = this.several;
		ByteSlice object = this.severalObjects.next(rest);
		this.several = rest.startingAt(this.severalObjects.position());
		if (object != null) {
			return object;
		}
		boolean broken = !this.severalObjects.isBetweenObjects() || !this.several.isEmpty();
		boolean done = this.several.startsWith("DONE]");
		this.several = ByteSlice.EMPTY;
		return (broken && !done) ? rest : null;
	}

}
