package net.qhaigc.springai.gemini.client.body;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The values that a {@link JsonSplitter} skips, because they are not objects. Between
 * events or in place of an event, gateways can send keep-alives such as {@code null},
 * {@code ""} or {@code ping}, the marker {@code [DONE]}, or text that is not JSON.
 */
final class OtherValues {

	private static final int MAX_TEXT = 4 * 1024;

	private static final Pattern KEEP_ALIVE = Pattern.compile("[\\w.+-]*|\"[\\w.+-]*\"|:.*");

	private static final String DONE = "DONE";

	private final ByteArrayOutputStream text = new ByteArrayOutputStream();

	private int count;

	/** Where the text of the last value begins. */
	private int start;

	private boolean inValue;

	private boolean inString;

	private boolean escaped;

	private boolean done;

	/**
	 * Whether the last value is a string that has not ended, so that the next byte
	 * belongs to it.
	 */
	boolean isInString() {
		return this.inString;
	}

	/** Add a byte of a value. */
	void add(byte value) {
		if (!this.inValue) {
			this.inValue = true;
			this.inString = (value == '"');
			this.count++;
			if (this.count > 1) {
				append(' ');
			}
			this.start = this.text.size();
		}
		else if (this.escaped) {
			this.escaped = false;
		}
		else if (this.inString) {
			this.escaped = (value == '\\');
			this.inString = (value != '"');
		}
		append(value);
	}

	private void append(int next) {
		if (this.text.size() < MAX_TEXT) {
			this.text.write(next);
		}
	}

	private String text() {
		return this.text.toString(StandardCharsets.UTF_8);
	}

	/**
	 * End the value, if there is one.
	 * @param atBracket whether a closing bracket follows the value
	 * @return whether the value is the text between the brackets of {@code [DONE]}, the
	 * marker at the end of a stream
	 */
	boolean end(boolean atBracket) {
		boolean marker = atBracket && this.inValue && this.text.size() - this.start == DONE.length()
				&& text().endsWith(DONE);
		this.inValue = false;
		this.done |= marker;
		return marker;
	}

	/** Whether one of the values was the marker at the end of a stream. */
	boolean isDone() {
		return this.done;
	}

	/** Whether there is no value, or only a keep-alive or the marker. */
	boolean isIgnorable() {
		return this.count <= 1 && KEEP_ALIVE.matcher(text()).matches();
	}

	/** Return the beginning of the values, or an empty string if they are ignorable. */
	String unrecognizedText() {
		return isIgnorable() ? "" : text();
	}

}
