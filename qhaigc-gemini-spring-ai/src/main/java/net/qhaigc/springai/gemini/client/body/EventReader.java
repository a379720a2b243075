package net.qhaigc.springai.gemini.client.body;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
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
 * objects or a single JSON object, regardless of the {@code Content-Type}. It detects an
 * error in place of an event, and a stream that is incomplete. Events are read on demand,
 * so that the events before a failure are delivered first.
 */
public final class EventReader {

	private static final int MAX_TEXT_BYTES = 4 * 1024;

	private final GatewayErrors errors;

	private final @Nullable Consumer<String> log;

	private final EventSplitter splitter;

	private final EventParser parser = new EventParser();

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
	 * Begin to read a response. Each buffer of its body is copied and released
	 * immediately, so that no operator ever holds a buffer.
	 * @param head the status and the headers of the response
	 * @param body the body
	 * @return the chunks of the body, for {@link #read}
	 */
	public Flux<byte[]> begin(ResponseHead head, Flux<DataBuffer> body) {
		this.head = head;
		Charset charset = head.nonUtf8Charset();
		return (charset == null) ? body.map(BodyBytes::copy)
				: body.map(BodyBytes::copy).map(new Utf8Transcoder(charset)::transcode);
	}

	/**
	 * Read the events. If the connection fails, the failure is delivered after the events
	 * that had already been received.
	 * @param <T> the type of the converted events
	 * @param chunks the chunks of the body, which must not be modified afterwards
	 * @param handler converts the events and the failure
	 * @return the converted events, for one subscriber
	 */
	public <T> Flux<T> read(Flux<byte[]> chunks, EventHandler<T> handler) {
		return new EventFlux<>(chunks, this, handler);
	}

	/**
	 * Read a body that contains the events of a stream.
	 * @param head the status and the headers of the response
	 * @param body the body
	 * @return the events; empty if the body contains none
	 */
	List<GenerateContentResponse> readAll(ResponseHead head, byte[] body) {
		this.head = head;
		List<GenerateContentResponse> all = new ArrayList<>();
		try {
			for (byte[] chunk : List.of(body, EventSplitter.END)) {
				feed(chunk);
				for (GenerateContentResponse event = next(); event != null; event = next()) {
					all.add(event);
				}
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

	ResponseHead head() {
		return this.head;
	}

	/** Add a chunk, or the end of the stream, after {@link #next} has returned null. */
	void feed(byte[] chunk) {
		this.ended = (chunk == EventSplitter.END);
		this.splitter.feed(chunk);
	}

	/**
	 * Record that the connection failed. Unless {@link #isDone()} returns true, the
	 * failure is thrown after the last event.
	 */
	void recordFailure(Throwable failure) {
		this.completion.recordFailure(failure);
	}

	/**
	 * Return the next event; null if more bytes are needed, or at the end.
	 * @throws RuntimeException if there is an error in place of the event, or if the
	 * stream is incomplete
	 */
	@Nullable GenerateContentResponse next() {
		try {
			return nextEvent();
		}
		catch (OutOfMemoryError ex) {
			throw TransportErrors.outOfMemory(ex);
		}
	}

	private @Nullable GenerateContentResponse nextEvent() {
		ByteSlice json = this.splitter.next(this.completion.isFinished());
		while (json != null) {
			GenerateContentResponse event = readEvent(json);
			if (event != null) {
				return event;
			}
			json = this.splitter.next(this.completion.isFinished());
		}
		if (this.ended && !isDone()) {
			this.completion.throwIfIncomplete(this.errors, this.head, this.splitter);
		}
		return null;
	}

	/**
	 * Whether the stream is complete and {@code [DONE]} has ended it, in which case a
	 * later failure of the connection is ignored.
	 */
	boolean isDone() {
		return this.completion.isFinished() && this.splitter.isDone();
	}

	/**
	 * Return the event; null for a keep-alive, or if the stream has ended inside the
	 * event.
	 */
	private @Nullable GenerateContentResponse readEvent(ByteSlice json) {
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

}
