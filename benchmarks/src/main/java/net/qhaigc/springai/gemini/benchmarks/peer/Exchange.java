package net.qhaigc.springai.gemini.benchmarks.peer;

/**
 * A question that can be asked again and again.
 */
public interface Exchange {

	/**
	 * Asks for a whole answer and waits for it.
	 * @return how much was received, in a unit of the client's own; never zero
	 */
	int call();

	/**
	 * Asks for the answer as a stream and does not wait.
	 * @param watcher hears of what comes
	 * @return cancels the stream
	 */
	Runnable stream(Watcher watcher);

}
