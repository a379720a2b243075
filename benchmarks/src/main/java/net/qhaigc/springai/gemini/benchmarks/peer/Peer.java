package net.qhaigc.springai.gemini.benchmarks.peer;

/**
 * A client that is measured.
 */
public interface Peer extends AutoCloseable {

	/**
	 * Makes all that can be made before the first exchange.
	 * @param task what will be asked
	 * @return the exchange, to be done any number of times
	 */
	Exchange prepare(Task task);

	@Override
	default void close() {
	}

}
