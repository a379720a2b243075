package net.qhaigc.springai.gemini.client.body;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.core.JacksonException;

import org.springframework.core.io.buffer.DataBuffer;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.TransportErrors;
import net.qhaigc.springai.gemini.wire.EventParser;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

/**
 * Reads the events of one stream: server-sent events, a JSON array, consecutive JSON
 * objects or a single one, regardless of the {@code Content-Type}. It detects an error in
 * place of an event, and a stream that is incomplete. Events are read on demand, so that
 * those before a failure are delivered before it.
 */
public final class EventReader {

	/** Small, so that a slow subscriber soon slows down the gateway (back-pressure). */
	private static final int PREFETCH = 8;

	private static final int MAX_TEXT_BYTES = 4 * 1024;

	private final GatewayErrors errors;

	private final @Nullable Consumer<String> log;

	private final EventSplitter splitter;

	private final EventParser parser = new EventParser();

	/** Completes when {@code [DONE]} has ended the stream. */
	private final Sinks.Empty<Void> done = Sinks.empty();

	private final Events iterator = new Events();

	private final Iterable<GenerateContentResponse> events = () -> this.iterator;

	private ResponseHead head = ResponseHead.NONE;

	private final StreamCompletion completion = new StreamCompletion();

	private boolean ended;

	/**
	 * Create a reader for one stream.
	 * @param errors creates the failures of the stream
	 * @param maxEventSize the maximum size of an event, in bytes
	 * @param log receives the JSON of each event; null to log nothing
	 */
	public EventReader(GatewayErrors errors, long maxEventSize, @Nullable Consumer<String> log) {
		this.errors = errors;
		this.log = log;
		this.splitter = new EventSplitter(maxEventSize);
	}

	/**
	 * Return the status and the headers of the response.
	 * @return {@link ResponseHead#NONE} before there is a response
	 */
	public ResponseHead head() {
		return this.head;
	}

	/**
	 * Begin a response. Each buffer of its body is copied and released immediately, so
	 * that no operator ever holds one.
	 * @param head the status and the headers of the response
	 * @param body the body
	 * @return the chunks of the body, for {@link #read}
	 */
	public Flux<byte[]> begin(ResponseHead head, Flux<DataBuffer> body) {
		this.head = head;
		Charset charset = head.otherCharset();
		return (charset == null) ? body.map(BodyBytes::copy)
				: body.map(BodyBytes::copy).map(new Utf8Transcoder(charset)::transcode);
	}

	/**
	 * Read the events. A failure of the connection is held back until the events that
	 * were received before have been delivered; otherwise, the operator that reads the
	 * events would discard them.
	 * @param chunks the chunks of the body; no array is modified afterwards
	 * @return the events, for one subscriber
	 */
	public Flux<GenerateContentResponse> read(Flux<byte[]> chunks) {
		return read(chunks, Mono.never());
	}

	/**
	 * Read the events. After {@code [DONE]}, wait only for a limited time until the
	 * gateway ends the response.
	 * @param chunks the chunks of the body; no array is modified afterwards
	 * @param closeDelay completes when the limited time is over
	 * @return the events, for one subscriber
	 */
	public Flux<GenerateContentResponse> read(Flux<byte[]> chunks, Mono<?> closeDelay) {
		return chunks.takeUntilOther(this.done.asMono().then(closeDelay)).onErrorResume((ex) -> {
			this.completion.recordFailure(ex);
			return Mono.empty();
		}).concatWithValues(EventSplitter.END).concatMapIterable((chunk) -> {
			this.ended = (chunk == EventSplitter.END);
			this.splitter.feed(chunk);
			return this.events;
		}, PREFETCH);
	}

	/**
	 * Read a body that contains the events of a stream.
	 * @param head the status and the headers of the response
	 * @param body the body
	 * @return the events; empty if it contains none
	 */
	List<GenerateContentResponse> readAll(ResponseHead head, byte[] body) {
		this.head = head;
		List<GenerateContentResponse> all = new ArrayList<>();
		try {
			for (byte[] chunk : List.of(body, EventSplitter.END)) {
				this.ended = (chunk == EventSplitter.END);
				this.splitter.feed(chunk);
				this.events.forEach(all::add);
			}
			return all;
		}
		catch (QhaigcTransientException | QhaigcNonTransientException ex) {
			if (this.completion.hasEvents()) {
				throw ex;
			}
			return List.of();
		}
	}

	private @Nullable GenerateContentResponse nextEvent() {
		ByteSlice json = this.splitter.next(this.completion.isFinished());
		while (json != null) {
			GenerateContentResponse event = event(json);
			if (event != null) {
				return event;
			}
			json = this.splitter.next(this.completion.isFinished());
		}
		if (isDone()) {
			this.done.tryEmitEmpty();
		}
		else if (this.ended) {
			this.completion.check(this.errors, this.head, this.splitter);
		}
		return null;
	}

	/**
	 * Whether the stream is complete, in which case a later failure of the connection is
	 * ignored.
	 */
	private boolean isDone() {
		return this.completion.isFinished() && this.splitter.isDone();
	}

	/** Return the event; null for a keep-alive. */
	private @Nullable GenerateContentResponse event(ByteSlice json) {
		if (this.log != null) {
			this.log.accept(json.text(Integer.MAX_VALUE));
		}
		GenerateContentResponse event = parse(json);
		if (event == null) {
			return null;
		}
		if (GatewayErrors.isError(event)) {
			this.completion.recordError();
			throw this.errors.forError(this.head, event, json.text(MAX_TEXT_BYTES));
		}
		if (isKeepAlive(event)) {
			return null;
		}
		this.completion.recordEvent(event);
		return event;
	}

	private @Nullable GenerateContentResponse parse(ByteSlice json) {
		try {
			GenerateContentResponse event = this.parser.read(json.array(), json.from(), json.length());
			if (this.parser.unread() > 0) {
				this.splitter.resume(json.startingAt(json.to() - this.parser.unread()));
			}
			return event;
		}
		catch (JacksonException ex) {
			ByteSlice valid = json.replaceInvalidText();
			if (valid != null) {
				return parse(valid);
			}
			if (this.ended) {
				this.completion.recordEndInsideEvent();
				return null;
			}
			throw this.errors.forInvalidResponse(this.head, "malformed_response",
					"An event of the gateway's stream is not a JSON object", json.text(MAX_TEXT_BYTES));
		}
	}

	private static boolean isKeepAlive(GenerateContentResponse event) {
		return event.candidates().isEmpty() && event.promptFeedback().isEmpty() && event.usageMetadata() == null
				&& event.modelVersion() == null && event.responseId() == null;
	}

	/**
	 * Iterates over the events in the bytes that have arrived so far, and continues when
	 * more bytes have arrived.
	 */
	private final class Events implements Iterator<GenerateContentResponse> {

		private @Nullable GenerateContentResponse next;

		private @Nullable GenerateContentResponse readNext() {
			try {
				return nextEvent();
			}
			catch (OutOfMemoryError ex) {
				throw TransportErrors.outOfMemory(ex);
			}
		}

		@Override
		public boolean hasNext() {
			if (this.next == null) {
				this.next = readNext();
			}
			return this.next != null;
		}

		@Override
		public GenerateContentResponse next() {
			GenerateContentResponse event = hasNext() ? this.next : null;
			if (event == null) {
				throw new NoSuchElementException();
			}
			this.next = null;
			return event;
		}

	}

}
