package net.qhaigc.springai.gemini.benchmarks.server;

/**
 * The last time at which a client closed its connection during a response. The clock is
 * {@link System#nanoTime()}, which on Linux is the same in all processes.
 */
final class CloseTimes {

	private volatile long last;

	void closed() {
		this.last = System.nanoTime();
	}

	/** Return the time; zero if there was none. */
	long last() {
		return this.last;
	}

}
