package net.qhaigc.springai.gemini.client;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds what has come of something that is not whole yet. The pieces are joined once,
 * when the last one is there, so that an image of many pieces is copied only once more.
 */
final class ByteCollector {

	private final long limit;

	private final List<ByteSlice> pieces = new ArrayList<>(2);

	private long length;

	ByteCollector(long limit) {
		this.limit = limit;
	}

	boolean isEmpty() {
		return this.length == 0;
	}

	void add(ByteSlice piece) {
		this.length += piece.length();
		if (this.length > this.limit) {
			throw GatewayErrors.tooLarge(this.limit);
		}
		if (!piece.isEmpty()) {
			this.pieces.add(piece);
		}
	}

	/** All pieces in one run; nothing is held afterwards. */
	ByteSlice take() {
		ByteSlice all = switch (this.pieces.size()) {
			case 0 -> ByteSlice.EMPTY;
			case 1 -> this.pieces.get(0);
			default -> joined();
		};
		this.pieces.clear();
		this.length = 0;
		return all;
	}

	private ByteSlice joined() {
		byte[] joined = new byte[(int) this.length];
		int position = 0;
		for (ByteSlice piece : this.pieces) {
			System.arraycopy(piece.array(), piece.from(), joined, position, piece.length());
			position += piece.length();
		}
		return new ByteSlice(joined, 0, joined.length);
	}

}
