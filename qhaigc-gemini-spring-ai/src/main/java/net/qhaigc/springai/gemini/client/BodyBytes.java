package net.qhaigc.springai.gemini.client;

import java.util.Arrays;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Gathers a body in one array, which has the right size from the start if the length is
 * known.
 */
final class BodyBytes {

	private static final int FIRST_SIZE = 4 * 1024;

	private final long limit;

	private byte[] bytes;

	private int length;

	private BodyBytes(long contentLength, long limit) {
		this.limit = limit;
		this.bytes = new byte[(contentLength >= 0) ? (int) contentLength : FIRST_SIZE];
	}

	/**
	 * Gathers the buffers and releases each at once.
	 * @param contentLength the length as the answer tells it, or -1
	 * @param limit how many bytes to let in
	 */
	static Mono<byte[]> gather(Flux<DataBuffer> buffers, long contentLength, long limit) {
		if (contentLength > limit) {
			// A body that nobody cancels is read to its end before the failure is told.
			return buffers.take(0, false).then(Mono.error(() -> GatewayErrors.tooLarge(limit)));
		}
		return buffers.collect(() -> new BodyBytes(contentLength, limit), BodyBytes::add).map(BodyBytes::toArray);
	}

	/** Copies a buffer out and releases it, so that no operator ever holds one. */
	static byte[] copy(DataBuffer buffer) {
		try {
			byte[] copy = new byte[buffer.readableByteCount()];
			buffer.read(copy);
			return copy;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private void add(DataBuffer buffer) {
		try {
			int count = buffer.readableByteCount();
			long needed = (long) this.length + count;
			if (needed > this.limit) {
				throw GatewayErrors.tooLarge(this.limit);
			}
			if (needed > this.bytes.length) {
				long grown = Math.max(needed, Math.min(this.limit, 2L * this.bytes.length));
				this.bytes = Arrays.copyOf(this.bytes, (int) grown);
			}
			buffer.read(this.bytes, this.length, count);
			this.length += count;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private byte[] toArray() {
		return (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
	}

}
