package net.qhaigc.springai.gemini.benchmarks.peer;

/**
 * A prepared request that can be sent any number of times.
 */
public interface Exchange {

	/**
	 * Send the request and wait for the complete response.
	 * @return the amount of received data in a unit of the client; never zero
	 */
	int call();

	/**
	 * Send the request for a stream, without waiting.
	 * @param listener receives the events of the stream
	 * @return a callback that cancels the stream
	 */
	Runnable stream(StreamListener listener);

}
