package net.qhaigc.springai.gemini.benchmarks.peer;

/**
 * A client that is measured.
 */
public interface Peer extends AutoCloseable {

	/**
	 * Prepare everything that is possible before the first exchange.
	 * @param task the request
	 * @return the exchange, which can be repeated
	 */
	Exchange prepare(Task task);

	@Override
	default void close() {
	}

}
