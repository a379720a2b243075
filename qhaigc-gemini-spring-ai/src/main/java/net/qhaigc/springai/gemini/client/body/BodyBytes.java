package net.qhaigc.springai.gemini.client.body;

import java.util.Arrays;
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.TransportErrors;

/**
 * Collects a body in one array, which grows as bytes arrive, so that the memory for a
 * large body is not allocated before a part of the body has arrived. A failed allocation
 * becomes a failure of the exchange, since Reactor would rethrow the
 * {@code OutOfMemoryError} without ending the exchange.
 */
final class BodyBytes {

	private static final int INITIAL_SIZE = 4 * 1024;

	/**
	 * A body of up to this length usually arrives in one or two buffers, so its memory is
	 * allocated before they arrive.
	 */
	private static final int MAX_INITIAL_SIZE = 64 * 1024;

	/**
	 * When one sixteenth of a body whose length is known has arrived, the memory for the
	 * whole body is allocated in one step.
	 */
	private static final int FULL_ALLOCATION_DIVISOR = 16;

	private final long maxSize;

	private final long contentLength;

	private byte[] bytes;

	private int length;

	private BodyBytes(long contentLength, long maxSize) {
		this.maxSize = maxSize;
		this.contentLength = contentLength;
		this.bytes = new byte[(contentLength >= 0) ? (int) Math.min(contentLength, MAX_INITIAL_SIZE) : INITIAL_SIZE];
	}

	/**
	 * Collect the buffers and release each immediately.
	 * @param contentLength the length of the body; -1 if it is not known
	 * @param maxSize the maximum size of the body, in bytes
	 * @param parser parses the bytes of the body
	 */
	static <T> Mono<T> collect(Flux<DataBuffer> buffers, long contentLength, long maxSize, Function<byte[], T> parser) {
		if (contentLength > maxSize) {
			// take(0) cancels the body, which would otherwise be read before the failure.
			return buffers.take(0, false).then(Mono.error(() -> GatewayErrors.responseTooLarge(maxSize)));
		}
		return buffers.collect(() -> new BodyBytes(contentLength, maxSize), BodyBytes::add)
			.map((body) -> parser.apply(body.toArray()));
	}

	/** Copy a buffer and release it. */
	static byte[] copy(DataBuffer buffer) {
		try {
			byte[] copy = new byte[buffer.readableByteCount()];
			buffer.read(copy);
			return copy;
		}
		catch (OutOfMemoryError ex) {
			throw TransportErrors.outOfMemory(ex);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private void add(DataBuffer buffer) {
		try {
			int count = buffer.readableByteCount();
			long needed = (long) this.length + count;
			if (needed > this.maxSize) {
				throw GatewayErrors.responseTooLarge(this.maxSize);
			}
			if (needed > this.bytes.length) {
				this.bytes = resized(capacity(needed));
			}
			buffer.read(this.bytes, this.length, count);
			this.length += count;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private int capacity(long needed) {
		boolean withinContentLength = needed <= this.contentLength;
		if (withinContentLength && needed >= this.contentLength / FULL_ALLOCATION_DIVISOR) {
			return (int) this.contentLength;
		}
		long limit = withinContentLength ? this.contentLength : this.maxSize;
		return (int) Math.max(needed, Math.min(limit, 2L * this.bytes.length));
	}

	private byte[] toArray() {
		return (this.length == this.bytes.length) ? this.bytes : resized(this.length);
	}

	private byte[] resized(int size) {
		try {
			return Arrays.copyOf(this.bytes, size);
		}
		catch (OutOfMemoryError ex) {
			throw TransportErrors.outOfMemory(ex);
		}
	}

}
