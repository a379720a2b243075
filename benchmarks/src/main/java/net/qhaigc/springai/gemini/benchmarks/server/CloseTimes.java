package net.qhaigc.springai.gemini.benchmarks.server;

/**
 * When a client last closed its connection in the middle of an answer. The clock is
 * {@link System#nanoTime()}, which on Linux is the same in all processes.
 */
final class CloseTimes {

	private volatile long last;

	void closed() {
		this.last = System.nanoTime();
	}

	/** Zero if there was none. */
	long last() {
		return this.last;
	}

}
