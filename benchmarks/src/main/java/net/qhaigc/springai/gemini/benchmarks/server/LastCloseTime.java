package net.qhaigc.springai.gemini.benchmarks.server;

/**
 * The time at which a client last closed its connection before the end of a response, as
 * {@link System#nanoTime()}, which on Linux is the same in all processes.
 */
final class LastCloseTime {

	private volatile long nanoTime;

	void recordNow() {
		this.nanoTime = System.nanoTime();
	}

	/** Return the time, or 0 if no client has closed its connection early. */
	long nanoTime() {
		return this.nanoTime;
	}

}
