package net.qhaigc.springai.gemini.client.body;

import java.util.ArrayList;
import java.util.List;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;

/**
 * Collects the slices of a line or a JSON object that arrives in several chunks. The
 * slices are joined only when the last one has arrived, so that a large image is copied
 * only once. Small slices after the first slice are copied into a shared array, since
 * each of them would otherwise keep the whole array of its chunk in memory.
 */
final class ByteCollector {

	private static final int MAX_SMALL_SLICE_SIZE = 1024;

	private static final int MIN_BLOCK_SIZE = 256;

	private static final int MAX_BLOCK_SIZE = 64 * 1024;

	private final long maxSize;

	private final List<ByteSlice> slices = new ArrayList<>(2);

	/**
	 * Contains copies of small slices. The copies between {@code copiesFrom} and
	 * {@code copiesTo} have not been added to {@code slices} yet.
	 */
	private byte[] block = ByteSlice.EMPTY.array();

	private int copiesFrom;

	private int copiesTo;

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
			addCopies();
			this.slices.add(slice);
		}
	}

	private void copy(ByteSlice slice) {
		if (this.block.length - this.copiesTo < slice.length()) {
			addCopies();
			int size = Math.min(MAX_BLOCK_SIZE, Math.max(MIN_BLOCK_SIZE, 2 * this.block.length));
			this.block = new byte[Math.max(size, slice.length())];
			this.copiesFrom = 0;
			this.copiesTo = 0;
		}
		System.arraycopy(slice.array(), slice.from(), this.block, this.copiesTo, slice.length());
		this.copiesTo += slice.length();
	}

	/** Add the copies that are not in {@code slices} yet, as one slice. */
	private void addCopies() {
		if (this.copiesFrom < this.copiesTo) {
			this.slices.add(new ByteSlice(this.block, this.copiesFrom, this.copiesTo));
			this.copiesFrom = this.copiesTo;
		}
	}

	/** Remove all slices and return them as one. */
	ByteSlice take() {
		addCopies();
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
