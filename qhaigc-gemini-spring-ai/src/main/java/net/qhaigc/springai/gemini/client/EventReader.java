package net.qhaigc.springai.gemini.client;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.Candidate;
import net.qhaigc.springai.gemini.wire.ErrorEnvelope;
import net.qhaigc.springai.gemini.wire.GatewayResponse;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Reads the bytes of one stream into its events, whatever form they have and whatever the
 * answer calls itself. Knows an error in the place of an event, and a stream that was
 * cut. Events are read as they are asked for, so that those before a failure are
 * delivered before it.
 */
final class EventReader implements Iterator<GatewayResponse> {

	/** Few buffers wait here for a slow subscriber, so that he slows the gateway. */
	private static final int PREFETCH = 8;

	private static final int MAX_LOGGED_CHARS = 4 * 1024;

	private final GatewayErrors errors;

	private final WireLog log;

	private final EventSplitter splitter;

	private final Iterable<GatewayResponse> events = () -> this;

	private ResponseHead head = ResponseHead.NONE;

	private Map<String, List<String>> headers = Map.of();

	private @Nullable GatewayResponse next;

	private @Nullable Throwable failure;

	private boolean ended;

	private boolean endedInsideEvent;

	private boolean anyEvent;

	private boolean anyFinish;

	EventReader(GatewayErrors errors, WireLog log, long limit) {
		this.errors = errors;
		this.log = log;
		this.splitter = new EventSplitter(limit);
	}

	/** Notes what stood above the stream. */
	void answered(ResponseHead head) {
		this.head = head;
		this.headers = head.map();
	}

	/**
	 * Reads the stream. Its failure takes its place in the line behind the events that
	 * still wait, since the operator that reads them would let it overtake them.
	 * @param chunks what came; no array is changed afterwards
	 * @return the events, to be subscribed to once
	 */
	Flux<GatewayResponse> read(Flux<byte[]> chunks) {
		return chunks.onErrorResume((ex) -> {
			this.failure = ex;
			return Mono.empty();
		}).concatWithValues(EventSplitter.END).concatMapIterable((chunk) -> {
			this.ended = (chunk == EventSplitter.END);
			this.splitter.feed(chunk);
			return this.events;
		}, PREFETCH);
	}

	@Override
	public boolean hasNext() {
		while (this.next == null) {
			ByteSlice json = this.splitter.next();
			if (json == null) {
				if (this.ended) {
					checkEnd();
				}
				return false;
			}
			GenerateContentResponse event = event(json);
			this.next = (event != null) ? new GatewayResponse(event, this.headers) : null;
		}
		return true;
	}

	@Override
	public GatewayResponse next() {
		GatewayResponse event = hasNext() ? this.next : null;
		if (event == null) {
			throw new NoSuchElementException();
		}
		this.next = null;
		return event;
	}

	/** The event, or null for one that only keeps the connection alive. */
	private @Nullable GenerateContentResponse event(ByteSlice json) {
		this.log.body(json);
		GenerateContentResponse event = parsed(json);
		if (event == null) {
			return null;
		}
		ErrorEnvelope error = ErrorReader.read(event);
		if (error != null) {
			throw this.errors.ofEvent(this.head, error, json.text(MAX_LOGGED_CHARS));
		}
		if (isKeepAlive(event)) {
			return null;
		}
		this.anyEvent = true;
		this.anyFinish |= isFinish(event);
		return event;
	}

	private @Nullable GenerateContentResponse parsed(ByteSlice json) {
		try {
			return WireJson.readEvent(json.array(), json.from(), json.length());
		}
		catch (JacksonException ex) {
			if (this.ended) {
				this.endedInsideEvent = true;
				return null;
			}
			throw this.errors.ofBrokenAnswer(this.head, "malformed_response",
					"An event of the gateway's stream is no JSON object", json.text(MAX_LOGGED_CHARS));
		}
	}

	private static boolean isKeepAlive(GenerateContentResponse event) {
		return event.candidates().isEmpty() && event.promptFeedback().isEmpty() && event.usageMetadata() == null
				&& event.modelVersion() == null && event.responseId() == null;
	}

	private static boolean isFinish(GenerateContentResponse event) {
		if (event.promptFeedback().get("blockReason") != null) {
			return true;
		}
		for (Candidate candidate : event.candidates()) {
			if (candidate.finishReason() != null && !candidate.finishReason().equals("FINISH_REASON_UNSPECIFIED")) {
				return true;
			}
		}
		return false;
	}

	private void checkEnd() {
		if (this.failure != null) {
			throw TransportErrors.of(this.failure);
		}
		boolean inside = this.endedInsideEvent || this.splitter.isInsideObject();
		if (!this.anyEvent && !inside) {
			String text = this.splitter.unrecognizedText();
			throw this.errors.ofBrokenAnswer(this.head, text.isBlank() ? "empty_answer" : "malformed_response",
					text.isBlank() ? "The gateway sent an empty answer: a stream without an event"
							: "The gateway's stream holds no event",
					text);
		}
		if (inside || !this.anyFinish) {
			throw this.errors.ofBrokenAnswer(this.head, "incomplete_stream",
					"The gateway's stream is incomplete: it ended before the model had finished", "");
		}
	}

}
