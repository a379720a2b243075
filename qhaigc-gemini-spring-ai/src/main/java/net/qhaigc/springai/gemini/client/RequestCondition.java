package net.qhaigc.springai.gemini.client;

/**
 * A condition for the requests of a client, for example that a circuit breaker permits
 * them. It is asked again after each wait, since it can change in the meantime. It is
 * thread-safe and does not block.
 */
public interface RequestCondition {

	/**
	 * Return whether a request is retried. The retry policy of the client applies as
	 * well.
	 * @param failure the transient failure; that of another request if this one would
	 * wait for the end of a rate limit
	 * @return whether to wait, and then to send the request (again). It is asked once
	 * more after the wait
	 */
	boolean allowsRetry(Throwable failure);

	/**
	 * Return whether a request can be sent. It is asked when the connection is
	 * established, immediately before the headers are written.
	 * @return whether to send it; if not, it fails with a
	 * {@link net.qhaigc.springai.gemini.client.error.QhaigcTransientException} with the
	 * code {@code request_not_sent}
	 */
	boolean allowsSending();

}
