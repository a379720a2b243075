package net.qhaigc.springai.gemini.benchmarks.client;

/**
 * A prepared request that can be sent repeatedly.
 */
public interface Exchange {

	/**
	 * Send the request and wait for the complete response.
	 * @return the size of the response in a unit that depends on the client; zero only if
	 * the response is empty
	 */
	int call();

	/**
	 * Start streaming the response, and return immediately.
	 * @param listener receives the signals of the stream
	 * @return a callback that cancels the stream
	 */
	Runnable stream(StreamListener listener);

}
