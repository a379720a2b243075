package net.qhaigc.springai.gemini.client;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * The encoded body of a request. The body is encoded before the exchange, so that a large
 * body does not block an event loop. Each attempt sends the same bytes. The bytes are in
 * segments, which are not joined, so that an image is copied only once.
 */
final class RequestBytes extends OutputStream implements BodyInserter<RequestBytes, ClientHttpRequest> {

	private static final int MIN_SEGMENT_SIZE = 16 * 1024;

	private static final int MAX_SEGMENT_SIZE = 64 * 1024;

	private final List<ByteBuffer> fullSegments = new ArrayList<>(1);

	private byte[] segment = new byte[0];

	private int position;

	private long length;

	private RequestBytes() {
	}

	static RequestBytes of(Object body, Map<String, ?> extraBody) {
		RequestBytes bytes = new RequestBytes();
		try {
			WireJson.write(body, extraBody, bytes);
		}
		catch (JacksonException ex) {
			throw GatewayErrors.invalidRequest("The request could not be encoded as JSON: " + ex.getOriginalMessage(),
					ex);
		}
		return bytes;
	}

	@Override
	public void write(int value) {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] source, int offset, int count) {
		int from = offset;
		int left = count;
		while (left > 0) {
			if (this.position == this.segment.length) {
				startNextSegment(this.length + count - left, left);
			}
			int copied = Math.min(left, this.segment.length - this.position);
			System.arraycopy(source, from, this.segment, this.position, copied);
			this.position += copied;
			from += copied;
			left -= copied;
		}
		this.length += count;
	}

	/**
	 * The first segment has the size of the first write, which is the whole body of a
	 * small request. The size of each subsequent segment is a quarter of the number of
	 * bytes written so far, so that little of the last segment is unused. This size is at
	 * least 16 KB, and at least the rest of the current write. No segment is larger than
	 * 64 KB.
	 */
	private void startNextSegment(long written, int needed) {
		int size = needed;
		if (this.position > 0) {
			this.fullSegments.add(ByteBuffer.wrap(this.segment));
			size = (int) Math.max(Math.max(MIN_SEGMENT_SIZE, written / 4), needed);
		}
		this.segment = new byte[Math.min(size, MAX_SEGMENT_SIZE)];
		this.position = 0;
	}

	/**
	 * Write the body with its length, since not every gateway accepts chunked requests.
	 * The segments are written one by one, since Netty would copy a composite buffer.
	 */
	@Override
	public Mono<Void> insert(ClientHttpRequest request, Context context) {
		request.getHeaders().setContentLength(this.length);
		DataBufferFactory factory = request.bufferFactory();
		Mono<DataBuffer> last = Mono.fromSupplier(() -> factory.wrap(ByteBuffer.wrap(this.segment, 0, this.position)));
		return request.writeWith(this.fullSegments.isEmpty() ? last
				: Flux.fromIterable(this.fullSegments)
					.map((segment) -> factory.wrap(segment.duplicate()))
					.concatWith(last));
	}

	/** Return the number of bytes. */
	long length() {
		return this.length;
	}

	/** Pass each segment of the body to an action, in order. */
	void forEachSegment(Consumer<ByteBuffer> action) {
		this.fullSegments.forEach((segment) -> action.accept(segment.duplicate()));
		action.accept(ByteBuffer.wrap(this.segment, 0, this.position));
	}

	/** Return a copy of the body, for logging. */
	byte[] toByteArray() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) this.length);
		this.fullSegments.forEach((segment) -> bytes.write(segment.array(), 0, segment.capacity()));
		bytes.write(this.segment, 0, this.position);
		return bytes.toByteArray();
	}

}
