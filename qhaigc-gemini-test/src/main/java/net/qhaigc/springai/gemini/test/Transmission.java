package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a response is sent: with which delays, in which chunks, and how it ends.
 *
 * @param delay the delay before the status line
 * @param eventDelay the delay between events
 * @param end the end of the response
 * @param bytesPerChunk the size of an HTTP chunk, or 0 for one chunk per event
 * @param headers additional headers, which replace those of the body
 */
record Transmission(Duration delay, Duration eventDelay, End end, int bytesPerChunk, Map<String, String> headers) {

	static final Transmission DEFAULT = new Transmission(Duration.ZERO, Duration.ZERO, End.COMPLETE, 0, Map.of());

	Transmission withDelay(Duration delay) {
		return new Transmission(delay, this.eventDelay, this.end, this.bytesPerChunk, this.headers);
	}

	Transmission withEventDelay(Duration eventDelay) {
		return new Transmission(this.delay, eventDelay, this.end, this.bytesPerChunk, this.headers);
	}

	Transmission withEnd(End end) {
		return new Transmission(this.delay, this.eventDelay, end, this.bytesPerChunk, this.headers);
	}

	Transmission withBytesPerChunk(int bytesPerChunk) {
		if (bytesPerChunk < 1) {
			throw new IllegalArgumentException("bytesPerChunk must be at least 1, but is " + bytesPerChunk);
		}
		return new Transmission(this.delay, this.eventDelay, this.end, bytesPerChunk, this.headers);
	}

	Transmission withHeader(String name, String value) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(this.headers);
		headers.put(name, value);
		return new Transmission(this.delay, this.eventDelay, this.end, this.bytesPerChunk,
				Collections.unmodifiableMap(headers));
	}

	/**
	 * The end of a response.
	 *
	 * @param kind what happens at the end
	 * @param events the number of events before it
	 * @param bytes the number of bytes of the body before it
	 */
	record End(Kind kind, int events, int bytes) {

		private static final int ALL = Integer.MAX_VALUE;

		private static final int BEFORE_STATUS_LINE = -1;

		static final End COMPLETE = new End(Kind.COMPLETE, ALL, ALL);

		static final End HANG_BEFORE_STATUS_LINE = new End(Kind.HANG, BEFORE_STATUS_LINE, ALL);

		static final End HANG = new End(Kind.HANG, ALL, ALL);

		static End closeAfterEvents(int events) {
			return new End(Kind.CLOSE, (events > 0) ? events : BEFORE_STATUS_LINE, ALL);
		}

		static End closeAfterBytes(int bytes) {
			return new End(Kind.CLOSE, ALL, bytes);
		}

		static End hangAfterEvents(int events) {
			return new End(Kind.HANG, Math.max(events, 0), ALL);
		}

		/**
		 * Return whether not even the status line is sent.
		 */
		boolean isBeforeStatusLine() {
			return this.events == BEFORE_STATUS_LINE;
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
		 * The connection stays open and nothing is sent.
		 */
		HANG

	}

}
