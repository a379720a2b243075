package net.qhaigc.springai.gemini.test;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.Unpooled;
import net.qhaigc.springai.gemini.test.Transmission.End;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes one answer to its connection, with the faults that were asked for, and notices
 * if the client leaves before the end.
 */
final class ResponseWriter {

	private final EncodedResponse answer;

	private final Transmission delivery;

	private final HttpServerResponse response;

	private final Scheduler loop;

	private final AtomicBoolean ended = new AtomicBoolean();

	private ResponseWriter(EncodedResponse answer, HttpServerResponse response, Scheduler loop) {
		this.answer = answer;
		this.delivery = answer.delivery();
		this.response = response;
		this.loop = loop;
	}

	/**
	 * Writes an answer.
	 * @param answer the answer
	 * @param response where it goes
	 * @param loop the thread of the connection
	 * @param journal is told if the client leaves before the end
	 * @return completes once the answer has ended
	 */
	static Mono<Void> write(EncodedResponse answer, HttpServerResponse response, Scheduler loop,
			GatewayActivity journal) {
		ResponseWriter writer = new ResponseWriter(answer, response, loop);
		return Mono.defer(() -> {
			response.withConnection((connection) -> connection.channel().closeFuture().addListener((closed) -> {
				if (!writer.ended.get()) {
					journal.cancelled();
				}
			}));
			return writer.deliver();
		});
	}

	private Mono<Void> deliver() {
		if (this.delivery.end().isBeforeTheStatusLine()) {
			return end();
		}
		Mono<Void> body = Mono.defer(() -> {
			this.response.status(this.answer.status());
			this.answer.headers().forEach(this.response::header);
			return whole() ? sendAtOnce() : sendInPieces();
		}).then(Mono.defer(this::end));
		return this.delivery.delay().isZero() ? body : Mono.delay(this.delivery.delay(), this.loop).then(body);
	}

	private boolean whole() {
		return !this.answer.streamed() && this.delivery.end().equals(End.COMPLETE)
				&& this.delivery.bytesPerWrite() == 0;
	}

	private Mono<Void> sendAtOnce() {
		return this.response.sendByteArray(Mono.just(this.answer.events().get(0))).then();
	}

	private Mono<Void> sendInPieces() {
		if (!this.answer.streamed() && this.delivery.bytesPerWrite() == 0) {
			this.response.header("Content-Length", Integer.toString(this.answer.events().get(0).length));
		}
		Flux<byte[]> pieces = Flux.fromIterable(pieces());
		Duration between = this.delivery.delayBetween();
		if (!between.isZero()) {
			pieces = pieces
				.index((i, piece) -> (i == 0) ? Mono.just(piece) : Mono.just(piece).delayElement(between, this.loop))
				.concatMap((piece) -> piece);
		}
		return this.response.send(pieces.map(Unpooled::wrappedBuffer), (piece) -> true).then();
	}

	private List<byte[]> pieces() {
		List<byte[]> events = this.answer.events();
		events = events.subList(0, Math.min(events.size(), this.delivery.end().events()));
		if (this.delivery.end().bytes() == Integer.MAX_VALUE && this.delivery.bytesPerWrite() == 0) {
			return events;
		}
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		events.forEach(joined::writeBytes);
		byte[] body = Arrays.copyOf(joined.toByteArray(), Math.min(joined.size(), this.delivery.end().bytes()));
		return split(body, this.delivery.bytesPerWrite());
	}

	private static List<byte[]> split(byte[] body, int size) {
		if (size == 0) {
			return List.of(body);
		}
		List<byte[]> pieces = new ArrayList<>();
		for (int start = 0; start < body.length; start += size) {
			pieces.add(Arrays.copyOfRange(body, start, Math.min(body.length, start + size)));
		}
		return pieces;
	}

	private Mono<Void> end() {
		return switch (this.delivery.end().kind()) {
			case COMPLETE -> {
				this.ended.set(true);
				yield Mono.empty();
			}
			case CUT -> {
				this.ended.set(true);
				this.response.withConnection(Connection::dispose);
				yield Mono.never();
			}
			case STALL -> Mono.never();
		};
	}

}
