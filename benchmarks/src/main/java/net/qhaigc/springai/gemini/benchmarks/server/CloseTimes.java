package net.qhaigc.springai.gemini.benchmarks.server;

/**
 * The time at which a client last closed its connection before the end of a response, as
 * {@link System#nanoTime()}, which on Linux is the same in all processes.
 */
final class CloseTimes {

	private volatile long last;

	void recordClose() {
		this.last = System.nanoTime();
	}

	/** Return the time, or 0 if there is none. */
	long last() {
		return this.last;
	}

}
