package net.qhaigc.springai.gemini.metadata;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The text of a message or, for the closing chunk of a streamed response, the text of the
 * whole response. Converts Google's offsets to {@code char} indices of this text. The
 * offsets are in bytes of UTF-8. After a tool loop, they are relative to the text of the
 * model's last response, with which the text of the message ends.
 */
final class ResponseText {

	private final String text;

	/** The index at which the text of the last response begins. */
	private final int origin;

	/** Where each text part except the first begins, relative to the origin. */
	private final List<Integer> partStarts;

	private ResponseText(String text, int origin, List<Integer> partStarts) {
		this.text = text;
		this.origin = origin;
		this.partStarts = partStarts;
	}

	/**
	 * Create the text to which the ranges of grounding and citations refer.
	 * @param messageText the text of the message, which is empty in the closing chunk of
	 * a stream, and starts with the text of earlier rounds if a tool loop was streamed
	 * @param responseText the text of the last response alone; null if the response has
	 * no offsets
	 * @param parts the parts of the last response; empty if they are not known
	 */
	static ResponseText of(@Nullable String messageText, @Nullable String responseText, List<JsonView> parts) {
		List<Integer> starts = starts(parts);
		if (messageText == null || messageText.isEmpty()) {
			return new ResponseText((responseText != null) ? responseText : "", 0, starts);
		}
		if (responseText == null || !messageText.endsWith(responseText)) {
			return new ResponseText(messageText, 0, starts);
		}
		return new ResponseText(messageText, messageText.length() - responseText.length(), starts);
	}

	private static List<Integer> starts(List<JsonView> parts) {
		List<Integer> starts = new ArrayList<>();
		int start = 0;
		for (JsonView part : parts) {
			String text = part.text("text");
			if (text != null) {
				if (start > 0) {
					starts.add(start);
				}
				start += text.length();
			}
		}
		return starts;
	}

	String text() {
		return this.text;
	}

	/** Return the range for the byte offsets {@code startIndex} and {@code endIndex}. */
	TextRange range(JsonView offsets) {
		int start = indexOfByte(this.origin, offsets.count("startIndex"), false);
		return new TextRange(start, Math.max(start, indexOfByte(this.origin, offsets.count("endIndex"), true)));
	}

	/**
	 * Return the range of a segment. The offsets of a segment can be relative to one of
	 * several parts, or wrong by a few bytes. If the text that the segment quotes is not
	 * at the offsets, the nearest occurrence of this text is used.
	 */
	TextRange segmentRange(JsonView segment) {
		String quoted = segment.text("text");
		TextRange inPart = (quoted != null && segment.count("partIndex") > 0) ? partRange(segment, quoted) : null;
		if (inPart != null) {
			return inPart;
		}
		TextRange range = range(segment);
		if (quoted == null || range.substringOf(this.text).equals(quoted)) {
			return range;
		}
		int start = nearestIndexOf(quoted, range.start());
		return (start < 0) ? range : new TextRange(start, start + quoted.length());
	}

	/**
	 * Return the range of a segment whose offsets are relative to a part other than the
	 * first. Google's part index also counts thoughts and tool calls, so the part is
	 * identified by the quoted text at the offset. Return null if no part has this text
	 * there.
	 */
	private @Nullable TextRange partRange(JsonView segment, String quoted) {
		for (int partStart : this.partStarts) {
			int start = indexOfByte(this.origin + partStart, segment.count("startIndex"), false);
			if (this.text.startsWith(quoted, start)) {
				return new TextRange(start, start + quoted.length());
			}
		}
		return null;
	}

	private int nearestIndexOf(String quoted, int index) {
		int before = this.text.lastIndexOf(quoted, index);
		int after = this.text.indexOf(quoted, index);
		if (before < 0 || after < 0) {
			return Math.max(before, after);
		}
		return (index - before <= after - index) ? before : after;
	}

	/**
	 * Return the {@code char} index for a byte offset. For an offset within a character,
	 * return the index of the start of the character or, if {@code isEnd}, of its end.
	 */
	private int indexOfByte(int origin, int offset, boolean isEnd) {
		int index = origin;
		int bytes = 0;
		while (bytes < offset && index < this.text.length()) {
			int character = this.text.codePointAt(index);
			bytes += utf8Length(character);
			if (bytes > offset && !isEnd) {
				return index;
			}
			index += Character.charCount(character);
		}
		return index;
	}

	private static int utf8Length(int character) {
		if (character < 0x80) {
			return 1;
		}
		if (character < 0x800) {
			return 2;
		}
		return (character < 0x10000) ? 3 : 4;
	}

}
