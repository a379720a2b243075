package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a response is sent: its delays, chunks, headers and end.
 *
 * @param delay the delay before the status line
 * @param eventDelay the delay between events
 * @param end how the response ends
 * @param bytesPerChunk the size of an HTTP chunk in bytes, or 0 for one chunk per event
 * @param headers additional headers, which replace the headers of the reply that have the
 * same names
 * @param wrapping interim responses before the response, and a server-sent event around
 * its body
 */
record Transmission(Duration delay, Duration eventDelay, End end, int bytesPerChunk, Map<String, String> headers,
		Wrapping wrapping) {

	static final Transmission DEFAULT = new Transmission(Duration.ZERO, Duration.ZERO, End.COMPLETE, 0, Map.of(),
			new Wrapping(List.of(), false));

	private static final Pattern HEADER_NAME = Pattern.compile("[\\w!#$%&'*+.^`|~-]+");

	Transmission withDelay(Duration delay) {
		Arguments.requireNotNegative("delay", delay);
		return new Transmission(delay, this.eventDelay, this.end, this.bytesPerChunk, this.headers, this.wrapping);
	}

	Transmission withEventDelay(Duration eventDelay) {
		Arguments.requireNotNegative("delay", eventDelay);
		return new Transmission(this.delay, eventDelay, this.end, this.bytesPerChunk, this.headers, this.wrapping);
	}

	Transmission withEnd(End end) {
		return new Transmission(this.delay, this.eventDelay, end, this.bytesPerChunk, this.headers, this.wrapping);
	}

	Transmission withBytesPerChunk(int bytesPerChunk) {
		Arguments.requireAtLeast("bytesPerChunk", 1, bytesPerChunk);
		return new Transmission(this.delay, this.eventDelay, this.end, bytesPerChunk, this.headers, this.wrapping);
	}

	Transmission withHeader(String name, String value) {
		if (!HEADER_NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("The header name is not valid: '" + name + "'");
		}
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(this.headers);
		headers.put(name, value);
		return new Transmission(this.delay, this.eventDelay, this.end, this.bytesPerChunk,
				Collections.unmodifiableMap(headers), this.wrapping);
	}

	Transmission withInterimResponse(int status) {
		List<Integer> interim = new ArrayList<>(this.wrapping.interimResponses());
		interim.add(Arguments.requireInterimStatus(status));
		return withWrapping(new Wrapping(List.copyOf(interim), this.wrapping.serverSentEvent()));
	}

	Transmission asServerSentEvent() {
		return withHeader("Content-Type", "text/event-stream")
			.withWrapping(new Wrapping(this.wrapping.interimResponses(), true));
	}

	private Transmission withWrapping(Wrapping wrapping) {
		return new Transmission(this.delay, this.eventDelay, this.end, this.bytesPerChunk, this.headers, wrapping);
	}

	/**
	 * What is sent around a response: interim responses before it, and a server-sent
	 * event around its body.
	 *
	 * @param interimResponses the statuses of the interim responses
	 * @param serverSentEvent whether the body is the data of a server-sent event
	 */
	record Wrapping(List<Integer> interimResponses, boolean serverSentEvent) {
	}

	/**
	 * How a response ends.
	 *
	 * @param kind what happens at the end
	 * @param events the number of events before the end, or a negative constant if the
	 * response ends before its body
	 * @param bytes the number of bytes before the end: of the status line and the headers
	 * if the response {@linkplain #isInHead() ends in these}, otherwise of the body
	 */
	record End(Kind kind, int events, int bytes) {

		private static final int ALL = Integer.MAX_VALUE;

		private static final int BEFORE_STATUS_LINE = -1;

		private static final int IN_HEAD = -2;

		static final End COMPLETE = new End(Kind.COMPLETE, ALL, ALL);

		static final End HANG_BEFORE_STATUS_LINE = new End(Kind.HANG, BEFORE_STATUS_LINE, ALL);

		static final End HANG_AFTER_ALL_EVENTS = new End(Kind.HANG, ALL, ALL);

		static End closeAfterEvents(int events) {
			Arguments.requireAtLeast("events", 0, events);
			return new End(Kind.CLOSE, (events > 0) ? events : BEFORE_STATUS_LINE, ALL);
		}

		static End closeInHead(int bytes) {
			Arguments.requireAtLeast("bytes", 0, bytes);
			return new End(Kind.CLOSE, IN_HEAD, bytes);
		}

		static End closeAfterBytes(int bytes) {
			Arguments.requireAtLeast("bytes", 0, bytes);
			return new End(Kind.CLOSE, ALL, bytes);
		}

		static End hangAfterEvents(int events) {
			Arguments.requireAtLeast("events", 0, events);
			return new End(Kind.HANG, events, ALL);
		}

		/**
		 * Return whether not even the status line is sent.
		 */
		boolean isBeforeStatusLine() {
			return this.events == BEFORE_STATUS_LINE;
		}

		/**
		 * Return whether only a part of the status line and the headers is sent.
		 */
		boolean isInHead() {
			return this.events == IN_HEAD;
		}

	}

	/**
	 * What happens at the end of a response.
	 */
	enum Kind {

		/**
		 * The response is completed.
		 */
		COMPLETE,

		/**
		 * The connection is closed.
		 */
		CLOSE,

		/**
		 * The connection stays open and nothing more is sent.
		 */
		HANG

	}

}
