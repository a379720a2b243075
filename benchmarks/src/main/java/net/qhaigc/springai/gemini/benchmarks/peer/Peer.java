package net.qhaigc.springai.gemini.benchmarks.peer;

/**
 * A client that is measured.
 */
public interface Peer extends AutoCloseable {

	/**
	 * Prepare everything that can be prepared before the first exchange.
	 * @param task the task
	 * @return the exchange, which can be run repeatedly
	 */
	Exchange prepare(Task task);

	@Override
	default void close() {
	}

}
