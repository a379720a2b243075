package net.qhaigc.springai.gemini.codec;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A message's text cut into the text parts that an envelope remembers. Texts that are
 * unchanged at the beginning and the end keep their place and signature; what lies
 * between them is the application's own.
 */
final class TextAligner {

	private final String text;

	private final List<Map<String, Object>> entries;

	/** How many entries are unchanged from the beginning, and from the end. */
	private final int head;

	private int tail;

	private final int headEnd;

	private int tailStart;

	private final int start;

	private int next;

	private int position;

	TextAligner(String text, List<Map<String, Object>> entries) {
		this.text = text;
		this.entries = entries.stream().filter((entry) -> entry.containsKey("t")).toList();
		int length = this.entries.stream().mapToInt(TextAligner::length).sum();
		int surplus = text.length() - length;
		this.start = (surplus > 0 && matchHead(surplus) == this.entries.size()) ? surplus : 0;
		this.head = matchHead(this.start);
		this.headEnd = end(this.start, this.head);
		matchTail();
		this.position = this.start;
	}

	private int matchHead(int from) {
		int matched = 0;
		int at = from;
		for (Map<String, Object> entry : this.entries) {
			if (!isAt(entry, at)) {
				break;
			}
			at += length(entry);
			matched++;
		}
		return matched;
	}

	private int end(int from, int count) {
		return from + this.entries.stream().limit(count).mapToInt(TextAligner::length).sum();
	}

	private void matchTail() {
		this.tailStart = this.text.length();
		for (int i = this.entries.size() - 1; i >= this.head; i--) {
			int at = this.tailStart - length(this.entries.get(i));
			if (at < this.headEnd || !isAt(this.entries.get(i), at)) {
				break;
			}
			this.tailStart = at;
			this.tail++;
		}
	}

	private boolean isAt(Map<String, Object> entry, int at) {
		int length = length(entry);
		return at >= 0 && at + length <= this.text.length()
				&& Fingerprint.of(this.text.substring(at, at + length)).equals(entry.get("h"));
	}

	private static int length(Map<String, Object> entry) {
		return (entry.get("t") instanceof Integer length) ? length : 0;
	}

	/** What stands before an otherwise unchanged text; null if nothing does. */
	@Nullable String before() {
		return (this.start > 0) ? this.text.substring(0, this.start) : null;
	}

	/**
	 * What was put in front of the next entry, all entries being unchanged; null if
	 * nothing was.
	 */
	@Nullable String inserted() {
		return (this.next == this.head && this.head + this.tail == this.entries.size()) ? middle() : null;
	}

	/** The text of the next entry; null if the application took it away. */
	@Nullable String next() {
		int index = this.next++;
		if (!isUnchanged()) {
			return (index == this.head) ? middle() : null;
		}
		if (index == this.entries.size() - this.tail) {
			this.position = this.tailStart;
		}
		int from = this.position;
		this.position += length(this.entries.get(index));
		return this.text.substring(from, this.position);
	}

	/** Whether the text that {@link #next()} gave last is the model's own. */
	boolean isUnchanged() {
		int index = this.next - 1;
		return index < this.head || index >= this.entries.size() - this.tail;
	}

	/** What was added behind the last entry; null if nothing was. */
	@Nullable String after() {
		return (this.head == this.entries.size()) ? middle() : null;
	}

	private @Nullable String middle() {
		return (this.headEnd < this.tailStart) ? this.text.substring(this.headEnd, this.tailStart) : null;
	}

}
