package net.qhaigc.springai.gemini.wire;

import java.io.ByteArrayOutputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * A cache of the JSON of texts that are sent repeatedly. Each request of a conversation
 * contains the earlier messages again, and a chat memory mostly returns the same
 * instances of {@code String}. The JSON of a text is cached when the text is written for
 * the second time, and removed when the text is no longer reachable elsewhere.
 * <p>
 * Threads share a cache without locks: an entry is immutable, and a text whose entry
 * another thread has replaced is merely encoded again.
 */
final class EncodedTextCache {

	static final int MIN_LENGTH = 32;

	/**
	 * Caching longer texts would take more memory, but not save more time per character.
	 */
	static final int MAX_LENGTH = 1000;

	/** A power of two that is enough for 20 conversations of 200 messages. */
	private static final int SLOTS = 4096;

	private final int[] lastHashes = new int[SLOTS];

	private final @Nullable Entry[] entries = new Entry[SLOTS];

	private final ReferenceQueue<String> unreachable = new ReferenceQueue<>();

	/**
	 * Return the JSON string of a text, including its quotes. The JSON is encoded and
	 * cached at the second call with the same instance. Return null at the first call, or
	 * if the text is too short or too long for the cache.
	 */
	byte @Nullable [] getOrEncode(String text) {
		if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH) {
			return null;
		}
		int hash = System.identityHashCode(text);
		int slot = hash & (SLOTS - 1);
		Entry entry = this.entries[slot];
		if (entry != null && entry.refersTo(text)) {
			return entry.json;
		}
		removeUnreachable();
		if (this.lastHashes[slot] != hash) {
			this.lastHashes[slot] = hash;
			return null;
		}
		Entry added = new Entry(text, slot, this.unreachable);
		this.entries[slot] = added;
		return added.json;
	}

	private void removeUnreachable() {
		while (this.unreachable.poll() instanceof Entry entry) {
			if (this.entries[entry.slot] == entry) {
				this.entries[entry.slot] = null;
			}
		}
	}

	private static final class Entry extends WeakReference<String> {

		private final byte[] json;

		private final int slot;

		private Entry(String text, int slot, ReferenceQueue<String> queue) {
			super(text, queue);
			this.json = encode(text);
			this.slot = slot;
		}

		private static byte[] encode(String text) {
			ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
			try (JsonGenerator json = WireJson.FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
				json.writeString(text);
			}
			return out.toByteArray();
		}

	}

}
