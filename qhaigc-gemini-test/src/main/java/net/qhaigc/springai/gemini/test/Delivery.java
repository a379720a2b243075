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
 * @param end how the answer ends
 * @param events after how many events the end comes; negative for before the status line
 * @param bytes after how many bytes of the body the end comes; negative if events count
 * @param bytesPerWrite the size of a piece, 0 for whole events
 * @param headers headers of the answer, which replace those of the body
 */
record Delivery(Duration delay, Duration delayBetween, End end, int events, int bytes, int bytesPerWrite,
		Map<String, String> headers) {

	static final int BEFORE_THE_STATUS_LINE = -1;

	static final Delivery PERFECT = new Delivery(Duration.ZERO, Duration.ZERO, End.COMPLETE, Integer.MAX_VALUE, -1, 0,
			Map.of());

	Delivery withDelay(Duration delay) {
		return new Delivery(delay, this.delayBetween, this.end, this.events, this.bytes, this.bytesPerWrite,
				this.headers);
	}

	Delivery withDelayBetween(Duration delayBetween) {
		return new Delivery(this.delay, delayBetween, this.end, this.events, this.bytes, this.bytesPerWrite,
				this.headers);
	}

	Delivery withEnd(End end, int events) {
		return new Delivery(this.delay, this.delayBetween, end, events, -1, this.bytesPerWrite, this.headers);
	}

	Delivery withCutAfterBytes(int bytes) {
		return new Delivery(this.delay, this.delayBetween, End.CUT, Integer.MAX_VALUE, bytes, this.bytesPerWrite,
				this.headers);
	}

	Delivery withBytesPerWrite(int bytesPerWrite) {
		if (bytesPerWrite < 1) {
			throw new IllegalArgumentException("A piece needs at least 1 byte, not " + bytesPerWrite);
		}
		return new Delivery(this.delay, this.delayBetween, this.end, this.events, this.bytes, bytesPerWrite,
				this.headers);
	}

	Delivery withHeader(String name, String value) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(this.headers);
		headers.put(name, value);
		return new Delivery(this.delay, this.delayBetween, this.end, this.events, this.bytes, this.bytesPerWrite,
				Collections.unmodifiableMap(headers));
	}

	/**
	 * Whether not even the status line comes.
	 */
	boolean silent() {
		return this.events < 0;
	}

	/**
	 * Whether everything comes but the end.
	 */
	boolean openEnded() {
		return this.end == End.STALL && this.events == Integer.MAX_VALUE;
	}

	/**
	 * How an answer ends.
	 */
	enum End {

		/**
		 * As it should.
		 */
		COMPLETE,

		/**
		 * The connection is closed in the middle.
		 */
		CUT,

		/**
		 * Nothing more comes, and the connection stays open.
		 */
		STALL

	}

}
