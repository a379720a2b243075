package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an answer travels: when it comes, in which pieces, and how it ends.
 *
 * @param delay the time before the status line
 * @param delayBetween the time between events
 * @param end how it ends
 * @param bytesPerWrite the size of a piece, 0 for whole events
 * @param headers headers of the answer, which replace those of the body
 */
record Transmission(Duration delay, Duration delayBetween, End end, int bytesPerWrite, Map<String, String> headers) {

	static final Transmission PERFECT = new Transmission(Duration.ZERO, Duration.ZERO, End.COMPLETE, 0, Map.of());

	Transmission withDelay(Duration delay) {
		return new Transmission(delay, this.delayBetween, this.end, this.bytesPerWrite, this.headers);
	}

	Transmission withDelayBetween(Duration delayBetween) {
		return new Transmission(this.delay, delayBetween, this.end, this.bytesPerWrite, this.headers);
	}

	Transmission withEnd(End end) {
		return new Transmission(this.delay, this.delayBetween, end, this.bytesPerWrite, this.headers);
	}

	Transmission withBytesPerWrite(int bytesPerWrite) {
		if (bytesPerWrite < 1) {
			throw new IllegalArgumentException("A piece needs at least 1 byte, not " + bytesPerWrite);
		}
		return new Transmission(this.delay, this.delayBetween, this.end, bytesPerWrite, this.headers);
	}

	Transmission withHeader(String name, String value) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(this.headers);
		headers.put(name, value);
		return new Transmission(this.delay, this.delayBetween, this.end, this.bytesPerWrite,
				Collections.unmodifiableMap(headers));
	}

	/**
	 * How an answer ends.
	 *
	 * @param kind what happens then
	 * @param events after how many events
	 * @param bytes after how many bytes of the body
	 */
	record End(Kind kind, int events, int bytes) {

		private static final int ALL = Integer.MAX_VALUE;

		private static final int BEFORE_THE_STATUS_LINE = -1;

		static final End COMPLETE = new End(Kind.COMPLETE, ALL, ALL);

		static final End NEVER_BEGINS = new End(Kind.STALL, BEFORE_THE_STATUS_LINE, ALL);

		static final End OPEN = new End(Kind.STALL, ALL, ALL);

		static End cutAfterEvents(int events) {
			return new End(Kind.CUT, (events > 0) ? events : BEFORE_THE_STATUS_LINE, ALL);
		}

		static End closeAfterBytes(int bytes) {
			return new End(Kind.CUT, ALL, bytes);
		}

		static End stallAfterEvents(int events) {
			return new End(Kind.STALL, Math.max(events, 0), ALL);
		}

		/**
		 * Whether not even the status line comes.
		 */
		boolean isBeforeTheStatusLine() {
			return this.events == BEFORE_THE_STATUS_LINE;
		}

	}

	/**
	 * What happens at the end.
	 */
	enum Kind {

		/**
		 * The answer ends as it should.
		 */
		COMPLETE,

		/**
		 * The connection is closed.
		 */
		CUT,

		/**
		 * Nothing more comes, and the connection stays open.
		 */
		STALL

	}

}
