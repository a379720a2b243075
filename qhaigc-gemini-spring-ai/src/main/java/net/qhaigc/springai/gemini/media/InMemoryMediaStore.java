package net.qhaigc.springai.gemini.media;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Stores media in the memory of the application. If all media together exceed the maximum
 * size, the least recently used media is removed. The most recently stored media is
 * always kept, even if it alone exceeds the maximum.
 */
public final class InMemoryMediaStore extends ContentAddressedMediaStore {

	/** The default maximum number of bytes: 64 MiB. */
	public static final long DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

	private final long maxBytes;

	/** In order of last access. */
	private final Map<String, Content> media = new LinkedHashMap<>(16, 0.75F, true);

	private long totalBytes;

	/** Create a store with the default maximum. */
	public InMemoryMediaStore() {
		this(DEFAULT_MAX_BYTES);
	}

	/**
	 * Create a store.
	 * @param maxBytes the maximum number of bytes of all media together
	 * @throws IllegalArgumentException if the maximum is negative
	 */
	public InMemoryMediaStore(long maxBytes) {
		if (maxBytes < 0) {
			throw new IllegalArgumentException(
					"The maximum number of bytes is %d but must not be negative".formatted(maxBytes));
		}
		this.maxBytes = maxBytes;
	}

	@Override
	protected void write(String reference, Content content) {
		synchronized (this.media) {
			if (this.media.put(reference, content) == null) {
				this.totalBytes += content.bytes().length;
				evict();
			}
		}
	}

	private void evict() {
		Iterator<Content> oldest = this.media.values().iterator();
		while (this.totalBytes > this.maxBytes && this.media.size() > 1) {
			this.totalBytes -= oldest.next().bytes().length;
			oldest.remove();
		}
	}

	@Override
	protected @Nullable Content read(String reference) {
		synchronized (this.media) {
			return this.media.get(reference);
		}
	}

	@Override
	protected void remove(String reference) {
		synchronized (this.media) {
			Content removed = this.media.remove(reference);
			this.totalBytes -= (removed != null) ? removed.bytes().length : 0;
		}
	}

	@Override
	public boolean isBlocking() {
		return false;
	}

}
