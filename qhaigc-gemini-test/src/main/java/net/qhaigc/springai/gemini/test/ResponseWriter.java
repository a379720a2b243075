package net.qhaigc.springai.gemini.test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

import net.qhaigc.springai.gemini.test.Transmission.End;

/**
 * Writes a response to its connection, with the scripted faults, and detects whether the
 * client closes the connection before the end of the response.
 */
final class ResponseWriter {

	private final EncodedResponse encoded;

	private final Transmission transmission;

	private final HttpServerResponse response;

	private final Scheduler scheduler;

	private final AtomicBoolean ended = new AtomicBoolean();

	private ResponseWriter(EncodedResponse encoded, HttpServerResponse response, Scheduler scheduler) {
		this.encoded = encoded;
		this.transmission = encoded.transmission();
		this.response = response;
		this.scheduler = scheduler;
	}

	/**
	 * Write a response.
	 * @param encoded the response to write
	 * @param response the response of Reactor Netty, through which to write
	 * @param scheduler the event loop of the connection
	 * @param activity notified if the client closes the connection before the end of the
	 * response
	 * @return completes when the whole response has been sent; does not complete if the
	 * scripted reply closes the connection or hangs
	 */
	static Mono<Void> write(EncodedResponse encoded, HttpServerResponse response, Scheduler scheduler,
			GatewayActivity activity) {
		ResponseWriter writer = new ResponseWriter(encoded, response, scheduler);
		return Mono.defer(() -> {
			response.withConnection((connection) -> connection.channel().closeFuture().addListener((closed) -> {
				if (!writer.ended.get()) {
					activity.requestCancelled();
				}
			}));
			return writer.write();
		});
	}

	private Mono<Void> write() {
		if (this.transmission.end().isBeforeStatusLine()) {
			return end();
		}
		Mono<Void> body = Mono.defer(() -> {
			this.transmission.wrapping().interimResponses().forEach((status) -> writeRaw(head(status, Map.of())));
			if (this.transmission.end().isInHead()) {
				String head = head(this.encoded.status(), this.encoded.headers());
				writeRaw(head.substring(0, Math.min(head.length(), this.transmission.end().bytes())));
				return Mono.empty();
			}
			this.response.status(this.encoded.status());
			this.encoded.headers().forEach(this.response::header);
			return isSingleWrite() ? sendBody() : sendChunks();
		}).then(Mono.defer(this::end));
		Duration delay = this.transmission.delay();
		return delay.isZero() ? body : Mono.delay(delay, this.scheduler).then(body);
	}

	private static String head(int status, Map<String, String> headers) {
		StringBuilder head = new StringBuilder("HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\n");
		headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		return head.append("\r\n").toString();
	}

	/** Write to the connection, bypassing the server's HTTP encoder. */
	private void writeRaw(String text) {
		this.response.withConnection((connection) -> connection.channel()
			.pipeline()
			.context(NettyPipeline.HttpCodec)
			.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1)));
	}

	private boolean isSingleWrite() {
		return !this.encoded.streamed() && this.transmission.end().equals(End.COMPLETE)
				&& this.transmission.bytesPerChunk() == 0;
	}

	private Mono<Void> sendBody() {
		return this.response.sendByteArray(Mono.just(this.encoded.events().get(0))).then();
	}

	private Mono<Void> sendChunks() {
		if (!this.encoded.streamed() && this.transmission.bytesPerChunk() == 0
				&& !this.encoded.headers().containsKey("Content-Length")) {
			this.response.header("Content-Length", Integer.toString(this.encoded.events().get(0).length));
		}
		Flux<byte[]> chunks = Flux.fromIterable(chunks());
		Duration delay = this.transmission.eventDelay();
		if (!delay.isZero()) {
			chunks = chunks
				.index((i, chunk) -> (i == 0) ? Mono.just(chunk) : Mono.just(chunk).delayElement(delay, this.scheduler))
				.concatMap((chunk) -> chunk);
		}
		return this.response.send(chunks.map(Unpooled::wrappedBuffer), (chunk) -> true).then();
	}

	private List<byte[]> chunks() {
		List<byte[]> events = this.encoded.events();
		End end = this.transmission.end();
		events = events.subList(0, Math.min(events.size(), end.events()));
		if (end.bytes() == Integer.MAX_VALUE && this.transmission.bytesPerChunk() == 0) {
			return events;
		}
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		events.forEach(joined::writeBytes);
		byte[] body = Arrays.copyOf(joined.toByteArray(), Math.min(joined.size(), end.bytes()));
		return split(body, this.transmission.bytesPerChunk());
	}

	private static List<byte[]> split(byte[] body, int size) {
		if (size == 0) {
			return List.of(body);
		}
		List<byte[]> chunks = new ArrayList<>();
		for (int start = 0; start < body.length; start += size) {
			chunks.add(Arrays.copyOfRange(body, start, Math.min(body.length, start + size)));
		}
		return chunks;
	}

	private Mono<Void> end() {
		return switch (this.transmission.end().kind()) {
			case COMPLETE -> {
				this.ended.set(true);
				yield Mono.empty();
			}
			case CLOSE -> {
				this.ended.set(true);
				this.response.withConnection(Connection::dispose);
				yield Mono.never();
			}
			case HANG -> Mono.never();
		};
	}

}
