package net.qhaigc.springai.gemini.agent;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The size of the events of all runs, and its limit.
 */
final class TotalSize {

	private final long max;

	private final AtomicLong size = new AtomicLong();

	TotalSize(long max) {
		this.max = max;
	}

	void add(long difference) {
		this.size.addAndGet(difference);
	}

	boolean isExceeded() {
		return this.size.get() > this.max;
	}

}
