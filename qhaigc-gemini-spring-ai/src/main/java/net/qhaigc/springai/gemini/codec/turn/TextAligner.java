package net.qhaigc.springai.gemini.codec.turn;

import java.util.List;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.wire.PartAttributes;

/**
 * Finds the texts of the entries of an {@link Envelope} in the text of the message, which
 * the application may have changed. Unchanged texts at the beginning and at the end keep
 * their positions and attributes; what is between them is treated as text that the
 * application wrote. An instance is used for one message.
 */
final class TextAligner {

	private final String text;

	private final List<EnvelopeEntry.Text> entries;

	/** The position in the text at which the first entry begins. */
	private final int start;

	/** The number of unchanged entries at the beginning. */
	private final int head;

	/**
	 * The position in the text at which the last unchanged entry at the beginning ends.
	 */
	private final int headEnd;

	/** The number of unchanged entries at the end. */
	private int tail;

	/** The position in the text at which the first unchanged entry at the end begins. */
	private int tailStart;

	/**
	 * The index of the entry for the next call of {@link #next()}.
	 */
	private int next;

	/**
	 * The position in the text at which the entry for the next call of {@link #next()}
	 * begins.
	 */
	private int position;

	TextAligner(String text, List<EnvelopeEntry.Text> entries) {
		this.text = text;
		this.entries = entries;
		long length = entries.stream().mapToLong(EnvelopeEntry.Text::length).sum();
		int surplus = (int) Math.max(0, text.length() - length);
		this.start = (surplus > 0 && countUnchangedFrom(surplus) == entries.size()) ? surplus : 0;
		this.head = countUnchangedFrom(this.start);
		this.headEnd = this.start + entries.stream().limit(this.head).mapToInt(EnvelopeEntry.Text::length).sum();
		matchTail();
		this.position = this.start;
	}

	private int countUnchangedFrom(int from) {
		int matched = 0;
		int position = from;
		for (EnvelopeEntry.Text entry : this.entries) {
			if (!entry.isAt(position, this.text)) {
				break;
			}
			position += entry.length();
			matched++;
		}
		return matched;
	}

	private void matchTail() {
		this.tailStart = this.text.length();
		for (int i = this.entries.size() - 1; i >= this.head; i--) {
			EnvelopeEntry.Text entry = this.entries.get(i);
			int position = this.tailStart - entry.length();
			if (position < this.headEnd || !entry.isAt(position, this.text)) {
				break;
			}
			this.tailStart = position;
			this.tail++;
		}
	}

	/**
	 * Return the text that was inserted before the otherwise unchanged texts.
	 * @return the text; null if there is none
	 */
	@Nullable String insertedBeforeFirst() {
		return (this.start > 0) ? this.text.substring(0, this.start) : null;
	}

	/**
	 * Return the text that was inserted before the next entry, if all entries are
	 * unchanged.
	 * @return the text; null if there is none
	 */
	@Nullable String insertedBeforeNext() {
		return (this.next == this.head && this.head + this.tail == this.entries.size()) ? middle() : null;
	}

	/**
	 * Return the text of the next entry. All text that the application wrote in place of
	 * changed entries belongs to the first changed entry.
	 * @return the text; null if the application removed it, or if it belongs to an
	 * earlier entry
	 */
	@Nullable String next() {
		int index = this.next++;
		if (!isUnchanged(index)) {
			return (index == this.head) ? middle() : null;
		}
		if (index == this.entries.size() - this.tail) {
			this.position = this.tailStart;
		}
		int from = this.position;
		this.position += this.entries.get(index).length();
		return this.text.substring(from, this.position);
	}

	/**
	 * Whether the text that {@link #next()} returned last is an unchanged text of the
	 * model.
	 */
	boolean isUnchanged() {
		return isUnchanged(this.next - 1);
	}

	/**
	 * Return the attributes of the text that {@link #next()} returned last.
	 * @return the attributes of the model's text
	 */
	PartAttributes attributes() {
		return this.entries.get(this.next - 1).attributes();
	}

	private boolean isUnchanged(int index) {
		return index < this.head || index >= this.entries.size() - this.tail;
	}

	/**
	 * Return the text that was added after the last entry.
	 * @return the text; null if there is none
	 */
	@Nullable String addedAfterLast() {
		return (this.head == this.entries.size()) ? middle() : null;
	}

	private @Nullable String middle() {
		return (this.headEnd < this.tailStart) ? this.text.substring(this.headEnd, this.tailStart) : null;
	}

}
