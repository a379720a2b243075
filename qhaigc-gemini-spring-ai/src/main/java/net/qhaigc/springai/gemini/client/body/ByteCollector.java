package net.qhaigc.springai.gemini.client.body;

import java.util.ArrayList;
import java.util.List;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;

/**
 * Collects the slices of a line or a JSON object that arrives in several chunks. The
 * slices are joined only when the last one has arrived, so that a large image is copied
 * once. Small slices are copied into a common array first, since each of them would
 * otherwise keep the whole array of its chunk in memory.
 */
final class ByteCollector {

	private static final int MAX_SMALL_SLICE_SIZE = 1024;

	private static final int MIN_BLOCK_SIZE = 256;

	private static final int MAX_BLOCK_SIZE = 64 * 1024;

	private final long maxSize;

	private final List<ByteSlice> slices = new ArrayList<>(2);

	/**
	 * Contains copies of small slices. Consecutive copies are added to the slices as one
	 * slice.
	 */
	private byte[] block = ByteSlice.EMPTY.array();

	private int blockFrom;

	private int blockTo;

	private long length;

	ByteCollector(long maxSize) {
		this.maxSize = maxSize;
	}

	boolean isEmpty() {
		return this.length == 0;
	}

	void add(ByteSlice slice) {
		boolean first = isEmpty();
		this.length += slice.length();
		if (this.length > this.maxSize) {
			throw GatewayErrors.responseTooLarge(this.maxSize);
		}
		if (!first && slice.length() <= MAX_SMALL_SLICE_SIZE) {
			copy(slice);
		}
		else if (!slice.isEmpty()) {
			endBlock();
			this.slices.add(slice);
		}
	}

	private void copy(ByteSlice slice) {
		if (this.block.length - this.blockTo < slice.length()) {
			endBlock();
			int size = Math.min(MAX_BLOCK_SIZE, Math.max(MIN_BLOCK_SIZE, 2 * this.block.length));
			this.block = new byte[Math.max(size, slice.length())];
			this.blockFrom = 0;
			this.blockTo = 0;
		}
		System.arraycopy(slice.array(), slice.from(), this.block, this.blockTo, slice.length());
		this.blockTo += slice.length();
	}

	private void endBlock() {
		if (this.blockFrom < this.blockTo) {
			this.slices.add(new ByteSlice(this.block, this.blockFrom, this.blockTo));
			this.blockFrom = this.blockTo;
		}
	}

	/** Remove all slices and return them as one. */
	ByteSlice take() {
		endBlock();
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
