package net.qhaigc.springai.gemini.agent;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The total size of the events that {@link AgentRuns} keeps for all its runs, in
 * characters of text and bytes of media, and the limit of this size.
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
