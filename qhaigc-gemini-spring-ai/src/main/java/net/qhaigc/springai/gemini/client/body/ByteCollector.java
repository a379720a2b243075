package net.qhaigc.springai.gemini.client.body;

import java.util.ArrayList;
import java.util.List;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;

/**
 * Collects the slices of a line or a JSON object that arrives in several chunks. They are
 * joined only when the last one has arrived, so that a large image is copied once.
 */
final class ByteCollector {

	private final long maxSize;

	private final List<ByteSlice> slices = new ArrayList<>(2);

	private long length;

	ByteCollector(long maxSize) {
		this.maxSize = maxSize;
	}

	boolean isEmpty() {
		return this.length == 0;
	}

	void add(ByteSlice slice) {
		this.length += slice.length();
		if (this.length > this.maxSize) {
			throw GatewayErrors.responseTooLarge(this.maxSize);
		}
		if (!slice.isEmpty()) {
			this.slices.add(slice);
		}
	}

	/** Remove all slices and return them as one. */
	ByteSlice take() {
		ByteSlice all = switch (this.slices.size()) {
			case 0 -> ByteSlice.EMPTY;
			case 1 -> this.slices.get(0);
			default -> join();
		};
		this.slices.clear();
		this.length = 0;
		return all;
	}

	private ByteSlice join() {
		byte[] joined = new byte[(int) this.length];
		int position = 0;
		for (ByteSlice slice : this.slices) {
			System.arraycopy(slice.array(), slice.from(), joined, position, slice.length());
			position += slice.length();
		}
		return new ByteSlice(joined, 0, joined.length);
	}

}
